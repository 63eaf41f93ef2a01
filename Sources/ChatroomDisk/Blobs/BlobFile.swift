internal import Glibc
internal import NIOCore

/// A file or directory of the blob store, opened without following a symbolic link, closed with its last owner.
final class BlobFile: Sendable {
    private let number: CInt

    /// Opens what is there, or makes a file if the flags say so.
    ///
    /// - Parameters:
    ///   - name: A name.
    ///   - directory: The directory that the name is in; without one the name is a path.
    ///   - flags: Flags of open(2); those that keep it from following, blocking and being inherited are added.
    /// - Throws: ``BlobFault``.
    init(_ name: String, in directory: BlobFile? = nil, _ flags: CInt) throws(BlobFault) {
        var opened: CInt
        repeat {
            // Without O_NONBLOCK a FIFO in the place of a file would hold the thread until somebody writes to it.
            let flags = flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
            opened = Self.use(directory) { openat($0, name, flags, 0o600) }
        } while opened < 0 && errno == EINTR
        guard opened >= 0 else { throw .last }
        number = opened
    }

    deinit { close(number) }

    /// Calls something with the descriptor, which is not to be closed while that runs.
    ///
    /// - Parameter body: What to call.
    /// - Returns: What it returned.
    func use<Value>(_ body: (CInt) -> Value) -> Value {
        // Otherwise the last use of this object would be to read the number, just before the call that needs it open.
        withExtendedLifetime(self) { body(number) }
    }

    /// Calls something with a directory's descriptor, or with the one that stands for the working directory.
    static func use<Value>(_ directory: BlobFile?, _ body: (CInt) -> Value) -> Value {
        directory?.use(body) ?? body(AT_FDCWD)
    }

    /// How long the file is.
    ///
    /// - Throws: ``BlobFault``, also when it is no regular file.
    func size() throws(BlobFault) -> Int64 {
        var status = stat()
        guard use({ fstat($0, &status) }) == 0 else { throw .last }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        return Int64(status.st_size)
    }

    /// Gives it a mode, whatever the umask is.
    func setMode(_ mode: mode_t) throws(BlobFault) {
        guard use({ fchmod($0, mode) }) == 0 else { throw .last }
    }

    /// Reads a piece; shorter than asked for only at the end of the file.
    ///
    /// - Parameters:
    ///   - offset: Where the piece begins.
    ///   - count: How many bytes to read.
    /// - Returns: The piece.
    /// - Throws: ``BlobFault``.
    func read(at offset: Int64, count: Int) throws(BlobFault) -> ByteBuffer {
        var piece = ByteBufferAllocator().buffer(capacity: count)
        var fault: BlobFault?
        piece.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { target in
            var filled = 0
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: target[filled..<count])
                let read = use { pread($0, rest.baseAddress, rest.count, off_t(offset) + off_t(filled)) }
                if read == 0 { break }
                if read > 0 {
                    filled += read
                } else if errno != EINTR {
                    fault = .last
                    break
                }
            }
            return filled
        }
        if let fault { throw fault }
        return piece
    }

    /// The names in the directory, but for itself and the one above.
    ///
    /// - Returns: The names, in no order.
    /// - Throws: ``BlobFault``.
    func names() throws(BlobFault) -> [String] {
        // Opened anew, because where a listing stands is shared by all who use a descriptor.
        let listing = use { openat($0, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard listing >= 0 else { throw .last }
        guard let directory = fdopendir(listing) else {
            let fault = BlobFault.last
            close(listing)
            throw fault
        }
        defer { closedir(directory) }
        guard let start = MemoryLayout<dirent>.offset(of: \.d_name) else { throw .system(ENOSYS) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else { break }
            let name = UnsafeRawPointer(entry).advanced(by: start).assumingMemoryBound(to: CChar.self)
            names.append(String(cString: name))
        }
        guard errno == 0 else { throw .last }
        return names.filter { $0 != "." && $0 != ".." }
    }
}
