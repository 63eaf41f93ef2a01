internal import ChatroomCore
internal import NIOCore

/// Everything that a measurement is the difference of, read in one go on the connections' event loop.
struct FanoutReading: Sendable {
    let time = NIODeadline.now()
    let sent: Int
    let acknowledged: Int
    let deliveries: Int
    let latencies: LatencyHistogram
    let server: ProcessUsage
    let client: ProcessUsage
    let machine: MachineUsage

    init(_ state: FanoutState, _ sender: Sender, server pid: Int32) throws(ChatError) {
        sent = state.window.sent
        acknowledged = sender.acknowledged
        deliveries = state.window.deliveries
        latencies = state.window.latencies
        server = try ProcessUsage(of: pid)
        client = try ProcessUsage(of: ProcessUsage.ownPID)
        machine = try MachineUsage()
    }
}
