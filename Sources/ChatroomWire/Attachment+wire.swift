internal import ChatroomCore
internal import FoundationEssentials

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
