internal import ChatroomCore
internal import GRDB

extension SQLiteStore {
    /// Checks that a conversation's log is as it was written: without a gap, each link of its chain right, its end where
    /// it was noted, and what is derived from it as it follows.
    ///
    /// Reads the whole log in short pieces, so it disturbs nobody and sees what is appended while it runs.
    ///
    /// - Parameter conversation: The conversation.
    /// - Returns: The seq of the first message that is wrong or missing; `nil` when all is right.
    /// - Throws: ``ChatError`` with code `storage`.
    func verifyChain(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq? {
        var after: Message.Seq = 0
        while true {
            let verified = try await verifyChain(of: conversation, after: after)
            if let broken = verified.broken { return broken }
            guard verified.through > after, verified.through < verified.head else { return nil }
            after = verified.through
        }
    }

    /// Checks a piece of a conversation's log, at most some twenty thousand entries.
    ///
    /// - Parameters:
    ///   - conversation: The conversation.
    ///   - seq: The last entry of the piece before, whose link is taken for right; 0 begins.
    /// - Returns: How far it came.
    /// - Throws: ``ChatError`` with code `storage`.
    func verifyChain(
        of conversation: Conversation.ID, after seq: Message.Seq
    ) async throws(ChatError) -> Verified {
        let begin = try await read { db in try ChainWalk(conversation, after: seq, in: db) }
        guard var walk = begin else {
            return Verified(
                through: seq, broken: seq, head: max(seq, try await head(of: conversation)),
                problem: "it is not there any more")
        }
        for _ in 0..<20 where !walk.isOver {
            let from = walk
            walk = try await read { db in try from.advanced(by: HistoryQuery.largestPage, in: db) }
        }
        return Verified(
            through: walk.seq, broken: walk.problem?.seq, head: try await head(of: conversation),
            problem: walk.problem?.text)
    }
}

/// What is wrong with an entry of a log.
struct LogProblem: Error, Equatable {
    let seq: Message.Seq
    /// A line for people, without the seq.
    let text: String
}
