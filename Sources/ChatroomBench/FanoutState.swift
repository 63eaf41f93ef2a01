internal import NIOCore

/// What the connections of one ``FanoutRun`` share; confined to their event loop.
final class FanoutState {
    /// What is sent and delivered.
    var window: DeliveryWindow
    /// What went wrong.
    let failures = FailureBox()
    /// Called when there is room to send again.
    var onRoom: () -> Void = {}

    init(window: DeliveryWindow) { self.window = window }
}
