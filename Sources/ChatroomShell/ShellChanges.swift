internal import ChatroomCore
internal import Synchronization

/// The edits that arrive while a person looks: each is shown at once, or folded with others of the same message.
final class ShellChanges: Sendable {
    private let fold = Mutex(EditFold())
    private let news: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init() { (news, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    /// Takes a change; whether to show it now.
    func take(_ message: Message, in target: Target) -> Bool {
        let isDue = fold.withLock { $0.take(message, in: target, now: .now) }
        if !isDue { bell.yield() }
        return isDue
    }

    /// Shows what was folded when it is due, until the task is cancelled.
    func run(_ show: @Sendable (EditFold.Held) async throws -> Void) async throws {
        for await _ in news {
            while let next = fold.withLock({ $0.next }) {
                try await ContinuousClock().sleep(until: next)
                for held in fold.withLock({ $0.due(.now) }) { try await show(held) }
            }
        }
    }
}
