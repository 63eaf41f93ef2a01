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

    deinit { close(number) }

    /// What the system knows of it.
    public var status: stat? {
        var status = stat()
        return fstat(number, &status) == 0 ? status : nil
    }

    /// Reads up to the end or up to a number of bytes; blocks.
    ///
    /// - Parameter limit: The most bytes to read.
    /// - Returns: `nil` when reading failed.
    public func read(upTo limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit, 4096))
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
