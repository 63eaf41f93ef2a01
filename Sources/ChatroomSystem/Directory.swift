internal import ChatroomCore
public import Glibc

/// An open directory, in which names are looked up: whoever moves it, or puts something else in its place, makes nobody
/// read or write elsewhere.
///
/// A link in the place of a name is not followed unless that is said. Names are as `RawText` has them. What can fail
/// tells by its result that it did, and ``SystemError/last`` why. Every call blocks for as long as the disk takes.
public final class Directory: Sendable {
    /// The working directory, whatever that is at the time: a name in it is a path.
    public static let working = Directory()

    private let descriptor: Descriptor
    private var number: Int32 { descriptor.number }

    private init() { descriptor = .ofWorkingDirectory }

    /// Opens a directory by its path, links in which are followed.
    public convenience init?(_ path: String) { self.init(path, in: .working, 0) }

    private init?(_ name: String, in parent: Directory, _ flags: Int32) {
        guard let opened = Descriptor(name, in: parent.number, O_RDONLY | O_DIRECTORY | flags) else { return nil }
        descriptor = consume opened
    }

    /// Opens a directory that has a name in this one.
    public func directory(_ name: String) -> Directory? { Directory(name, in: self, O_NOFOLLOW) }

    /// Opens a file, or makes one of mode 0600 if the flags of open(2) say so; those that keep it from following, waiting
    /// and being inherited are added.
    public func open(_ name: String, _ flags: Int32) -> Descriptor? {
        // Without O_NONBLOCK a FIFO in the place of a file would keep whoever opens it until somebody writes to it.
        Descriptor(name, in: number, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, mode: 0o600)
    }

    /// Makes a directory of mode 0700 and tells whether it did; `EEXIST` is why not when something has that name.
    public func make(_ name: String) -> Bool {
        guard name.withRawBytes({ mkdirat(number, $0, 0o700) }) == 0 else { return false }
        // The umask may have taken the user's own rights away.
        _ = name.withRawBytes { fchmodat(number, $0, 0o700, 0) }
        return true
    }

    /// Gives the directory a mode, whatever the umask is.
    public func setMode(_ mode: mode_t) -> Bool { descriptor.setMode(mode) }

    /// A path to it that is text in any case, for as long as this object lives; proc(5).
    public var openPath: String { "/proc/self/fd/\(number)" }

    /// What the system knows of the directory.
    public var status: stat? { descriptor.status }

    /// What the system knows of what has a name; `nil` when there is nothing.
    public func status(of name: String, followsLinks: Bool = false) -> stat? {
        var status = stat()
        let flags = followsLinks ? 0 : AT_SYMLINK_NOFOLLOW
        return name.withRawBytes { fstatat(number, $0, &status, flags) } == 0 ? status : nil
    }

    /// Whether a name leads to a file that is open.
    public func holds(_ file: borrowing Descriptor, as name: String) -> Bool {
        guard let opened = file.status, let named = status(of: name) else { return false }
        return opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
    }

    /// Where a link leads, in bytes.
    public func target(of name: String) -> [UInt8]? {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = name.withRawBytes { readlinkat(number, $0, &target, target.count) }
        return count < 0 ? nil : Array(target[..<count])
    }

    /// Removes a name that is no directory's, and tells whether it is gone.
    @discardableResult
    public func remove(_ name: String) -> Bool {
        name.withRawBytes { unlinkat(number, $0, 0) } == 0 || errno == ENOENT
    }

    /// Gives what has a name another one, here or in another directory, in the place of whatever has that.
    @discardableResult
    public func rename(_ name: String, to new: String, in directory: Directory? = nil) -> Bool {
        let place = (directory ?? self).number
        return name.withRawBytes { old in new.withRawBytes { renameat(number, old, place, $0) } } == 0
    }

    /// Gives a file that is open one more name, whatever the others lead to by now; never in the place of anything.
    public func link(_ file: borrowing Descriptor, as name: String) -> Bool {
        let opened = "/proc/self/fd/\(file.number)"
        return name.withRawBytes { linkat(AT_FDCWD, opened, number, $0, AT_SYMLINK_FOLLOW) } == 0
    }

    /// Whether a link could not be made because the file system, or a system without `/proc`, makes none.
    public static func isWithoutLinks(_ error: SystemError) -> Bool {
        switch error.number {
        case EPERM, EOPNOTSUPP, EMLINK, EXDEV: true
        case ENOENT: working.status(of: "/proc/self/fd", followsLinks: true) == nil
        default: false
        }
    }

    /// Puts a file of mode 0600 in the place of whatever has a name.
    ///
    /// There is the old or the new, never half of one, also after a power cut: the bytes go to a temporary file, whose name
    /// is taken from whatever has it, to the disk, and then take their place.
    ///
    /// - Returns: Whether it is there and durable.
    public func replace(_ name: String, with bytes: [UInt8], through temporary: String) -> Bool {
        remove(temporary)
        guard place(bytes, as: temporary), rename(temporary, to: name), flush() else {
            let reason = errno
            remove(temporary)
            errno = reason
            return false
        }
        return true
    }

    private func place(_ bytes: [UInt8], as name: String) -> Bool {
        // The umask may take the user's own rights away, so the mode is set once more.
        guard let file = open(name, O_WRONLY | O_CREAT | O_EXCL) else { return false }
        return file.setMode(0o600) && file.write(bytes) && file.flush()
    }

    /// Makes the names in the directory durable, by fsync(2) or what is given in its place, and tells whether they are.
    @discardableResult
    public func flush(with flush: (Int32) -> Int32 = Descriptor.systemFlush) -> Bool {
        // Some file systems cannot flush a directory and say so with EINVAL; they are no less durable for it.
        descriptor.flush(with: flush) || errno == EINVAL
    }

    /// The names in the directory, in no order and so many at most, but for itself and the one above; `nil` when they
    /// cannot be read.
    public func names(upTo limit: Int = .max) -> [String]? {
        // Opened anew, for the stream closes what it is given, and all who use a descriptor share where a listing stands.
        let listing = openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard listing >= 0 else { return nil }
        guard let stream = fdopendir(listing) else {
            let reason = errno
            close(listing)
            errno = reason
            return nil
        }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while names.count < limit, let entry = readdir(stream), let start = MemoryLayout<dirent>.offset(of: \.d_name) {
            let name = UnsafeRawPointer(entry) + start
            let bytes = UnsafeRawBufferPointer(start: name, count: strlen(name.assumingMemoryBound(to: CChar.self)))
            let text = RawText.string(bytes)
            if text != ".", text != ".." { names.append(text) }
            errno = 0
        }
        return errno == 0 ? names : nil
    }

    /// The room on the disk that the directory is on; `nil` when that cannot be told.
    public var room: (available: Int64, total: Int64)? {
        var status = statvfs()
        guard fstatvfs(number, &status) == 0 else { return nil }
        func bytes(_ blocks: UInt64) -> Int64 {
            let (bytes, isTooMany) = blocks.multipliedReportingOverflow(by: UInt64(status.f_frsize))
            return isTooMany ? .max : Int64(clamping: bytes)
        }
        return (bytes(UInt64(status.f_bavail)), bytes(UInt64(status.f_blocks)))
    }
}

extension Directory {
    /// Whether there is a directory at a path.
    public static func exists(_ path: String) -> Bool {
        working.status(of: path, followsLinks: true).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
    }

    /// The names in the directory at a path that begin with no dot; none when it cannot be read.
    public static func names(in path: String) -> [String] {
        (Directory(path)?.names() ?? []).filter { !$0.hasPrefix(".") }
    }

    /// Opens the directory that a path leads into, and tells the name there that it ends in.
    public static func place(of path: String) -> (directory: Directory, name: String)? {
        // By bytes: with a mark behind it, a slash is part of another Character.
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return Directory(".").map { ($0, path) } }
        let start = path.utf8.index(after: slash)
        return Directory(String(path[..<start])).map { ($0, String(path[start...])) }
    }

    /// A path from the root, whatever links lead there; `nil` when it leads nowhere.
    public static func realPath(of path: String) -> String? {
        guard let real = path.withRawBytes({ realpath($0, nil) }) else { return nil }
        defer { free(real) }
        return RawText.string(UnsafeRawBufferPointer(start: real, count: strlen(real)))
    }
}
