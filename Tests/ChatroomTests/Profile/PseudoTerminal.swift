import ChatroomSystem
import ChatroomTestSupport
import Glibc
import Testing

@testable import ChatroomSystem

/// A pseudo-terminal: a test types at one end, the code under test reads the other.
actor PseudoTerminal {
    /// The path of the end that a program uses.
    nonisolated let path: String
    private let person: Int32
    private let program: Int32
    private var seen = ""
    private let thread = ThreadExecutor()

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init() throws {
        // The program's end is held open, so that the terminal outlives the prompt that opens it.
        var (person, program): (Int32, Int32) = (-1, -1)
        var name = [CChar](repeating: 0, count: 128)
        try #require(openpty(&person, &program, &name, nil, nil) == 0)
        (self.person, self.program) = (person, program)
        path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        close(person)
        close(program)
    }

    /// Whether what is typed is shown.
    var echoes: Bool {
        var state = termios()
        tcgetattr(program, &state)
        return state.c_lflag & tcflag_t(ECHO) != 0
    }

    /// Reads until a text has come, and returns all that came up to its end.
    func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        let start = ContinuousClock.now
        while true {
            if let range = seen.firstRange(of: text) {
                let read = String(seen[..<range.upperBound])
                seen.removeSubrange(..<range.upperBound)
                return read
            }
            try #require(
                ContinuousClock.now - start < Deadline.standard * Deadline.patience, "'\(text)' in '\(seen)'",
                sourceLocation: sourceLocation)
            var ready = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 100) > 0 else { continue }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = read(person, &chunk, chunk.count)
            if count > 0 { seen += String(decoding: chunk.prefix(count), as: UTF8.self) }
        }
    }

    /// Types bytes.
    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(person, bytes, bytes.count)
    }
}
