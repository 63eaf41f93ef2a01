import ChatroomCore
import ChatroomWire
import NIOCore
import NIOEmbedded
import Testing

@testable import ChatroomServer

/// What a connection does as time goes by, on a loop whose time the test moves.
struct ConnectionHandlerTests {
    private let loop = EmbeddedEventLoop()
    private let channel: EmbeddedChannel
    private let handler: ConnectionHandler
    private let limits = Limits()
    private let backlog = RequestBacklog()

    init() throws {
        channel = EmbeddedChannel(loop: loop)
        let (_, continuation) = AsyncStream.makeStream(of: Conversation.ID.self)
        let decoder = RequestDecoder(limit: Frame.limitBeforeLogin, bodyLimit: limits.bodyBytes)
        handler = ConnectionHandler(
            rooms: LoopRooms(loop: loop), limits: limits, decoder: decoder, backlog: backlog, behind: continuation)
        try channel.pipeline.syncOperations.addHandlers([ByteToMessageHandler(decoder), handler])
        try channel.connect(to: try SocketAddress(ipAddress: "192.0.2.1", port: 1)).wait()
    }

    @Test func whoDoesNotLogInInTimeIsTold() throws {
        loop.advanceTime(by: .seconds(9))
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
        #expect(try farewell()?.code == .timedOut)
    }

    @Test func whoIsLoggedInMayStayAsLongAsItGivesSignsOfLife() throws {
        handler.loggedIn()
        for _ in 0..<20 {
            loop.advanceTime(by: .seconds(40))
            try write(.ping)
        }
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(61))
        #expect(!channel.isActive)
        #expect(try farewell()?.code == .timedOut)
    }

    @Test func aPeerThatSendsFasterThanItIsServedIsReadNoFurther() throws {
        let reads = ReadCounter()
        try channel.pipeline.syncOperations.addHandler(reads, position: .first)
        handler.loggedIn()
        let chunk = FileChunk(
            file: try FileID("f_0123456789"), offset: 0, bytes: ByteBuffer(repeating: 7, count: Attachment.chunkSize))
        let frame = ClientFrame(id: 1, request: .putChunk(chunk))
        let count = RequestBacklog.limit / Attachment.chunkSize
        for _ in 0..<count { try write(frame.request.get()) }
        channel.read()
        #expect(reads.count == 1)
        try write(frame.request.get())
        channel.read()
        #expect(reads.count == 1)
        #expect(backlog.removeFirst())
        handler.readOn()
        #expect(reads.count == 2)
        #expect(!backlog.removeFirst())
        handler.readOn()
        #expect(reads.count == 2)
    }

    @Test(arguments: ["hello", "away", "login", "password", "unknown"])
    func everyRequestWeighsWhatItsFrameDoes(verb: String) throws {
        let reads = ReadCounter()
        try channel.pipeline.syncOperations.addHandler(reads, position: .first)
        handler.loggedIn()
        // Nearly as long as they may be.
        let long = String(repeating: "x", count: 3900)
        let request: Request? =
            switch verb {
            case "hello": .hello(Hello(versions: Array(repeating: 1, count: 3900), client: "x"))
            case "away": .setAway(long)
            case "login": .login(Login(.password(name: long, password: "x", label: "x")))
            case "password": .changePassword(ChangePassword(old: long, new: "x"))
            default: nil
            }
        let count = 800
        for _ in 0..<count {
            if let request {
                try write(request)
            } else {
                // A field that no version knows.
                var bytes: [UInt8] = [0x08, 1, 0xFA, 0x3F, 0xBC, 0x1E]
                bytes += [UInt8](repeating: 7, count: 3900)
                var frame = ByteBuffer(integer: UInt32(bytes.count))
                frame.writeBytes(bytes)
                try channel.writeInbound(frame)
            }
        }
        channel.read()
        #expect(reads.count == 0 && backlog.isFull)
        #expect((0..<count).contains { _ in backlog.removeFirst() })
        handler.readOn()
        #expect(reads.count == 1)
    }

    @Test func whoLogsOutHasTheTimeOfALoginAgain() throws {
        handler.loggedIn()
        loop.advanceTime(by: .seconds(20))
        handler.loggedOut()
        loop.advanceTime(by: .seconds(9))
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func aPeerThatTakesNoFarewellIsClosedAllTheSame() throws {
        // As TLS does before its handshake, this keeps what is written.
        try channel.pipeline.syncOperations.addHandler(WriteKeeper(), position: .first)
        handler.close(ChatError(.notLoggedIn, "revoked"))
        loop.run()
        #expect(channel.isActive)
        loop.advanceTime(by: ConnectionHandler.farewellTime)
        #expect(!channel.isActive)
    }

    @Test func nothingIsReadNorDeliveredAfterTheFarewell() throws {
        try channel.pipeline.syncOperations.addHandler(WriteKeeper(), position: .first)
        handler.loggedIn()
        let following = Following(conversation: Sample.conversation, position: 0, head: 0)
        try handler.follow(following, reply: ByteBuffer())
        handler.close(ChatError(.notLoggedIn, "revoked"))
        #expect(handler.position(in: Sample.conversation) == nil)
        #expect(throws: ChatError.self) { try handler.follow(following, reply: ByteBuffer()) }
        try write(.who(Who()))
        #expect(try channel.readInbound(as: ClientFrame.self) == nil)
        loop.advanceTime(by: ConnectionHandler.farewellTime)
    }

    @Test func drainingTellsOnceAndTakesNoMoreRequests() throws {
        handler.drain(ChatError(.shuttingDown, "bye"))
        handler.drain(ChatError(.shuttingDown, "bye"))
        try write(.who(Who()))
        #expect(try channel.readInbound(as: ClientFrame.self) == nil)
        #expect(try farewell()?.code == .shuttingDown)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        #expect(channel.isActive)
    }

    private func write(_ request: Request) throws {
        var buffer = ByteBuffer()
        try ClientFrame(id: 1, request: request).encode(into: &buffer)
        try channel.writeInbound(buffer)
    }

    private func farewell() throws -> ChatError? {
        guard var bytes = try channel.readOutbound(as: ByteBuffer.self),
            let frame = try FrameDecoder(limit: Frame.limit).decode(buffer: &bytes),
            case .event(.goingAway(let reason))? = try ServerFrame.decode(frame)
        else { return nil }
        return reason
    }
}

/// Keeps what is written until the channel goes.
private final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    private(set) var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }
}

private final class WriteKeeper: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    private var kept: [EventLoopPromise<Void>] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if let promise { kept.append(promise) }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        for promise in kept { promise.fail(ChannelError.ioOnClosedChannel) }
        kept = []
        context.close(mode: mode, promise: promise)
    }
}
