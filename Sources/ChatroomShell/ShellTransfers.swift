internal import Synchronization

/// The transfers of a shell, which go on while lines are typed.
final class ShellTransfers: Sendable {
    /// A transfer, to its end.
    typealias Job = @Sendable () async -> Void

    private let jobs: AsyncStream<Job>
    private let queue: AsyncStream<Job>.Continuation
    private let changes: AsyncStream<Void>
    private let change: AsyncStream<Void>.Continuation
    private let state = Mutex(State())

    private struct State {
        var last = 0
        var hasWarned = false
        var shown: [Int: String] = [:]
    }

    init() {
        (jobs, queue) = AsyncStream.makeStream()
        (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How far each transfer is, the oldest first.
    var shown: [String] { state.withLock { state in state.shown.sorted { $0.key < $1.key }.map(\.value) } }

    /// Whether the user is to be told, once, that leaving would cut a transfer.
    var isToBeWarned: Bool {
        state.withLock { state in
            defer { state.hasWarned = true }
            return !state.shown.isEmpty && !state.hasWarned
        }
    }

    /// Begins a transfer.
    ///
    /// - Parameter job: What to do, given what tells how far it is.
    func begin(_ job: @escaping @Sendable (_ show: @escaping @Sendable (String?) -> Void) async -> Void) {
        let number = state.withLock { state in
            state.last += 1
            state.shown[state.last] = "..."
            return state.last
        }
        queue.yield {
            await job { self.show($0 ?? "...", for: number) }
            self.show(nil, for: number)
        }
        change.yield()
    }

    /// Does what is begun, until its task is cancelled.
    ///
    /// - Parameter refresh: Shows the prompt as it is to be.
    func run(_ refresh: @escaping @Sendable () async -> Void) async {
        await withDiscardingTaskGroup { group in
            group.addTask { for await _ in self.changes { await refresh() } }
            for await job in jobs { group.addTask { await job() } }
        }
    }

    private func show(_ text: String?, for number: Int) {
        state.withLock { $0.shown[number] = text }
        change.yield()
    }
}
