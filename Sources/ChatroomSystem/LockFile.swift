public import Glibc

/// A file that one process has at a time, by flock(2): the kernel lets go of it when the process ends, however it ends.
public struct LockFile: ~Copyable, Sendable {
    /// The file.
    public let file: Descriptor
    /// The name by which it was opened.
    public let name: String
    private let directory: Directory

    /// Opens a file and takes it.
    ///
    /// `nil` when that failed; ``SystemError/last`` says why, with `EWOULDBLOCK` that somebody else has it.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - directory: Where that is.
    ///   - flags: Flags of open(2), as ``Directory/open(_:_:)`` takes them; by default it is made if there is none.
    ///   - waits: Whether to wait for whoever has it. A file that lost its name meanwhile is then opened anew.
    public init?(_ name: String, in directory: Directory, _ flags: Int32 = O_RDWR | O_CREAT, waits: Bool) {
        while true {
            guard let file = directory.open(name, flags), file.lock(waits: waits) else { return nil }
            guard !waits || directory.holds(file, as: name) else { continue }
            self.file = file
            self.name = name
            self.directory = directory
            return
        }
    }

    // Said in so many words, for a program that is just being started holds copies of all descriptors until it runs, and
    // the lock with them.
    deinit { file.unlock() }

    /// Whether its name still leads to it.
    public var isNamed: Bool { directory.holds(file, as: name) }

    /// Takes its name away, if that still leads to it.
    public func remove() { if isNamed { directory.remove(name) } }
}
