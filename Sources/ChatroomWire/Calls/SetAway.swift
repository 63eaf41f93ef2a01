internal import ChatroomCore

/// A request to tell others why the user is away.
public struct SetAway: Sendable, Equatable {
    /// Why; `nil` for being back.
    public let text: String?

    /// Makes a request.
    public init(text: String?) { self.text = text }

    init(_ wire: PBSetAway) throws(ChatError) {
        guard wire.text.utf8.count <= PresentUser.awayLimit else {
            throw ChatError(.tooLarge, "why one is away is told in at most \(PresentUser.awayLimit) bytes")
        }
        self.init(text: wire.text.isEmpty ? nil : wire.text)
    }

    var wire: PBSetAway { .with { $0.text = text ?? "" } }
}

extension SetAway: Call {
    /// The verb.
    public var verb: String { "set-away" }
    /// One of all requests.
    public var request: Request { .setAway(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
}
