internal import ChatroomCore

/// Where a whole file is: `blobs/ab/` and the 64 digits of its digest, of which `ab` are the first two.
///
/// One directory of all would be slow to list on a file system that keeps no tree of names.
struct BlobName: Equatable {
    /// The directory.
    let fan: String
    /// The name in it.
    let file: String

    private static let digits = Array("0123456789abcdef".utf8)

    /// The name of what has a digest.
    init(_ digest: FileDigest) {
        let bytes = digest.bytes
        file = String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
            for (index, byte) in bytes.enumerated() {
                text[2 * index] = Self.digits[Int(byte >> 4)]
                text[2 * index + 1] = Self.digits[Int(byte & 15)]
            }
            return 2 * bytes.count
        }
        fan = String(file.prefix(2))
    }

    /// The digest that a name tells, `nil` when it is not exactly one that ``init(_:)`` makes.
    ///
    /// - Parameters:
    ///   - file: The name.
    ///   - fan: The directory it is in.
    /// - Returns: The digest.
    static func digest(of file: String, in fan: String) -> FileDigest? {
        let values = file.utf8.compactMap { digits.firstIndex(of: $0) }
        guard values.count == 64, file.utf8.count == 64 else { return nil }
        let bytes = stride(from: 0, to: 64, by: 2).map { UInt8((values[$0] << 4) | values[$0 + 1]) }
        guard let digest = FileDigest(bytes: bytes), BlobName(digest).fan == fan else { return nil }
        return digest
    }

    /// Whether a name is one of the 256 directories.
    static func isFan(_ name: String) -> Bool { name.utf8.count == 2 && name.utf8.allSatisfy(digits.contains) }

    /// The file that a name in `uploads` tells, `nil` when it is not exactly how an id is written.
    static func upload(of name: String) -> FileID? {
        guard let id = try? FileID(name), id.description == name else { return nil }
        return id
    }
}
