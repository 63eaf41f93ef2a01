public import ChatroomCore
internal import FoundationEssentials

/// A request to keep a file whose bytes were all sent.
public struct FinishFile: Sendable, Equatable {
    /// The file.
    public let file: FileID
    /// How many bytes it has.
    public let size: Int64
    /// Their digest.
    public let digest: FileDigest
    /// For how long the bytes are kept; `nil` for as long as the message.
    public let expires: Duration?
    /// How often they may be fetched, counted at the first piece; `nil` for any number of times.
    public let downloads: Int?

    /// The longest time that can be asked for: ten years.
    public static let longestKept: Duration = .seconds(315_576_000)

    /// Makes a request.
    public init(file: FileID, size: Int64, digest: FileDigest, expires: Duration? = nil, downloads: Int? = nil) {
        self.file = file
        self.size = size
        self.digest = digest
        self.expires = expires
        self.downloads = downloads
    }

    init(_ wire: PBFinishFile) throws(ChatError) {
        guard wire.size >= 0 else { throw ChatError(.invalid, "a size is not negative") }
        guard (0...Self.longestKept.wholeMilliseconds).contains(wire.expires) else {
            throw ChatError(.invalid, "a file is kept for up to ten years, or without end")
        }
        guard (0...1_000_000).contains(wire.downloads) else {
            throw ChatError(.invalid, "a file may be fetched up to 1000000 times, or without end")
        }
        self.init(
            file: try FileID(wire: wire.file), size: wire.size, digest: try FileDigest(wire: wire.digest),
            expires: wire.expires == 0 ? nil : .milliseconds(wire.expires),
            downloads: wire.downloads == 0 ? nil : Int(wire.downloads))
    }

    var wire: PBFinishFile {
        var wire = PBFinishFile()
        wire.file = file.rawValue
        wire.size = size
        wire.digest = Data(digest.bytes)
        wire.expires = expires?.wholeMilliseconds ?? 0
        wire.downloads = Int64(downloads ?? 0)
        return wire
    }
}

extension FinishFile: Call {
    /// The verb.
    public var verb: String { "finish-file" }
    /// One of all requests.
    public var request: Request { .finishFile(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
}
