internal import GRDBSQLite
internal import Glibc
internal import Synchronization

/// SQLite's way to files, but that the gaps of the pages of a database are zeros on the disk; see ``PageGap``.
///
/// A shim as https://www.sqlite.org/vfs.html#vfs_shims has it: every file is opened by another VFS, and of a database
/// only the writing of a page is looked at. The write-ahead log is written as it is and is cut off in time.
enum CleanFiles {
    /// Makes all databases that are opened from here on use it.
    ///
    /// - Parameter name: The VFS that opens the files; it must be `unix-excl`.
    /// - Returns: Whether that VFS is there.
    static func register(over name: String) -> Bool {
        guard name == base, let files = sqlite3_vfs_find(name) else { return false }
        // Never freed: SQLite uses it for as long as the process runs.
        let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        own.initialize(to: files.pointee)
        own.pointee.pNext = nil
        own.pointee.zName = UnsafePointer(strdup("chatroom"))
        own.pointee.xOpen = { _, name, file, flags, outFlags in
            guard let file, let files = sqlite3_vfs_find(CleanFiles.base), let open = files.pointee.xOpen else {
                return SQLITE_CANTOPEN
            }
            let result = open(files, name, file, flags, outFlags)
            if result == SQLITE_OK, flags & SQLITE_OPEN_MAIN_DB != 0, let methods = file.pointee.pMethods {
                file.pointee.pMethods = CleanFiles.cleaning(methods)
            }
            return result
        }
        return sqlite3_vfs_register(own, 1) == SQLITE_OK
    }

    private static let base = "unix-excl"

    /// What SQLite calls for a file, and behind it what is called for it in turn.
    private struct Methods {
        var own: sqlite3_io_methods
        let original: UnsafePointer<sqlite3_io_methods>
    }

    /// The address of the ``Methods`` for that of the original ones; there are a few in a process, and none is freed.
    private static let known = Mutex<[UInt: UInt]>([:])

    /// The methods that clean pages and leave all else to others.
    private static func cleaning(_ original: UnsafePointer<sqlite3_io_methods>) -> UnsafePointer<sqlite3_io_methods>? {
        let address = known.withLock { known in
            let key = UInt(bitPattern: original)
            if let address = known[key] { return address }
            let methods = UnsafeMutablePointer<Methods>.allocate(capacity: 1)
            methods.initialize(to: Methods(own: original.pointee, original: original))
            methods.pointee.own.xWrite = { file, bytes, count, offset in
                CleanFiles.write(file, bytes, count, offset)
            }
            let address = UInt(bitPattern: methods)
            known[key] = address
            return address
        }
        // `own` is the first member, so it is where the whole is.
        return UnsafePointer(bitPattern: address)
    }

    private static func write(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: CInt, _ offset: sqlite3_int64
    ) -> CInt {
        guard let file, let bytes, let own = file.pointee.pMethods else { return SQLITE_IOERR }
        // Only methods of ours lead here.
        let original = UnsafeRawPointer(own).assumingMemoryBound(to: Methods.self).pointee.original
        guard let write = original.pointee.xWrite else { return SQLITE_IOERR }
        let page = UnsafeRawBufferPointer(start: bytes, count: Int(count))
        let gap = offset % Int64(count) == 0 ? PageGap.range(in: page, isFirst: offset == 0) : 0..<0
        guard !gap.isEmpty, isSmall(file, original, pageSize: Int64(count)) else {
            return write(file, bytes, count, offset)
        }
        return withUnsafeTemporaryAllocation(byteCount: page.count, alignment: 8) { copy in
            copy.copyMemory(from: page)
            copy[gap].withContiguousMutableStorageIfAvailable { $0.update(repeating: 0) }
            return write(file, copy.baseAddress, count, offset)
        }
    }

    /// Whether a database is so small that no number of a page looks like the beginning of a b-tree page.
    private static func isSmall(
        _ file: UnsafeMutablePointer<sqlite3_file>, _ original: UnsafePointer<sqlite3_io_methods>, pageSize: Int64
    ) -> Bool {
        var size: sqlite3_int64 = 0
        return original.pointee.xFileSize?(file, &size) == SQLITE_OK && size / pageSize < PageGap.mostPages
    }
}
