internal import ChatroomCore
internal import NIOCore

/// The first thing that went wrong in a measurement; confined to its event loop.
final class FailureBox {
    /// What it was.
    private(set) var first: ChatError?

    /// Notes that something went wrong; what follows from it is not kept.
    func note(_ error: ChatError) { if first == nil { first = error } }
}
