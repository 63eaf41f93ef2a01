internal import ChatroomCore
internal import ChatroomSystem
internal import Crypto
internal import FoundationEssentials
internal import Glibc

/// The key with which the places of logins are digested and devices are known again: 256 random bits in a file of the
/// data directory.
///
/// It is no part of the database, so that a copy of that does not tell who came from where.
struct PlaceKey: Sendable {
    private let key: SymmetricKey

    /// Reads the key of a data directory, making it first if there is none.
    ///
    /// - Throws: ``ChatError`` with code `configuration` when the file holds no key, `file-access` when it cannot be
    ///   written.
    init(in directory: String) throws(ChatError) {
        let path = "\(directory)/place-key"
        if Directory.working.status(of: path, followsLinks: true) == nil {
            let new = SymmetricKey(size: .bits256)
            try PrivateFileWriter.write(new.withUnsafeBytes { Data($0) }.base64EncodedString() + "\n", to: path)
        }
        let text = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
        guard let bytes = Data(base64Encoded: Data(text.prefix(44))), bytes.count == 32 else {
            throw ChatError(
                .configuration, "\(path) holds no key",
                hint: "Without the file the server makes one, and forgets where accounts have logged in.")
        }
        key = SymmetricKey(data: bytes)
    }

    /// The digest of a place: HMAC-SHA256 (RFC 2104), cut to 16 bytes.
    func digest(_ place: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(place.utf8), using: key).prefix(16))
    }

    /// The code that only this key makes for a device of an account: HMAC-SHA256, 32 bytes.
    ///
    /// No place begins with a zero byte, so none has the digest of a device.
    func code(of device: [UInt8], for name: UserName) -> [UInt8] {
        let words = [0] + Array("device".utf8) + [0] + Array(name.text.utf8) + [0] + device
        return Array(HMAC<SHA256>.authenticationCode(for: words, using: key))
    }
}
