internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore

/// A connection that asks and is answered, any number of requests at a time; confined to its event loop.
final class Caller: BenchConnection {
    private let loop: any EventLoop
    private var waiting: [UInt64: EventLoopPromise<ReplyContent>] = [:]

    /// Makes the end of a connection that logs in with a token.
    init(token: Token.Secret, on loop: any EventLoop) {
        self.loop = loop
        super.init(
            greeting: [.hello(Hello(client: "chatroom-bench")), .login(Login(.token(token)))],
            failures: FailureBox(), on: loop)
    }

    /// Asks; what is refused ends the connection.
    func ask(_ requests: [Request]) -> [EventLoopFuture<ReplyContent>] {
        var buffer = ByteBuffer()
        let replies = requests.map { request in
            let promise = loop.makePromise(of: ReplyContent.self)
            do throws(ChatError) {
                waiting[try append(request, to: &buffer)] = promise
            } catch {
                promise.fail(error)
            }
            return promise.futureResult
        }
        write(buffer)
        return replies
    }

    override func take(_ frame: ServerFrame?) throws(ChatError) {
        guard case .reply(let id, .success(let reply)) = frame else { return }
        waiting.removeValue(forKey: id)?.succeed(reply)
    }

    override func handlerRemoved(context: ChannelHandlerContext) {
        super.handlerRemoved(context: context)
        for promise in waiting.values { promise.fail(ChatError(.unreachable, "the connection ended")) }
        waiting.removeAll()
    }
}
