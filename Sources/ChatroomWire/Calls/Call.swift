public import ChatroomCore

/// Something that a client asks of a server: what it carries, and what is answered.
///
/// A call is a file of its own in `Calls/` and has its place in ``Request``, the list of all.
public protocol Call: Sendable {
    /// What the server answers when it grants it.
    associatedtype Answer: Sendable

    /// The verb, as logs name it.
    var verb: String { get }
    /// The call as one of all requests.
    var request: Request { get }
    /// What a frame holds as the answer.
    static func content(of answer: Answer) -> ReplyContent
    /// Reads an answer.
    ///
    /// - Throws: ``ChatError`` when it is none to this call, or holds what cannot be.
    static func answer(in content: ReplyContent) throws(ChatError) -> Answer
    /// Refuses an answer that does not go with what was asked.
    ///
    /// - Throws: ``ChatError`` with code `protocol-violation`.
    func check(_ answer: Answer) throws(ChatError)
}

extension Call {
    /// Takes every answer that can be read.
    public func check(_ answer: Answer) throws(ChatError) {}

    /// Reads the answer to this call.
    ///
    /// - Throws: ``ChatError`` with code `protocol-violation`: what is wrong with an answer is the server's fault, never
    ///   that of what the user asked for.
    public func answer(from content: ReplyContent) throws(ChatError) -> Answer {
        do throws(ChatError) {
            let answer = try Self.answer(in: content)
            try check(answer)
            return answer
        } catch {
            throw ChatError(.protocolViolation, error.message)
        }
    }
}

/// The answer to a call of which there is no more to say than that it is done.
public struct Done: Sendable, Equatable {
    /// Makes an answer.
    public init() {}
}

extension Call where Answer == Done {
    /// Writes the answer.
    public static func content(of answer: Done) -> ReplyContent { .done }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> Done {
        guard case .done = content.wire else { throw .unfitting }
        return Done()
    }
}

extension ChatError {
    /// The server answered something else than what was asked.
    public static let unfitting = ChatError(.protocolViolation, "the server's answer does not fit the request")
}
