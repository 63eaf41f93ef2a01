public import ChatroomCore
public import NIOCore

/// What a server sends: the reply to a request, or an event.
public enum ServerFrame: Sendable, Equatable {
    /// The answer to the request with this number.
    case reply(UInt64, Result<ReplyContent, ChatError>)
    /// Something that happened.
    case event(Event)

    /// Reads a frame's payload.
    ///
    /// - Returns: `nil` for a frame of a kind that this code does not know and may ignore.
    /// - Throws: ``ChatError`` with code `protocol-violation` when the frame is malformed.
    public static func decode(_ payload: ByteBuffer) throws(ChatError) -> ServerFrame? {
        if case (let id, .success(let chunk))? = FileChunk.decode(payload, in: .reply) {
            return .reply(id, .success(ReplyContent(chunk)))
        }
        let frame = try Frame.read(PBServerFrame.self, from: payload)
        guard let content = frame.content else { return nil }
        do {
            if case .error(let error) = content { return .reply(frame.id, .failure(ChatError(error))) }
            if let event = try Event(content) { return .event(event) }
            if case .fileChunk(let wire) = content {
                return .reply(frame.id, .success(ReplyContent(try FileChunk(wire))))
            }
            return .reply(frame.id, .success(ReplyContent(content)))
        } catch {
            // A bad value from a server is the server's fault, never that of what the user asked for.
            throw ChatError(.protocolViolation, error.message)
        }
    }

    /// Appends the frame, its length first.
    public func encode(into buffer: inout ByteBuffer) {
        var frame = PBServerFrame()
        switch self {
        case .reply(let id, .success(let reply)):
            if let chunk = reply.chunk { return chunk.encode(id, in: .reply, to: &buffer) }
            (frame.id, frame.content) = (id, reply.wire)
        case .reply(let id, .failure(let error)): (frame.id, frame.content) = (id, .error(error.wire))
        case .event(let event): frame.content = event.wire
        }
        Frame.append(frame, to: &buffer)
    }
}
