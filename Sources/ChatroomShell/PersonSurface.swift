internal import Synchronization

/// A person's terminal, whose lines are kept for the next time.
struct PersonSurface: ShellSurface {
    let editor: LineEditor
    let files: ShellFiles
    /// Whether lines are kept.
    let isKept: @Sendable () -> Bool

    var isInteractive: Bool { true }

    /// The line that was taken last and is not kept yet.
    private let taken = TakenLine()

    init(editor: LineEditor, files: ShellFiles, isKept: @escaping @Sendable () -> Bool) {
        (self.editor, self.files, self.isKept) = (editor, files, isKept)
    }

    func next() async throws -> ShellInput {
        // What was typed is done before it is kept, for a disk may take its time.
        await keepTaken()
        let input = await editor.next()
        if case .line(let line) = input, isKept() { taken.line.withLock { $0 = line } }
        return input
    }

    private func keepTaken() async {
        guard let line = taken.line.withLock({ $0.take() }) else { return }
        // A disk that is full is no reason not to chat.
        try? await files.add(line)
    }

    func print(_ bytes: [UInt8]) async throws { await editor.print(bytes) }

    func show(_ rows: ShellView.Rows) async -> Bool { await editor.show(rows) }

    func signal(_ bytes: [UInt8]) async { await editor.signal(bytes) }

    func setTitle(_ title: String) async { await editor.setTitle(title) }

    func clear() async { await editor.clear() }

    func post(_ bytes: [UInt8]) { editor.post(bytes) }

    func setPrompt(_ prompt: String) async { await editor.setPrompt(prompt) }

    func withdraw() async -> [String] { await editor.withdraw() }

    func close() async {
        await editor.close()
        await keepTaken()
        guard isKept() else { return }
        for line in await editor.withdraw() { try? await files.add(line) }
    }

    func interruptible(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let interruptions = await editor.interruptions()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await body()
                return true
            }
            group.addTask {
                for await _ in interruptions { return false }
                return false
            }
            defer { group.cancelAll() }
            while let isDone = try await group.next(), !isDone {
                try Task.checkCancellation()
                group.cancelAll()
            }
        }
    }

    func lend<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result {
        await editor.beginLending()
        do {
            let result = try await body()
            await editor.endLending()
            return result
        } catch {
            await editor.endLending()
            throw error
        }
    }
}

/// A line, until it is kept.
private final class TakenLine: Sendable {
    let line = Mutex<String?>(nil)
}
