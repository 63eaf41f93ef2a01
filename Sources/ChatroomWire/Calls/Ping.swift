public import ChatroomCore

/// A sign of life, or a question whether the server can do its work.
public struct Ping: Sendable, Equatable {
    /// Whether to be told if the server can store.
    public let asksReadiness: Bool

    /// Makes a request.
    public init(asksReadiness: Bool = false) { self.asksReadiness = asksReadiness }

    init(_ wire: PBPing) { self.init(asksReadiness: wire.ready) }

    var wire: PBPing { .with { $0.ready = asksReadiness } }
}

/// The server's answer to ``Ping``.
public struct Pong: Sendable, Equatable {
    /// Whether it can store; `nil` when that was not asked, or the server is of a version that does not tell.
    public let isReady: Bool?

    /// Makes an answer.
    public init(isReady: Bool?) { self.isReady = isReady }
}

extension Ping: Call {
    /// The verb.
    public var verb: String { "ping" }
    /// One of all requests.
    public var request: Request { .ping(self) }

    /// Writes the answer; one that tells nothing is what clients of every version know.
    public static func content(of answer: Pong) -> ReplyContent {
        guard let isReady = answer.isReady else { return .done }
        return ReplyContent(.pong(.with { $0.ready = isReady }))
    }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> Pong {
        switch content.wire {
        case .pong(let wire): return Pong(isReady: wire.ready)
        case .done: return Pong(isReady: nil)
        default: throw .unfitting
        }
    }
}
