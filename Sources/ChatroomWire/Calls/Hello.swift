public import ChatroomCore
internal import FoundationEssentials

/// The first request on every connection: which protocol the client speaks and what it is.
public struct Hello: Sendable, Equatable {
    /// The versions of the protocol that the client speaks.
    public let versions: [UInt32]
    /// The client's name and version, for the server's log; hostile text.
    public let client: String

    /// Makes a greeting.
    public init(versions: [UInt32] = [Frame.version], client: String) {
        self.versions = versions
        self.client = client
    }

    /// How many versions of a greeting are looked at.
    static let mostVersions = 64

    init(_ wire: PBHello) {
        // A byte on the wire is four in memory; nobody speaks so many.
        self.init(versions: Array(wire.versions.prefix(Self.mostVersions)), client: wire.client)
    }

    var wire: PBHello {
        var wire = PBHello()
        wire.versions = versions
        wire.client = client
        return wire
    }
}

/// The server's answer to ``Hello``.
public struct Welcome: Sendable, Equatable {
    /// The version that is spoken from here on.
    public let version: UInt32
    /// The server's name and version.
    public let server: String
    /// The largest body of a message, in bytes of UTF-8.
    public let bodyLimit: Int
    /// The server's clock.
    public let time: Timestamp
    /// The file on the server's machine that holds the code of the first administrator.
    ///
    /// `nil` when there is one, or the client is somewhere else. A path, as ``RawText`` has it.
    public let firstAccount: String?

    /// Makes an answer.
    public init(version: UInt32, server: String, bodyLimit: Int, time: Timestamp, firstAccount: String? = nil) {
        self.version = version
        self.server = server
        self.bodyLimit = bodyLimit
        self.time = time
        self.firstAccount = firstAccount
    }

    init(_ wire: PBWelcome) {
        self.init(
            version: wire.version, server: wire.server, bodyLimit: Int(wire.bodyLimit),
            time: Timestamp(milliseconds: wire.time),
            firstAccount: wire.firstAccount.isEmpty ? nil : RawText.string(wire.firstAccount))
    }

    var wire: PBWelcome {
        var wire = PBWelcome()
        wire.version = version
        wire.server = server
        wire.bodyLimit = UInt32(clamping: bodyLimit)
        wire.time = time.milliseconds
        wire.firstAccount = firstAccount.map { Data(RawText.bytes(of: $0)) } ?? Data()
        return wire
    }
}

extension Hello: Call {
    /// The verb.
    public var verb: String { "hello" }
    /// One of all requests.
    public var request: Request { .hello(self) }

    /// Writes the answer.
    public static func content(of answer: Welcome) -> ReplyContent { ReplyContent(.welcome(answer.wire)) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> Welcome {
        guard case .welcome(let wire) = content.wire else { throw .unfitting }
        return Welcome(wire)
    }
}
