public import ChatroomCore
internal import FoundationEssentials

/// A request to send a file, or to go on with one.
public struct UploadFile: Sendable, Equatable {
    /// Where its message will go.
    public let target: Target
    /// What it is called.
    public let name: FileName
    /// Its size in bytes, if that is known.
    public let size: Int64?
    /// The file to go on with.
    public let resume: FileID?

    /// Makes a request.
    public init(target: Target, name: FileName, size: Int64?, resume: FileID? = nil) {
        self.target = target
        self.name = name
        self.size = size
        self.resume = resume
    }

    init(_ wire: PBUploadFile) throws(ChatError) {
        guard !wire.hasSize || wire.size >= 0 else { throw ChatError(.invalid, "a size is not negative") }
        self.init(
            target: try Target(wire.target), name: try FileName(wire.name), size: wire.hasSize ? wire.size : nil,
            resume: wire.resume == 0 ? nil : try FileID(wire: wire.resume))
    }

    var wire: PBUploadFile {
        var wire = PBUploadFile()
        wire.target = target.description
        wire.name = name.text
        if let size { wire.size = size }
        wire.resume = resume?.rawValue ?? 0
        return wire
    }
}

/// The server's word that it takes a file.
public struct Uploading: Sendable, Equatable {
    /// The file.
    public let file: FileID
    /// How many bytes are there already.
    public let received: Int64
    /// Their digest.
    public let digest: FileDigest

    /// Makes an answer.
    public init(file: FileID, received: Int64, digest: FileDigest) {
        self.file = file
        self.received = received
        self.digest = digest
    }

    init(_ wire: PBUploading) throws(ChatError) {
        self.init(file: try FileID(wire: wire.file), received: wire.received, digest: try FileDigest(wire: wire.digest))
    }

    var wire: PBUploading {
        var wire = PBUploading()
        wire.file = file.rawValue
        wire.received = received
        wire.digest = Data(digest.bytes)
        return wire
    }
}

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

extension PendingUpload {
    init(_ wire: PBUploads.Upload) throws(ChatError) {
        self.init(
            file: try FileID(wire: wire.file), target: try Target(wire.target), name: try FileName(wire.name),
            size: wire.hasSize ? wire.size : nil, received: wire.received,
            touched: Timestamp(milliseconds: wire.touched), isFinished: wire.finished)
    }

    var wire: PBUploads.Upload {
        var wire = PBUploads.Upload()
        wire.file = file.rawValue
        wire.target = target.description
        wire.name = name.text
        if let size { wire.size = size }
        wire.received = received
        wire.touched = touched.milliseconds
        wire.finished = isFinished
        return wire
    }
}
