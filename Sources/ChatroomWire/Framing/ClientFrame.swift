public import ChatroomCore
public import NIOCore

/// A request on the wire, with the number that its reply will carry.
///
/// Equal are those that ask for the same under the same number.
public struct ClientFrame: Sendable, Equatable {
    /// The number by which the reply is found; above 0.
    public let id: UInt64
    /// The request, or what is wrong with it when the frame is well formed and its content is not.
    public let request: Result<Request, ChatError>
    /// How many bytes its payload had when it was read; 0 for one to be sent.
    public private(set) var size = 0

    /// Makes a frame to send.
    public init(id: UInt64, request: Request) {
        self.id = id
        self.request = .success(request)
    }

    /// Makes what a request is taken for that is refused before it is decoded.
    init(id: UInt64, refusal: ChatError) {
        self.id = id
        request = .failure(refusal)
    }

    /// Reads a frame's payload.
    ///
    /// - Throws: ``ChatError`` with code `protocol-violation` when the connection must end.
    public init(decoding payload: ByteBuffer) throws(ChatError) {
        size = payload.readableBytes
        if let (id, chunk) = FileChunk.decode(payload, in: .request) {
            self.id = id
            request = chunk.map(Request.putChunk)
            return
        }
        guard try FieldCount.fits(payload) else {
            guard let head = RequestHead(payload) else {
                throw ChatError(.protocolViolation, "a frame with too many fields")
            }
            id = head.id
            request = .failure(ChatError(.tooLarge, "a request with too many fields or too long a list"))
            return
        }
        let frame = try Frame.read(PBClientFrame.self, from: payload)
        guard frame.id > 0 else { throw ChatError(.protocolViolation, "a request without an id") }
        id = frame.id
        request = Result { () throws(ChatError) in try Request(frame.request) }
    }

    /// Compares what they ask for.
    public static func == (left: ClientFrame, right: ClientFrame) -> Bool {
        left.id == right.id && left.request == right.request
    }

    /// Appends the frame, its length first.
    public func encode(into buffer: inout ByteBuffer) throws(ChatError) {
        let request = try request.get()
        if case .putChunk(let chunk) = request { return chunk.encode(id, in: .request, to: &buffer) }
        var frame = PBClientFrame()
        frame.id = id
        frame.request = request.wire
        Frame.append(frame, to: &buffer)
    }
}
