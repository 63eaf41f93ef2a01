import ChatroomClient
import ChatroomCore
import ChatroomWire
import Crypto
import NIOCore

/// Files over one connection, a request at a time.
extension ChatConnection {
    /// Begins a file.
    func beginFile(
        _ name: String = "a.txt", in target: String = "lobby", size: Int64? = nil, resume: FileID? = nil
    ) async throws -> Uploading {
        let request = UploadFile(
            target: try Target(target), name: try FileName(name), size: size, resume: resume)
        guard case .uploading(let uploading) = try await ask(.uploadFile(request)) else {
            throw ChatConnection.unexpected
        }
        return uploading
    }

    /// Sends bytes of a file.
    func put(_ text: String, to file: FileID, at offset: Int64 = 0) async throws {
        _ = try await ask(.putChunk(FileChunk(file: file, offset: offset, bytes: ByteBuffer(string: text))))
    }

    /// Says that all bytes were sent.
    func finish(_ file: FileID, _ text: String, expires: Duration? = nil, downloads: Int? = nil) async throws {
        guard let digest = FileDigest(bytes: Array(SHA256.hash(data: Array(text.utf8)))) else { return }
        _ = try await ask(
            .finishFile(
                FinishFile(
                    file: file, size: Int64(text.utf8.count), digest: digest, expires: expires, downloads: downloads)))
    }

    /// Sends a whole file.
    func upload(
        _ text: String, in target: String = "lobby", expires: Duration? = nil, downloads: Int? = nil
    ) async throws -> FileID {
        let file = try await beginFile(in: target).file
        try await put(text, to: file)
        try await finish(file, text, expires: expires, downloads: downloads)
        return file
    }

    /// Sends the message that brings a file.
    @discardableResult
    func bring(_ file: FileID, in target: String = "lobby") async throws -> Receipt {
        try await send(Self.message(file, in: target))
    }

    /// A message that brings a file.
    static func message(_ file: FileID, in target: String = "lobby") throws -> OutgoingMessage {
        let plain = OutgoingMessage("look", to: try Target(target))
        return OutgoingMessage(id: plain.id, target: plain.target, body: plain.body, file: file)
    }

    /// Fetches a file.
    func fetch(_ file: FileID) async throws -> String {
        guard case .fileOpened(let opened) = try await ask(.openFile(file)) else { throw ChatConnection.unexpected }
        guard case .fileChunk(let chunk) = try await ask(.readFile(ReadFile(file: file, offset: 0))),
            chunk.bytes.readableBytes == Int(opened.file.size)
        else { throw ChatConnection.unexpected }
        return String(buffer: chunk.bytes)
    }
}
