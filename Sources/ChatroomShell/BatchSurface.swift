internal import ChatroomCore
internal import ChatroomSystem
internal import ChatroomTerminal

/// The descriptors of a script: lines from standard input, a file or the command line, results on standard output.
actor BatchSurface: ShellSurface {
    let isInteractive = false
    private let printer: Printer
    private let reader: InputReader?
    private var given: ArraySlice<String>
    private var splitter = LineSplitter()
    private var isFirst = true

    /// The longest line that is taken, in bytes.
    private static let longest = 1024 * 1024

    /// Takes lines that are given, or else those of an input.
    ///
    /// - Parameters:
    ///   - lines: The lines; `nil` to read them.
    ///   - reader: Where to read them.
    ///   - printer: Where results go.
    init(lines: [String]?, reader: InputReader, printer: Printer) {
        given = lines.map { $0[...] } ?? []
        self.reader = lines == nil ? reader : nil
        self.printer = printer
    }

    func next() async throws -> ShellInput {
        while true {
            if let line = given.popFirst() { return .line(line) }
            guard let reader else { return .end }
            let piece = try await reader.read()
            var lines = splitter.take(piece)
            if piece.isEmpty, let last = splitter.end() { lines.append(last) }
            guard splitter.pending <= Self.longest else {
                throw ChatError(.tooLarge, "a line has more than 1 MiB; it and the rest are not sent")
            }
            // What a line may hold that is not UTF-8 depends on what it does.
            given += lines.map { RawText.string(withoutFileMarks($0)) }
            if piece.isEmpty, given.isEmpty { return .end }
        }
    }

    /// The line without what some editors add: a byte order mark before the first one, a carriage return behind each.
    private func withoutFileMarks(_ line: [UInt8]) -> some Collection<UInt8> {
        let mark = isFirst && line.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        isFirst = false
        return line[mark...].last == UInt8(ascii: "\r") ? line[mark..<line.count - 1] : line[mark...]
    }

    nonisolated func print(_ bytes: [UInt8]) async throws { try await printer.write(bytes) }

    nonisolated func show(_ rows: ShellView.Rows) async throws -> Bool {
        try await print(rows.bytes)
        return false
    }

    nonisolated func signal(_ bytes: [UInt8]) {}

    nonisolated func setTitle(_ title: String) {}

    nonisolated func clear() {}

    /// Nothing of what is only posted matters to a script.
    nonisolated func post(_ bytes: [UInt8]) {}

    nonisolated func setPrompt(_ prompt: String) {}

    nonisolated func withdraw() -> [String] { [] }

    nonisolated func close() {}

    nonisolated func interruptible(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await body()
    }

    nonisolated func lend<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result {
        try await body()
    }
}
