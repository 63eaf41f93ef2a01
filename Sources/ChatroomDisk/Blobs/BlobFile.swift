internal import ChatroomSystem
internal import Glibc
internal import NIOCore

/// A file of the blob store, closed with its last owner.
final class BlobFile: Sendable {
    let descriptor: Descriptor

    /// Opens what is there, or makes a file, as `Directory.open` does.
    ///
    /// - Throws: ``BlobFault``.
    init(_ name: String, in directory: Directory, _ flags: CInt) throws(BlobFault) {
        guard let opened = directory.open(name, flags) else { throw .last }
        descriptor = consume opened
    }

    /// How long the file is.
    ///
    /// - Throws: ``BlobFault``, also when it is no regular file.
    func size() throws(BlobFault) -> Int64 {
        guard let status = descriptor.status else { throw .last }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        return Int64(status.st_size)
    }

    /// Reads a piece; shorter than asked for only at the end of the file.
    ///
    /// - Throws: ``BlobFault``.
    func read(at offset: Int64, count: Int) throws(BlobFault) -> ByteBuffer {
        var piece = ByteBufferAllocator().buffer(capacity: count)
        var read: Int?
        piece.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { target in
            read = descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: target[..<count]), at: offset)
            return read ?? 0
        }
        guard read != nil else { throw .last }
        return piece
    }
}
