internal import ChatroomCore
public import Glibc

/// An open file or directory that is closed when its owner lets go of it.
public struct Descriptor: ~Copyable, Sendable {
    /// The number.
    public let number: Int32

    /// Opens a path, relative to a directory if one is given.
    ///
    /// `nil` when that failed; ``SystemError/last`` says why.
    ///
    /// - Parameters:
    ///   - path: The path, as `RawText` has it.
    ///   - directory: What the path is relative to; the working directory if it is `AT_FDCWD`.
    ///   - flags: The flags of open(2); `O_CLOEXEC` is added.
    ///   - mode: The mode of a file that is created, before the umask.
    public init?(_ path: String, in directory: Int32 = AT_FDCWD, _ flags: Int32, mode: mode_t = 0) {
        var descriptor: Int32
        repeat {
            descriptor = path.withRawBytes { openat(directory, $0, flags | O_CLOEXEC, mode) }
        } while descriptor < 0 && errno == EINTR
        guard descriptor >= 0 else { return nil }
        number = descriptor
    }

    /// Opens another one for what a descriptor of this process leads to; `nil` when that failed.
    ///
    /// A path such as /dev/stdin opens a pipe anew, which its owner may not allow, and no socket at all.
    public init?(duplicateOf other: Int32) {
        let descriptor = fcntl(other, F_DUPFD_CLOEXEC, 3)
        guard descriptor >= 0 else { return nil }
        number = descriptor
    }

    private init(_ number: Int32) { self.number = number }

    /// What stands for the working directory, and is no descriptor that anybody could close.
    static var ofWorkingDirectory: Descriptor { Descriptor(AT_FDCWD) }

    deinit { if number >= 0 { close(number) } }

    /// What the system knows of it.
    public var status: stat? {
        var status = stat()
        return fstat(number, &status) == 0 ? status : nil
    }

    /// The path by which it can be opened again, as the system tells it; proc(5).
    public var path: String? { Directory.working.target(of: "/proc/self/fd/\(number)").map { RawText.string($0) } }

    /// Gives it a mode, whatever the umask is; tells whether it has it.
    public func setMode(_ mode: mode_t) -> Bool { fchmod(number, mode) == 0 }

    /// Cuts a file off, or makes it longer with zeros; tells whether it is as long as that.
    @discardableResult
    public func truncate(to size: Int64) -> Bool { ftruncate(number, off_t(size)) == 0 }

    /// Makes what was written durable, by fsync(2) or what is given in its place; blocks, and tells whether it is.
    public func flush(with flush: (Int32) -> Int32 = Descriptor.systemFlush) -> Bool {
        while flush(number) != 0 { guard errno == EINTR else { return false } }
        return true
    }

    /// Makes the bytes that were written durable, and of what is known of the file only its length; blocks.
    public func flushData() -> Bool { flush(with: fdatasync) }

    /// Takes the lock of a file, flock(2), and tells whether it has it; `EWOULDBLOCK` is why not when somebody else has.
    public func lock(waits: Bool) -> Bool {
        while flock(number, LOCK_EX | (waits ? 0 : LOCK_NB)) != 0 { guard errno == EINTR else { return false } }
        return true
    }

    /// Lets go of the lock, whatever copies of this descriptor there are.
    public func unlock() { flock(number, LOCK_UN) }

    /// Reads a piece of a file; blocks.
    ///
    /// - Returns: How many bytes were read, fewer than asked for only at the end of the file; `nil` when that failed.
    public func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int64) -> Int? {
        var filled = 0
        while filled < bytes.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
            let count = pread(number, rest.baseAddress, rest.count, off_t(offset) + filled)
            if count == 0 { break }
            if count > 0 { filled += count } else if errno != EINTR { return nil }
        }
        return filled
    }

    /// Writes bytes at a place of a file, by pwrite(2) or what is given in its place; blocks.
    ///
    /// - Returns: Whether all were written.
    public func write(
        _ bytes: UnsafeRawBufferPointer, at offset: Int64,
        with write: (Int32, UnsafeRawBufferPointer, Int64) -> Int = Descriptor.positionedWrite
    ) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = write(number, UnsafeRawBufferPointer(rebasing: bytes[written...]), offset + Int64(written))
            if count == 0 { errno = EIO }
            if count > 0 { written += count } else if errno != EINTR { return false }
        }
        return true
    }

    /// Makes what was written durable, fsync(2).
    @Sendable public static func systemFlush(_ file: Int32) -> Int32 { fsync(file) }

    /// Writes some bytes at a place of a file, pwrite(2).
    @Sendable public static func positionedWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer, _ offset: Int64) -> Int
    {
        pwrite(file, bytes.baseAddress, bytes.count, off_t(offset))
    }

    /// Reads up to the end or up to a number of bytes; blocks.
    ///
    /// - Parameter limit: The most bytes to read.
    /// - Returns: `nil` when reading failed.
    public func read(upTo limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit, 1 << 16))
        while bytes.count < limit {
            let count = Glibc.read(number, &chunk, min(chunk.count, limit - bytes.count))
            if count == 0 { break }
            if count > 0 {
                bytes += chunk.prefix(count)
            } else if errno != EINTR {
                return nil
            }
        }
        return bytes
    }

    /// Reads up to a line feed, which is dropped, or up to the end; blocks.
    ///
    /// - Parameter limit: The most bytes to read.
    /// - Returns: `nil` when there is nothing to read or reading failed.
    public func readLine(upTo limit: Int) -> [UInt8]? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < limit {
            // One at a time, so that what follows the line is left for others.
            let count = Glibc.read(number, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return line.isEmpty ? nil : line }
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
        return line
    }

    /// Writes all bytes; blocks.
    ///
    /// - Parameter bytes: What to write.
    /// - Returns: Whether all were written.
    public func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { all in
            var rest = all[...]
            while !rest.isEmpty {
                let count = Glibc.write(number, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
