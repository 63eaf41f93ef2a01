internal import ChatroomCore
internal import NIOCore

/// One peer's end of its subscriptions on an event loop, to which it is confined.
protocol SliceReader: AnyObject {
    /// Whether the peer has taken enough of what was written.
    var isWritable: Bool { get }
    /// Writes whole frames.
    func write(_ frames: ByteBuffer)
    /// Has a tail keep bytes for a subscription in place of those that it kept, unless that makes too many for one peer.
    ///
    /// - Returns: Whether they are to be kept; if not, none are.
    func keeps(_ bytes: Int, insteadOf kept: Int) -> Bool
    /// Asks for stored messages of a conversation to be read.
    func fellBehind(_ conversation: Conversation.ID)
}

/// The same peer as the task that reads the store for it sees it.
protocol PageTaker: Sendable {
    /// The position after which a subscription lacks stored messages; `nil` when there is none any more.
    func position(in conversation: Conversation.ID) async throws -> Message.Seq?
    /// Waits until the peer has taken enough of what was written.
    ///
    /// - Throws: When the peer goes first.
    func waitUntilWritable() async throws
    /// Hands over what the store had after a position.
    ///
    /// - Returns: Whether the store must be read again.
    func caughtUp(
        _ page: EncodedRun?, after position: Message.Seq, in conversation: Conversation.ID, hasMore: Bool
    ) async throws -> Bool
}
