internal import Glibc

/// How many files, and so connections, this process may have open.
enum OpenFileLimit {
    /// Raises the limit as far as the system lets this user, and tells it; getrlimit(2).
    ///
    /// A shell and systemd give a process 1024 for the sake of select(2), which nothing here uses.
    static func raise() -> Int {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return .max }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(files, &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
