internal import ChatroomCore
internal import ChatroomWire
internal import Crypto
internal import NIOCore

/// How far a file was sent, from one connection to the next.
struct UploadState<Source: UploadSource> {
    let source: Source
    /// What the server calls it, once it was begun.
    var file: FileID?
    /// The file and its digest, once the server has all of it.
    var whole: (FileID, FileDigest)?
    /// How many bytes the server has for sure.
    private(set) var stored: Int64 = 0
    /// Their digest.
    private var hasher = SHA256()
    /// What was read and is not known to be stored, in order.
    private var pieces: [ByteBuffer] = []
    private var isAtEnd = false

    init(source: Source) { self.source = source }

    /// The digest of what the server has.
    var digest: FileDigest {
        FileDigest(bytes: Array(hasher.finalize())) ?? FileDigest.ofNothing
    }

    /// The piece after some that are under way; read now if it was not before.
    ///
    /// - Returns: `nil` at the end.
    mutating func next(after count: Int) async throws -> FileChunk? {
        guard let file else { return nil }
        if count == pieces.count {
            guard !isAtEnd else { return nil }
            let piece = try await source.read(Attachment.chunkSize)
            guard piece.readableBytes > 0 else {
                isAtEnd = true
                return nil
            }
            pieces.append(piece)
        }
        let offset = pieces.prefix(count).reduce(stored) { $0 + Int64($1.readableBytes) }
        return FileChunk(file: file, offset: offset, bytes: pieces[count])
    }

    /// Notes that the first pieces are stored.
    mutating func stored(_ count: Int) {
        for piece in pieces.prefix(count) { take(piece) }
        pieces.removeFirst(count)
    }

    /// Goes on where the server is.
    ///
    /// - Returns: Whether the source begins with what the server has.
    mutating func resume(_ uploading: Uploading) async throws -> Bool {
        if uploading.received < stored {
            // The server lost what it had, in a power cut for instance.
            guard source.isSeekable else {
                throw ChatError(.storage, "the server lost a part of the file, which cannot be read again")
            }
            try await source.rewind(to: 0)
            (stored, hasher, pieces, isAtEnd) = (0, SHA256(), [], false)
        }
        while stored < uploading.received {
            if pieces.isEmpty {
                let room = min(Int64(Attachment.chunkSize), uploading.received - stored)
                let piece = try await source.read(Int(room))
                guard piece.readableBytes > 0 else { return false }
                pieces.append(piece)
            }
            var piece = pieces.removeFirst()
            let rest = uploading.received - stored
            if piece.readableBytes > rest, let first = piece.readSlice(length: Int(rest)) {
                pieces.insert(piece, at: 0)
                piece = first
            }
            take(piece)
        }
        return digest == uploading.digest
    }

    private mutating func take(_ piece: ByteBuffer) {
        piece.withUnsafeReadableBytes { hasher.update(bufferPointer: $0) }
        stored += Int64(piece.readableBytes)
    }
}

extension FileDigest {
    /// The digest of no bytes.
    fileprivate static var ofNothing: FileDigest {
        // SHA-256 always has 32 bytes.
        guard let digest = FileDigest(bytes: Array(SHA256.hash(data: [UInt8]()))) else { preconditionFailure() }
        return digest
    }
}
