internal import ChatroomCore
internal import ChatroomWire
internal import Logging
internal import NIOCore

/// One connection from its first frame to its end: requests in order in this task, stored messages in a child task,
/// live messages on the event loop.
struct Connection {
    let channel: NIOAsyncChannel<ClientFrame, ByteBuffer>
    let handle: ConnectionHandle
    let behind: AsyncStream<Conversation.ID>
    let services: Services

    /// Serves the connection; whatever goes wrong ends this connection only.
    func run() async {
        do {
            try await channel.executeThenClose { inbound, _ in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        do {
                            try await CatchUp(store: services.engines.log, connection: handle).run(behind)
                        } catch let error as ChatError {
                            // A follower whose messages cannot be read must not wait for them for ever.
                            handle.close(error)
                        }
                    }
                    do {
                        try await serve(inbound)
                    } catch {
                        await services.writer.drain(handle)
                        throw error
                    }
                    await services.writer.drain(handle)
                    group.cancelAll()
                }
            }
        } catch {
            services.logger.debug("connection ended", metadata: ["connection": "\(handle.id)", "why": "\(error)"])
        }
        await services.registry.remove(handle.id)
        await services.queues.release(handle.id)
    }

    private func serve(_ requests: NIOAsyncChannelInboundStream<ClientFrame>) async throws {
        try await services.registry.admit(handle, at: services.clock.now())
        var dispatcher = Dispatcher(services: services, connection: handle)
        do {
            try await answer(requests, &dispatcher)
        } catch {
            await dispatcher.close()
            throw error
        }
        await dispatcher.close()
    }

    private func answer(
        _ requests: NIOAsyncChannelInboundStream<ClientFrame>, _ dispatcher: inout Dispatcher
    ) async throws {
        for try await request in requests {
            // A peer that does not read its answers gets no more of them.
            try await handle.waitUntilWritable()
            // Whose login was revoked gets nothing done of what was read before.
            let mayGoOn = handle.isEnded ? true : await dispatcher.handle(request)
            handle.answered()
            guard mayGoOn else {
                handle.close(ChatError(.wrongCredentials, "too many failed logins"))
                return
            }
        }
    }
}
