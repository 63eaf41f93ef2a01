internal import ChatroomCore
internal import ChatroomWire
internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Opens a channel to a server: TCP and TLS, or a local socket, then frames and the request router.
struct ClientChannel: Sendable {
    let channel: NIOAsyncChannel<Event, PendingRequest>
    let router: NIOLoopBound<RequestRouter>
    /// What the server showed of itself; `nil` for a local socket; see ``SocketOwner``.
    let presented: ClientTLS.Presented?
    /// Holds the server's words back until it is trusted.
    let gate: NIOLoopBound<TrustGate>
    /// How far it came.
    let progress: RequestRouter.ProgressBox

    private struct Opened: Sendable {
        let channel: NIOAsyncChannel<Event, PendingRequest>
        let router: NIOLoopBound<RequestRouter>
        let gate: NIOLoopBound<TrustGate>
        let progress: RequestRouter.ProgressBox
        let presented: EventLoopFuture<ClientTLS.Presented>?
    }

    /// Connects; an attempt that is cancelled ends at once.
    ///
    /// Whoever is cancelled already and connects all the same, to leave things in order, means it.
    ///
    /// - Throws: ``ChatError`` with code `unreachable` or `protocol-mismatch`.
    static func open(
        _ address: ServerAddress, connectTimeout: Duration, requestTimeout: Duration
    ) async throws(ChatError) -> ClientChannel {
        let attempt = ConnectionAttempt()
        guard !Task.isCancelled else { return try await open(address, connectTimeout, requestTimeout, attempt) }
        do {
            return try await withTaskCancellationHandler {
                try await open(address, connectTimeout, requestTimeout, attempt)
            } onCancel: {
                attempt.cancel()
            }
        } catch {
            throw Task.isCancelled ? ChatError(connecting: CancellationError(), to: address) : ChatError(reply: error)
        }
    }

    private static func open(
        _ address: ServerAddress, _ connectTimeout: Duration, _ requestTimeout: Duration, _ attempt: ConnectionAttempt
    ) async throws(ChatError) -> ClientChannel {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(TimeAmount(connectTimeout))
            .channelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: 256 * 1024))
        do {
            let opened: Opened
            switch address {
            case .tcp(let host, let port):
                let tls = try ClientTLS()
                let initialize: @Sendable (any Channel) -> EventLoopFuture<Opened> = { channel in
                    channel.eventLoop.makeCompletedFuture {
                        attempt.add(channel)
                        try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
                        let presented = try tls.add(to: channel, host: host)
                        return try configure(channel, presented: presented, requestTimeout)
                    }
                }
                do {
                    opened = try await bootstrap.connect(host: host, port: port, channelInitializer: initialize)
                } catch let error as NIOConnectionError where host == "localhost" && error.connectionErrors.isEmpty {
                    // That is this machine even where no /etc/hosts says so (RFC 6761, section 6.3).
                    opened = try await bootstrap.connect(host: "127.0.0.1", port: port, channelInitializer: initialize)
                }
            case .unix(let path):
                opened = try await bootstrap.connect(to: SocketAddress(SocketPath.address(path))) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        attempt.add(channel)
                        return try configure(channel, presented: nil, requestTimeout)
                    }
                }
            }
            let handshakeLimit = opened.channel.channel.eventLoop.scheduleTask(in: TimeAmount(connectTimeout)) {
                opened.channel.channel.close(promise: nil)
            }
            defer { handshakeLimit.cancel() }
            do {
                return ClientChannel(
                    channel: opened.channel, router: opened.router, presented: try await opened.presented?.get(),
                    gate: opened.gate, progress: opened.progress)
            } catch {
                // A channel that is never executed stays open, or traps when it goes.
                try? await opened.channel.executeThenClose { _, _ in }
                throw error
            }
        } catch {
            throw ChatError(connecting: error, to: address)
        }
    }

    private static func configure(
        _ channel: any Channel, presented: EventLoopFuture<ClientTLS.Presented>?, _ requestTimeout: Duration
    ) throws -> Opened {
        let progress = RequestRouter.ProgressBox()
        let router = RequestRouter(requestTimeout: TimeAmount(requestTimeout), progress: progress)
        let gate = TrustGate()
        try channel.pipeline.syncOperations.addHandlers([
            gate,
            ByteToMessageHandler(FrameDecoder(limit: 2 * Frame.limit), maximumBufferSize: 4 * Frame.limit), router,
        ])
        let wrapped = try NIOAsyncChannel<Event, PendingRequest>(
            wrappingChannelSynchronously: channel,
            configuration: .init(backPressureStrategy: .init(lowWatermark: 256, highWatermark: 1024)))
        return Opened(
            channel: wrapped, router: NIOLoopBound(router, eventLoop: channel.eventLoop),
            gate: NIOLoopBound(gate, eventLoop: channel.eventLoop), progress: progress,
            presented: presented)
    }

    /// Lets the server talk.
    func letTalk() {
        let gate = gate
        channel.channel.eventLoop.execute { gate.value.open() }
    }

    /// Who listens at a local socket.
    ///
    /// - Throws: What the kernel answers.
    func peer() async throws -> SocketOwner.ID {
        guard let options = channel.channel as? any SocketOptionProvider else {
            throw ChatError(.internalError, "no socket to ask about its peer")
        }
        let credentials: PeerCredentials = try await options.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED)
        ).get()
        return credentials.user
    }

    /// `struct ucred` of unix(7).
    private struct PeerCredentials {
        var process: Int32 = 0
        var user: UInt32 = 0
        var group: UInt32 = 0
    }
}

extension ChatError {
    /// Says in a few words why a server could not be reached.
    init(connecting error: any Error, to address: ServerAddress) {
        if let error = error as? ChatError, error.code != .unreachable {
            self = error
            return
        }
        if Self.isOtherProtocol(error) {
            self.init(
                .protocolMismatch, "cannot talk to \(address) (no TLS 1.3 there)", hint: "Is that a chatroom server?")
            return
        }
        self.init(
            .unreachable, "cannot reach \(address) (\(Self.reason(error)))",
            hint: "Is 'chatroom serve' running there?")
    }

    /// Whether the other end answered, and not with TLS 1.3; one that hung up may do better the next time.
    private static func isOtherProtocol(_ error: any Error) -> Bool {
        switch error {
        case NIOSSLError.handshakeFailed(.sslError(let stack)): stack != [.eofDuringHandshake]
        case is BoringSSLError: true
        default: false
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as ChatError: return error.message
        case let error as IOError: return String(cString: strerror(error.errnoCode)).asciiLowercased
        case let error as NIOConnectionError:
            if let last = error.connectionErrors.last { return reason(last.error) }
            return error.dnsAAAAError == nil && error.dnsAError == nil ? "no address" : "no such host"
        case ChannelError.connectTimeout: return "timed out"
        case is CancellationError: return "no answer so far"
        case NIOSSLError.handshakeFailed(.sslError(let stack)) where stack == [.eofDuringHandshake]:
            return "it hung up, perhaps because of too many connections from here"
        case is NIOSSLError: return "the TLS handshake was cut short"
        default: return "\(error)"
        }
    }
}
