public import ChatroomCore
public import ChatroomStore

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
    /// How many connections may come from one source that is not on this machine.
    public var connectionsPerSource = 64
    /// How many connections one user of this machine may have through a local socket, and all together by loopback;
    /// never more than half of the files that the process may have open.
    public var connectionsPerLocalSource = 4096
    /// How many failed logins end a connection.
    public var failedLoginsPerConnection = 5
    /// How many failed logins one source may have for one account within ten minutes.
    public var failedLoginsPerAccount = 10
    /// How many failed logins one source may have at once; one more is granted each minute.
    public var failedLoginsPerSource = 30
    /// How long a login waits that comes after too many failures, and is then refused.
    public var loginRound: Duration = .seconds(30)
    /// How long a connection may wait in all for the server itself before it is logged in, beside ``loginTime``.
    public var loginWait: Duration = .seconds(60)
    /// How many accounts one source may make in an hour; ten times as many on this machine.
    public var registrationsPerHour = 30
    /// How many accounts one source may make in a day; ten times as many on this machine.
    public var registrationsPerDay = 100
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
    /// How many logins a user may have at a time; one more ends the one that was unused for longest.
    public var tokensPerUser = 50
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
    /// How many files are kept for one user, whatever they hold.
    public var filesPerUser = 50_000
    /// How many files of one user may be on their way at a time.
    public var uploadsPerUser = 16
    /// How many files of one user may be begun that no message brings yet.
    public var unsentFilesPerUser = 100
    /// How long a file of which nothing comes holds the room that it will need.
    public var uploadIdleTime: Duration = .seconds(600)
    /// How long a file is kept that was begun and that no message brings.
    public var uploadTime: Duration = .seconds(86_400)
    /// How many bytes may wait in one connection's output before nothing more is written to it.
    public var pendingOutputBytes = 256 * 1024
    /// How many messages a user may send each minute, beyond those of ``messageBurst``.
    public var messagesPerMinute = 60_000
    /// How many messages a user may send at once.
    public var messageBurst = 600_000
    /// How many bytes of messages a user may send each minute, beyond those of ``sentBytesBurst``.
    public var sentBytesPerMinute = 16 * 1024 * 1024
    /// How many bytes of messages a user may send at once.
    public var sentBytesBurst = 128 * 1024 * 1024
    /// How many changes of rooms and of who is in them a user may make each minute, and ten times that at once.
    public var roomChangesPerMinute = 300
    /// How much the store keeps.
    public var kept = StoreBounds()
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
        "connections-per-local-source": .number(\.connectionsPerLocalSource, 1...1_000_000),
        "failed-logins-per-connection": .number(\.failedLoginsPerConnection, 1...1000),
        "failed-logins-per-account": .number(\.failedLoginsPerAccount, 1...100_000),
        "failed-logins-per-source": .number(\.failedLoginsPerSource, 1...100_000),
        "login-round-seconds": .seconds(\.loginRound, 1...3600),
        "login-wait-seconds": .seconds(\.loginWait, 1...3600),
        "registrations-per-hour": .number(\.registrationsPerHour, 1...1_000_000),
        "registrations-per-day": .number(\.registrationsPerDay, 1...1_000_000),
        "silence-seconds": .seconds(\.silence, 3...86_400),
        "subscriptions": .number(\.subscriptions, 1...100_000),
        "edits-per-message": .number(\.editsPerMessage, 0...1_000_000),
        "memberships-per-user": .number(\.kept.memberships, 1...1_000_000),
        "rooms-per-user": .number(\.roomsPerUser, 0...100_000),
        "tokens-per-user": .number(\.tokensPerUser, 1...100_000),
        "file-bytes": .number(\.fileBytes, 1...1 << 40),
        "file-bytes-per-user": .number(\.fileBytesPerUser, 0...1 << 50),
        "file-bytes-in-all": .number(\.fileBytesInAll, 0...1 << 50),
        "files-per-user": .number(\.filesPerUser, 0...100_000_000),
        "free-space-percent": .number(\.freeSpacePercent, 0...99),
        "uploads-per-user": .number(\.uploadsPerUser, 1...10_000),
        "unsent-files-per-user": .number(\.unsentFilesPerUser, 1...100_000),
        "upload-idle-seconds": .seconds(\.uploadIdleTime, 1...86_400),
        "messages-per-minute": .number(\.messagesPerMinute, 1...1_000_000_000),
        "message-burst": .number(\.messageBurst, 1...1_000_000_000),
        "sent-bytes-per-minute": .number(\.sentBytesPerMinute, 1...1 << 50),
        "sent-bytes-burst": .number(\.sentBytesBurst, 1...1 << 50),
        "room-changes-per-minute": .number(\.roomChangesPerMinute, 1...1_000_000),
        "log-free-space-percent": .number(\.kept.freeSpacePercent, 0...99),
        "cursors-per-user": .number(\.kept.cursors, 1...1_000_000),
        "unsettled-per-cursor": .number(\.kept.unsettled, 1...100_000_000),
        "update-keys-per-room": .number(\.kept.updateKeys, 1...1_000_000),
        "invitations-per-room": .number(\.kept.invitations, 1...10_000),
        "bans-per-room": .number(\.kept.bans, 1...10_000),
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
    var fileQuota: FileQuota {
        FileQuota(
            account: Int64(fileBytesPerUser), total: Int64(fileBytesInAll), files: filesPerUser,
            pending: unsentFilesPerUser, open: uploadsPerUser, idle: uploadIdleTime)
    }

    /// How fast a user may send.
    var sendRate: UserRate {
        UserRate(
            .init(perMinute: messagesPerMinute, burst: messageBurst),
            .init(perMinute: sentBytesPerMinute, burst: sentBytesBurst))
    }

    /// How fast a user may change rooms.
    var roomRate: UserRate {
        UserRate(.init(perMinute: roomChangesPerMinute, burst: 10 * roomChangesPerMinute))
    }
}
