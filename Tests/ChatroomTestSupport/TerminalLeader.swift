internal import Foundation

/// The process that owns a terminal's session and outlives the program on it, as a login shell does.
///
/// Without it the kernel would reset the terminal's modes at the very end of the program, so that no test could see
/// what the program left behind; and Ctrl-Z stops only a program that has such a parent. It is told what to do, and
/// tells what happened, over a socket that it has as descriptor 3; when that closes, it ends. Before it tells of a stop
/// or an end it writes a mark to the terminal, which comes there after all that the program wrote.
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

    /// What comes to the terminal before each stop and end that is told of; control characters, which no mode changes.
    static let mark: [UInt8] = [0, 0x1F, 0]

    private static let script = """
        report() { status=$?; printf '\\000\\037\\000'; echo "status $status" >&3; }
        trap : INT QUIT TSTP
        exec 4>&2 2>/dev/null
        set -m
        /bin/sh -c 'echo "pid $$" >&3; exec "$@" 2>&4 3>&- 4>&-' sh "$@"
        report
        while read -r _ <&3; do fg >/dev/null; report; done
        """

    let progress = Watched(Progress.starting)
    /// How many stops and ends it has told of.
    private let reports = Watched(0)
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
        let (progress, reports) = (progress, reports)
        Thread.detachNewThread {
            var rest = ""
            while true {
                let bytes = socket.read()
                rest += String(decoding: bytes, as: UTF8.self)
                while let end = rest.firstIndex(of: "\n") {
                    Self.note(String(rest[..<end]), in: progress, counting: reports)
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

    /// Waits until all has come to a terminal that the program wrote before its last stop or end that is known of.
    func waitForOutput(in capture: OutputCapture, within limit: Duration) async -> Bool {
        let count = reports.value
        return await capture.state.wait(within: limit) { $0.marks >= count || $0.isAtEnd }
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

    private static func note(
        _ line: String, in progress: Watched<Progress>, counting reports: Watched<Int>
    ) {
        let words = line.split(separator: " ")
        guard words.count == 2, let number = Int32(words[1]) else { return }
        if words[0] == "status" { reports.update { $0 += 1 } }
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
