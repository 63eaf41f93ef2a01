public import ChatroomWire

/// A way to ask a server: a connection, or a client that makes one for each question.
public protocol Uplink: Sendable {
    /// Asks and waits for the answer.
    ///
    /// - Parameter call: What to ask.
    /// - Returns: The answer.
    /// - Throws: `ChatError`: the server's refusal, or why there is no answer.
    func ask<C: Call>(_ call: C) async throws -> C.Answer
}
