internal import ChatroomCore
internal import Synchronization

/// One connection that several uses have one after the other or side by side, until all of them are done.
///
/// It is made when the first one wants it, and again when it was lost. Its events go to the first that follows
/// something; another that does so needs a connection of its own. A use that is cancelled may still put things in order
/// over it: it is closed by ``finish()`` alone.
final class HeldConnection: Sendable {
    /// Makes a connection, which is closed when the body returns.
    typealias Opening =
        @Sendable (_ body: @escaping @Sendable (ChatConnection) async throws -> Void) async throws -> Void
    private typealias Waiter = CheckedContinuation<Result<ChatConnection?, any Error>, Never>

    private struct State {
        var current: ChatConnection?
        /// Whether somebody has the events of the current connection.
        var isFollowed = false
        var isOpening = false
        /// Whether no connection is made any more.
        var isEnded = false
        var waiters: [(waiter: Waiter, follows: Bool)] = []
        /// Gives up the attempt that is under way.
        var giveUp: AsyncStream<Void>.Continuation?
        /// Closes the current connection.
        var release: CheckedContinuation<Void, Never>?

        /// Lends a connection; its events only once.
        mutating func lend(_ connection: ChatConnection, toFollow follows: Bool) -> ChatConnection? {
            guard follows else { return connection }
            defer { isFollowed = true }
            return isFollowed ? nil : connection
        }
    }

    private let state = Mutex(State())
    private let (wishes, wish) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// The connection, as soon as there is one.
    ///
    /// - Parameter follows: Whether its events are wanted.
    /// - Returns: `nil` when there is none to be lent: somebody else has its events, or none is made any more.
    /// - Throws: Why there is none; when the task is cancelled, why the attempt that was under way failed.
    func connection(toFollow follows: Bool) async throws -> ChatConnection? {
        let result: Result<ChatConnection?, any Error> = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let ready: ChatConnection?? = state.withLock { state in
                    if state.isEnded { return .some(nil) }
                    if let current = state.current, current.isAlive {
                        return .some(state.lend(current, toFollow: follows))
                    }
                    state.waiters.append((waiter, follows))
                    guard !state.isOpening else { return .none }
                    state.isOpening = true
                    // What was lost makes room first.
                    state.release?.resume()
                    state.release = nil
                    wish.yield()
                    return .none
                }
                if let ready { waiter.resume(returning: .success(ready)) }
            }
        } onCancel: {
            state.withLock { if $0.isOpening { $0.giveUp?.finish() } }
        }
        return try result.get()
    }

    /// Makes connections as they are wanted, until ``finish()`` or the end of the task.
    func run(_ open: @escaping Opening) async {
        for await _ in wishes { await hold(open) }
        let waiters = state.withLock { state in
            state.isEnded = true
            defer { state.waiters = [] }
            return state.waiters.map(\.waiter)
        }
        for waiter in waiters { waiter.resume(returning: .success(nil)) }
    }

    /// Ends the connection, and the making of others.
    func finish() {
        wish.finish()
        state.withLock { state in
            state.isEnded = true
            state.giveUp?.finish()
            state.release?.resume()
            state.release = nil
        }
    }

    /// Makes one connection and holds it until it is released.
    private func hold(_ open: @escaping Opening) async {
        let (ends, giveUp) = AsyncStream.makeStream(of: Void.self)
        state.withLock { $0.giveUp = giveUp }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let isOpened = Mutex(false)
                do {
                    try await open { connection in
                        isOpened.withLock { $0 = true }
                        await self.lend(connection)
                    }
                } catch {
                    if !isOpened.withLock({ $0 }) { self.fail(error) }
                }
            }
            group.addTask { for await _ in ends {} }
            await group.next()
            group.cancelAll()
        }
        state.withLock { state in
            (state.giveUp, state.current) = (nil, nil)
        }
    }

    /// Lends a new connection to all who wait; returns when it is released.
    private func lend(_ connection: ChatConnection) async {
        await withCheckedContinuation { release in
            let lent: [(Waiter, ChatConnection?)] = state.withLock { state in
                (state.current, state.isFollowed, state.isOpening) = (connection, false, false)
                let waiters = state.waiters
                state.waiters = []
                if state.isEnded { release.resume() } else { state.release = release }
                return waiters.map { ($0.waiter, state.lend(connection, toFollow: $0.follows)) }
            }
            for (waiter, connection) in lent { waiter.resume(returning: .success(connection)) }
        }
    }

    /// Tells all who wait why there is no connection.
    private func fail(_ error: any Error) {
        let waiters = state.withLock { state in
            defer { (state.waiters, state.isOpening) = ([], false) }
            return state.waiters.map(\.waiter)
        }
        for waiter in waiters { waiter.resume(returning: .failure(error)) }
    }
}
