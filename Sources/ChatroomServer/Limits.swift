public import ChatroomCore
internal import ChatroomStore

/// What a server bounds so that no client can exhaust it; each is enforced before memory is spent.
public struct Limits: Sendable {
    /// The largest body of a message, in bytes of UTF-8.
    public var bodyBytes = 64 * 1024
    /// How long a client has from connecting until it is logged in.
    public var loginTime: Duration = .seconds(10)
    /// How many connections may be not logged in yet; the oldest gives way to a new one.
    public var unauthenticated = 128
    /// How many of them may come from one source; loopback and local sockets are exempt.
    public var unauthenticatedPerSource = 16
    /// How many connections may come from one source; loopback and local sockets are exempt.
    public var connectionsPerSource = 64
    /// How many failed logins end a connection.
    public var failedLoginsPerConnection = 5
    /// How long a peer may be silent before it counts as gone.
    public var silence: Duration = .seconds(45)
    /// How many sends of one connection may wait to be stored.
    public var unstoredPerConnection = 256
    /// How many bytes of bodies may wait to be stored, from all connections.
    public var unstoredBytes = 64 * 1024 * 1024
    /// How many conversations one connection may follow.
    public var subscriptions = 1024
    /// How many rooms a user may own who is no administrator.
    public var roomsPerUser = 200
    /// How often one message may be edited; an update with a key goes on with another message then.
    public var editsPerMessage = 1000
    /// The largest file, in bytes.
    public var fileBytes = 2 * 1024 * 1024 * 1024
    /// How many bytes of files are kept for one user.
    public var fileBytesPerUser = 10 * 1024 * 1024 * 1024
    /// How many bytes of files are kept in all.
    public var fileBytesInAll = 100 * 1024 * 1024 * 1024
    /// How much of the disk stays free of files, in percent.
    public var freeSpacePercent = 10
    /// How long a file is kept that was begun and that no message brings.
    public var uploadTime: Duration = .seconds(86_400)
    /// How many bytes may wait in one connection's output before nothing more is written to it.
    public var pendingOutputBytes = 256 * 1024
    /// How long a shutdown waits for connections to end by themselves.
    public var drainTime: Duration = .seconds(5)

    /// Makes the standard limits.
    public init() {}
}

extension Limits {
    /// The limits that an operator can set, by name.
    private enum Setting {
        case number(any WritableKeyPath<Limits, Int> & Sendable, ClosedRange<Int>)
        case seconds(any WritableKeyPath<Limits, Duration> & Sendable, ClosedRange<Int>)
    }

    private static let settings: [String: Setting] = [
        "message-bytes": .number(\.bodyBytes, 1...512 * 1024),
        "login-seconds": .seconds(\.loginTime, 1...3600),
        "unauthenticated": .number(\.unauthenticated, 1...100_000),
        "unauthenticated-per-source": .number(\.unauthenticatedPerSource, 1...100_000),
        "connections-per-source": .number(\.connectionsPerSource, 1...100_000),
        "silence-seconds": .seconds(\.silence, 3...86_400),
        "subscriptions": .number(\.subscriptions, 1...100_000),
        "edits-per-message": .number(\.editsPerMessage, 0...1_000_000),
        "rooms-per-user": .number(\.roomsPerUser, 0...100_000),
        "file-bytes": .number(\.fileBytes, 1...1 << 40),
        "file-bytes-per-user": .number(\.fileBytesPerUser, 0...1 << 50),
        "file-bytes-in-all": .number(\.fileBytesInAll, 0...1 << 50),
        "free-space-percent": .number(\.freeSpacePercent, 0...99),
        "upload-seconds": .seconds(\.uploadTime, 1...31_536_000),
        "drain-seconds": .seconds(\.drainTime, 0...3600),
    ]

    /// The names that ``set(_:)`` takes, in order.
    public static var names: [String] { settings.keys.sorted() }

    /// Sets one limit.
    ///
    /// - Parameter text: Its name, `=` and a whole number.
    /// - Throws: ``ChatError`` with code `usage` that names what there is, or the range.
    public mutating func set(_ text: String) throws(ChatError) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let setting = Self.settings[parts[0]] else {
            let names = Self.names.joined(separator: ", ")
            throw ChatError(.usage, "'\(text)' sets no limit", hint: "Write NAME=VALUE; the names are \(names).")
        }
        let range: ClosedRange<Int>
        switch setting {
        case .number(_, let allowed), .seconds(_, let allowed): range = allowed
        }
        guard let value = Int(parts[1]), range.contains(value) else {
            throw ChatError(
                .usage, "the limit \(parts[0]) is a number from \(range.lowerBound) to \(range.upperBound)")
        }
        switch setting {
        case .number(let path, _): self[keyPath: path] = value
        case .seconds(let path, _): self[keyPath: path] = .seconds(value)
        }
    }
}

extension Limits {
    /// How many bytes of files may be kept.
    var fileQuota: FileQuota { FileQuota(account: Int64(fileBytesPerUser), total: Int64(fileBytesInAll)) }
}
