internal import ChatroomCore
internal import NIOCore
internal import SwiftProtobuf

/// The frame of the wire protocol: a 4-byte big-endian length, then that many bytes of one protobuf message.
public enum Frame {
    /// The largest frame that a server takes from a client that has not logged in, in bytes without the length.
    public static let limitBeforeLogin = 4 * 1024
    /// The largest frame in either direction after login, in bytes without the length.
    public static let limit = 1024 * 1024
    /// The ALPN name of this protocol (RFC 7301).
    public static let applicationProtocol = "chatroom/1"
    /// The version of the protocol that this code speaks.
    public static let version: UInt32 = 1

    /// Appends one message as a frame.
    static func append(_ message: some SwiftProtobuf.Message, to buffer: inout ByteBuffer) {
        do {
            let bytes: [UInt8] = try message.serializedBytes()
            buffer.writeInteger(UInt32(bytes.count))
            buffer.writeBytes(bytes)
        } catch {
            // Serialising fails for proto2's required fields and for more than 2 GiB only; we have neither.
            preconditionFailure("a wire message could not be serialised: \(error)")
        }
    }

    /// Reads one message from the whole of a frame's payload.
    ///
    /// - Throws: ``ChatError`` with code `protocol-violation` when the bytes are no such message or hold text that is
    ///   not UTF-8.
    static func read<M: SwiftProtobuf.Message>(_ type: M.Type, from payload: ByteBuffer) throws(ChatError) -> M {
        do {
            return try M(serializedBytes: Array(payload.readableBytesView))
        } catch {
            throw ChatError(.protocolViolation, "malformed frame")
        }
    }
}
