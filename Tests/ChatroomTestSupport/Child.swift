internal import Foundation
internal import Glibc

/// A child process of the tests, reaped by a thread of its own as soon as it ends.
final class Child: Sendable {
    let pid: pid_t
    let exit: Watched<ProcessExit?>

    init(_ spawn: Spawn) throws {
        let pid = try spawn.start()
        let exit = Watched<ProcessExit?>(nil)
        (self.pid, self.exit) = (pid, exit)
        Thread.detachNewThread {
            // Reaped under the lock only, so that a signal cannot meet another process of the same number.
            var information = siginfo_t()
            _ = try? SystemCall.check("waitid") { waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) }
            exit.update { exit in
                var status: Int32 = 0
                _ = try? SystemCall.check("waitpid") { waitpid(pid, &status, 0) }
                exit = ProcessExit(waitStatus: status)
            }
        }
    }

    /// Sends a signal, unless the process has ended.
    func send(_ number: Int32) {
        exit.read { exit in
            if exit == nil { _ = Glibc.kill(pid, number) }
        }
    }

    /// Ends the process, if it has not ended, and every child of its own that stayed in its group, at once.
    func killGroup() {
        exit.read { exit in
            if exit == nil { _ = Glibc.kill(-pid, SIGKILL) }
        }
    }
}
