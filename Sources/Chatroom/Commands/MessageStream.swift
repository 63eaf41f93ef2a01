internal import ChatroomClient
internal import ChatroomCore

/// Prints messages as they come, each out of the program before it counts as dealt with.
struct MessageStream {
    let context: CommandContext
    let client: ChatClient
    let follows: [Follow]
    let format: FormatOptions

    /// Follows until enough came, the time is over, or it is interrupted.
    ///
    /// - Parameters:
    ///   - count: How many messages are enough; `nil` for no end.
    ///   - limit: How long to wait; `nil` for ever.
    ///   - isAnnounced: Whether a person is told that messages are waited for.
    /// - Throws: `ChatError` with code `waited-in-vain` or `interrupted`, and what following and printing throw.
    func run(count: Int?, limit: Duration?, isAnnounced: Bool) async throws {
        try await Interruption.guarding(for: limit) {
            let printer = Printer()
            var renderer = format.renderer(context, reader: try context.storedLogin()?.user)
            var printed = 0
            var bytes: [UInt8] = []
            try await LogFollower(client: client, follows: follows).run(
                onStatus: { context.tell($0) },
                onFollowing: {
                    let names = follows.map(\.target.description).joined(separator: ", ")
                    if isAnnounced { context.diagnostics.aside("listening to \(names); Ctrl-C ends it") }
                },
                take: { delivery in
                    bytes.removeAll(keepingCapacity: true)
                    renderer.append(delivery.message, in: delivery.target, to: &bytes)
                    try await printer.write(bytes)
                    printed += 1
                    return printed == count ? .stop : .next
                })
        }
    }
}
