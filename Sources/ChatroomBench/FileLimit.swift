internal import ChatroomCore
internal import Glibc

/// How many files, and so connections, this process may have open.
enum FileLimit {
    /// Raises the limit as far as the system lets us.
    ///
    /// - Throws: ``ChatError`` with code `configuration` when that is less than what is needed.
    static func raise(toHold count: Int) throws(ChatError) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard limit.rlim_cur >= UInt(count) else {
            throw ChatError(.configuration, "\(count) files are needed, and \(limit.rlim_cur) may be open")
        }
    }
}
