import ChatroomClient
import NIOCore
import NIOPosix
import Synchronization

/// A TCP proxy on 127.0.0.1 that cuts connections after so many bytes, and whose other end a test may move.
final class CutProxy: Sendable {
    /// What becomes of connections.
    struct Plan: Sendable {
        /// The port where the next connections lead.
        var port: Int
        /// After how many bytes, both ways together, each of the next connections is cut; none is when all are used.
        var cuts: [Int] = []
        /// How many connections there were.
        var connections = 0
        /// How many of them were cut.
        var cut = 0
        fileprivate var live: [any Channel] = []
    }

    /// The port that it listens on.
    let port: Int
    private let listener: any Channel
    private let shared: Book

    /// The plan, which a test may change.
    final class Book: Sendable {
        let plan: Mutex<Plan>
        init(_ plan: Plan) { self.plan = Mutex(plan) }
    }

    /// Runs something while a proxy runs.
    static func with<Result>(
        to port: Int, cuts: [Int] = [], _ body: (CutProxy) async throws -> Result
    ) async throws -> Result {
        let shared = Book(Plan(port: port, cuts: cuts))
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { client in connect(client, shared) }
            .bind(host: "127.0.0.1", port: 0).get()
        let proxy = CutProxy(listener: listener, shared: shared)
        do {
            let result = try await body(proxy)
            try await proxy.close()
            return result
        } catch {
            try await proxy.close()
            throw error
        }
    }

    private init(listener: any Channel, shared: Book) {
        self.listener = listener
        self.shared = shared
        port = listener.localAddress?.port ?? 0
    }

    /// Where clients connect to.
    var address: ServerAddress { .tcp(host: "127.0.0.1", port: port) }

    /// Reads or changes the plan.
    func withPlan<Result: Sendable>(_ body: (inout Plan) -> Result) -> Result { shared.plan.withLock { body(&$0) } }

    /// Cuts every connection that there is.
    func cutAll() {
        let live = withPlan { plan in
            defer { plan.live = [] }
            return plan.live
        }
        for channel in live { channel.close(promise: nil) }
    }

    private func close() async throws {
        try await listener.close()
        cutAll()
    }

    private static func connect(_ client: any Channel, _ shared: Book) -> EventLoopFuture<Void> {
        let (port, limit) = shared.plan.withLock { plan in
            plan.connections += 1
            plan.live.append(client)
            return (plan.port, plan.cuts.isEmpty ? Int.max : plan.cuts.removeFirst())
        }
        // Both ends on one loop, so that they need no lock.
        return ClientBootstrap(group: client.eventLoop)
            .connect(host: "127.0.0.1", port: port)
            .flatMapThrowing { server in
                let budget = Budget(limit, shared)
                try client.pipeline.syncOperations.addHandler(Relay(to: server, budget))
                try server.pipeline.syncOperations.addHandler(Relay(to: client, budget))
            }
    }
}

/// How many bytes a connection may still carry.
private final class Budget {
    var left: Int
    let shared: CutProxy.Book

    init(_ limit: Int, _ shared: CutProxy.Book) {
        left = limit
        self.shared = shared
    }
}

/// Hands bytes to the other end.
private final class Relay: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let partner: any Channel
    private let budget: Budget

    init(to partner: any Channel, _ budget: Budget) {
        self.partner = partner
        self.budget = budget
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        guard budget.left > 0, let part = bytes.readSlice(length: min(bytes.readableBytes, budget.left)) else { return }
        budget.left -= part.readableBytes
        let isCut = budget.left == 0
        if isCut { budget.shared.plan.withLock { $0.cut += 1 } }
        let (own, partner) = (NIOLoopBound(context, eventLoop: context.eventLoop), partner)
        partner.writeAndFlush(part).whenComplete { result in
            if case .success = result, !isCut { return }
            own.value.close(promise: nil)
            partner.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        partner.close(promise: nil)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
