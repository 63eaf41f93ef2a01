internal import Foundation

/// The process that owns a terminal's session and outlives the program on it, as a login shell does.
///
/// Without it the kernel would reset the terminal's modes at the very end of the program, so that no test could see
/// what the program left behind; and Ctrl-Z stops only a program that has such a parent. It is told what to do, and
/// tells what happened, over a socket that it has as descriptor 3; when that closes, it ends.
final class TerminalLeader: Sendable {
    /// What has become of the program.
    enum Progress: Sendable, Equatable {
        /// Not started yet.
        case starting
        /// It runs and has this number.
        case running(Int32)
        /// It is stopped, by Ctrl-Z or a signal.
        case stopped(Int32)
        /// It ended with this status as a shell sees it: 128 and a signal's number if it was killed.
        case ended(Int32)
    }

    private static let script = """
        trap : INT QUIT TSTP
        exec 4>&2 2>/dev/null
        set -m
        /bin/sh -c 'echo "pid $$" >&3; exec "$@" 2>&4 3>&- 4>&-' sh "$@"
        echo "status $?" >&3
        while read -r _ <&3; do fg >/dev/null; echo "status $?" >&3; done
        """

    let progress = Watched(Progress.starting)
    private let child: Child
    private let socket: Descriptor

    init(_ program: Spawn, on terminal: String) throws {
        let (socket, other) = try Descriptor.socketPair()
        self.socket = socket
        var leader = program
        leader.executable = "/bin/sh"
        leader.arguments = ["-c", Self.script, "sh", program.executable] + program.arguments
        leader.descriptors = [nil, nil, nil, other]
        leader.terminal = terminal
        child = try Child(leader)
        other.close()
        let progress = progress
        Thread.detachNewThread {
            var rest = ""
            while true {
                let bytes = socket.read()
                rest += String(decoding: bytes, as: UTF8.self)
                while let end = rest.firstIndex(of: "\n") {
                    Self.note(String(rest[..<end]), in: progress)
                    rest.removeSubrange(...end)
                }
                if bytes.isEmpty { return }
            }
        }
    }

    deinit {
        send(9)
        child.killGroup()
    }

    /// The program's number, while there is a program.
    var pid: Int32? {
        switch progress.value {
        case .running(let pid), .stopped(let pid): pid
        case .starting, .ended: nil
        }
    }

    /// Sends the program a signal.
    func send(_ number: Int32) {
        if let pid { _ = Foundation.kill(pid, number) }
    }

    /// Lets a stopped program go on in the foreground.
    func resume() {
        progress.update { progress in
            if case .stopped(let pid) = progress { progress = .running(pid) }
        }
        socket.write(Array("fg\n".utf8))
    }

    private static func note(_ line: String, in progress: Watched<Progress>) {
        let words = line.split(separator: " ")
        guard words.count == 2, let number = Int32(words[1]) else { return }
        progress.update { progress in
            if words[0] == "pid" {
                progress = .running(number)
            } else if case .running(let pid) = progress, isStopped(pid) {
                progress = .stopped(pid)
            } else {
                progress = .ended(number)
            }
        }
    }

    private static func isStopped(_ pid: Int32) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        return status.contains("State:\tT")
    }
}
