public import ChatroomCore
internal import FoundationEssentials

extension FileOpened {
    init(_ wire: PBFileOpened) throws(ChatError) {
        self.init(
            file: try Attachment(wire.file), target: try Target(wire.target), seq: wire.seq,
            sender: try UserName(wire.sender), time: Timestamp(milliseconds: wire.time))
    }

    var wire: PBFileOpened {
        var wire = PBFileOpened()
        wire.file = file.wire
        wire.target = target.description
        wire.seq = seq
        wire.sender = sender.text
        wire.time = time.milliseconds
        return wire
    }
}

/// A request to read a piece of a file that was opened.
public struct ReadFile: Sendable, Equatable {
    /// The file.
    public let file: FileID
    /// Where the piece begins, in bytes.
    public let offset: Int64
    /// The most bytes: 1 to ``Attachment/chunkSize``.
    public let count: Int

    /// Makes a request.
    public init(file: FileID, offset: Int64, count: Int = Attachment.chunkSize) {
        self.file = file
        self.offset = offset
        self.count = count
    }

    init(_ wire: PBReadFile) throws(ChatError) {
        guard wire.offset >= 0 else { throw ChatError(.invalid, "an offset is not negative") }
        guard (1...UInt32(Attachment.chunkSize)).contains(wire.count) else {
            throw ChatError(.invalid, "a file is read 1 to \(Attachment.chunkSize) bytes at a time")
        }
        self.init(file: try FileID(wire: wire.file), offset: wire.offset, count: Int(wire.count))
    }

    var wire: PBReadFile {
        var wire = PBReadFile()
        wire.file = file.rawValue
        wire.offset = offset
        wire.count = UInt32(count)
        return wire
    }
}

extension Attachment {
    init(_ wire: PBFile) throws(ChatError) {
        guard wire.size >= 0, wire.type.utf8.count <= 255 else { throw ChatError(.invalid, "a file that is none") }
        self.init(
            id: try FileID(wire: wire.id), name: try FileName(wire.name), type: wire.type, size: wire.size,
            digest: try FileDigest(wire: wire.digest))
    }

    var wire: PBFile {
        var wire = PBFile()
        wire.id = id.rawValue
        wire.name = name.text
        wire.type = type
        wire.size = size
        wire.digest = Data(digest.bytes)
        return wire
    }
}

extension FileID {
    init(wire: Int64) throws(ChatError) {
        guard let id = FileID(rawValue: wire) else { throw ChatError(.invalid, "\(wire) is no id of a file") }
        self = id
    }
}

extension FileDigest {
    init(wire: Data) throws(ChatError) {
        guard let digest = FileDigest(bytes: wire) else { throw ChatError(.invalid, "a SHA-256 has 32 bytes") }
        self = digest
    }
}
