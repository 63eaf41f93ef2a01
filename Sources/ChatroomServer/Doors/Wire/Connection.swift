internal import ChatroomCore
internal import ChatroomWire
internal import Logging
internal import NIOCore

/// One connection from its first frame to its end: requests in order in this task, stored messages in a child task,
/// live messages on the event loop.
struct Connection {
    let channel: NIOAsyncChannel<ClientFrame, ByteBuffer>
    let peer: WirePeer
    let behind: AsyncStream<Conversation.ID>
    let services: Services

    /// Serves the connection; whatever goes wrong ends this connection only.
    func run() async {
        do {
            try await channel.executeThenClose { inbound, _ in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        do {
                            try await CatchUp(
                                store: services.engines.log, reader: peer, encoder: WireOutlet.encode
                            ).run(behind)
                        } catch let error as ChatError {
                            // A follower whose messages cannot be read must not wait for them for ever.
                            peer.part(.now(error))
                        }
                    }
                    do {
                        try await serve(inbound)
                    } catch {
                        await services.writer.drain(peer)
                        throw error
                    }
                    await services.writer.drain(peer)
                    group.cancelAll()
                }
            }
        } catch {
            services.logger.debug("connection ended", metadata: ["connection": "\(peer.id)", "why": "\(error)"])
        }
        await services.registry.remove(peer.id)
        await services.queues.release(peer.id)
    }

    private func serve(_ requests: NIOAsyncChannelInboundStream<ClientFrame>) async throws {
        try await services.registry.admit(peer, at: services.clock.now())
        var desk = Desk(services: services, peer: peer)
        do {
            try await answer(requests, &desk)
        } catch {
            await desk.close()
            throw error
        }
        await desk.close()
    }

    private func answer(
        _ requests: NIOAsyncChannelInboundStream<ClientFrame>, _ desk: inout Desk
    ) async throws {
        for try await request in requests {
            // A peer that does not read its answers gets no more of them.
            try await peer.waitUntilWritable()
            // Whose login was revoked gets nothing done of what was read before.
            if !peer.isEnded { await peer.take(request, at: &desk) }
            peer.answered()
            guard !desk.isExhausted else {
                peer.part(.now(ChatError(.wrongCredentials, "too many failed logins")))
                return
            }
        }
    }
}
