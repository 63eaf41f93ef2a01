import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Foundation
import Glibc
import NIOCore
import Synchronization

/// What stands between a client and a server and answers each message `refuse N` with an error whose text is hostile.
///
/// It listens on a local socket, with threads of its own that end when the last reference to it goes.
final class ForgingServer: Sendable {
    private let listener: Int32

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - path: The socket that clients connect to.
    ///   - server: The socket of the real server.
    /// - Throws: `TestFailure` when it cannot.
    init(at path: String, before server: String) throws {
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard Self.withAddress(path, { bind(listener, $0, $1) }) == 0, listen(listener, 8) == 0 else {
            throw TestFailure("no socket at \(path)")
        }
        Thread.detachNewThread { [listener] in
            while case let client = accept(listener, nil, nil), client >= 0 {
                let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
                guard Self.withAddress(server, { connect(upstream, $0, $1) }) == 0 else { return }
                Thread.detachNewThread { Connection(client: client, server: upstream).run() }
            }
            close(listener)
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// One client's connection.
    private final class Connection: Sendable {
        private let client: Int32
        private let server: Int32
        /// What is refused and not answered yet, by the number of its request.
        private let refused = Mutex<[UInt64: HostileText]>([:])

        init(client: Int32, server: Int32) { (self.client, self.server) = (client, server) }

        func run() {
            let isDone = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                self.pump(from: self.server, to: self.client) { self.reply($0) }
                isDone.signal()
            }
            pump(from: client, to: server) { self.request($0) }
            isDone.wait()
            close(client)
            close(server)
        }

        /// Notes what is to be refused.
        private func request(_ payload: ByteBuffer) -> ByteBuffer? {
            guard let frame = try? ClientFrame(decoding: payload), case .success(.send(let message)) = frame.request,
                message.body.hasPrefix("refuse "), let index = Int(message.body.dropFirst(7))
            else { return nil }
            refused.withLock { $0[frame.id] = HostileText.all[index] }
            return nil
        }

        /// The error in place of a reply.
        private func reply(_ payload: ByteBuffer) -> ByteBuffer? {
            guard let frame = try? ServerFrame.decode(payload), case .reply(let id, _) = frame,
                let hostile = refused.withLock({ $0.removeValue(forKey: id) })
            else { return nil }
            var forged = ByteBuffer()
            let error = ChatError(.invalid, hostile.text, hint: hostile.text)
            ServerFrame.reply(id, .failure(error)).encode(into: &forged)
            return forged
        }

        /// Passes frames on, or what they are replaced by, until either side closes.
        private func pump(from source: Int32, to sink: Int32, _ replacement: (ByteBuffer) -> ByteBuffer?) {
            let decoder = FrameDecoder(limit: 4 * Frame.limit)
            var (buffer, chunk) = (ByteBuffer(), [UInt8](repeating: 0, count: 65_536))
            while case let count = read(source, &chunk, chunk.count), count > 0 {
                buffer.writeBytes(chunk.prefix(count))
                while let payload = try? decoder.decode(buffer: &buffer) {
                    var whole = ByteBuffer(integer: UInt32(payload.readableBytes))
                    whole.writeImmutableBuffer(payload)
                    write((replacement(payload) ?? whole).readableBytesView, to: sink)
                }
            }
            for end in [source, sink] { shutdown(end, Int32(SHUT_RDWR)) }
        }

        private func write(_ bytes: ByteBufferView, to sink: Int32) {
            var rest = Array(bytes)[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { send(sink, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
}
