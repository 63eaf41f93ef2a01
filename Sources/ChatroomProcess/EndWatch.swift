internal import ChatroomSystem
internal import Glibc

/// Waits for the end of a child process and leaves its exit status to whoever started it.
///
/// It blocks a thread of its own, because the package that starts processes says nothing of their end to the code that
/// runs beside them.
actor EndWatch {
    private let thread = ThreadExecutor()

    /// The watch's own thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Returns when a child that nobody has waited for yet is dead.
    func waitForEnd(of process: pid_t) {
        var info = siginfo_t()
        while waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    }
}
