internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomSystem
internal import Crypto
internal import NIOCore

/// What was received of a file: the bytes on the disk, and in memory how many they are and the state of their digest.
///
/// A value: who keeps an old one has what held before, so a digest never runs ahead of the disk.
struct BlobContent: Sendable {
    /// How many bytes are read at a time.
    private static let pieceSize = 1 << 20
    /// After how many bytes the kernel is asked to begin to write them to the disk, so that little is left at the end.
    private static let writeBackSize: Int64 = 8 << 20

    /// How many bytes are there.
    private(set) var size: Int64 = 0
    private var hasher = SHA256()
    /// Up to where the kernel was asked to write.
    private var handedOver: Int64 = 0
    private let file: BlobFile
    private let system: BlobSystem

    /// Nothing of a file yet; ``readOn()`` takes in what is there.
    init(of file: BlobFile, system: BlobSystem) {
        self.file = file
        self.system = system
    }

    /// How many bytes there are, and their digest.
    var prefix: BlobPrefix { BlobPrefix(size: size, digest: digest) }

    /// The digest of what is there.
    var digest: FileDigest {
        guard let digest = FileDigest(bytes: Array(hasher.finalize())) else {
            preconditionFailure("a SHA-256 has 32 bytes")
        }
        return digest
    }

    /// Takes in one more piece of what is there and tells whether there was any.
    mutating func readOn() throws(BlobFault) -> Bool {
        let piece = try file.read(at: size, count: Self.pieceSize)
        hash(piece)
        handedOver = size
        return piece.readableBytes > 0
    }

    /// Adds bytes at the end.
    ///
    /// - Parameter bytes: The bytes.
    /// - Throws: ``BlobFault``; when there was no room, the file is what it was before, after another fault it may
    ///   have some of the bytes.
    mutating func append(_ bytes: ByteBuffer) throws(BlobFault) {
        let isWritten = bytes.withUnsafeReadableBytes { file.descriptor.write($0, at: size, with: system.write) }
        guard isWritten else {
            let fault = BlobFault.last
            if fault.isFull, !file.descriptor.truncate(to: size) { throw .last }
            throw fault
        }
        hash(bytes)
        guard size - handedOver >= Self.writeBackSize else { return }
        file.descriptor.beginWriteBack(of: handedOver..<size)
        handedOver = size
    }

    /// Makes the bytes durable.
    func flush() throws(BlobFault) {
        guard file.descriptor.flush(with: system.flush) else { throw .last }
    }

    private mutating func hash(_ bytes: ByteBuffer) {
        bytes.withUnsafeReadableBytes { hasher.update(bufferPointer: $0) }
        size += Int64(bytes.readableBytes)
    }
}
