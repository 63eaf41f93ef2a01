public import ChatroomCore

/// Users, and whether they are there: as a list, as lines of a stream, or as JSON.
public struct PresenceText: Sendable {
    public let isJSON: Bool

    /// Sets every part.
    public init(isJSON: Bool) { self.isJSON = isJSON }

    /// One user: `bob [agent]`, idle time, why away.
    public func bytes(_ user: PresentUser) -> [UInt8] {
        guard !isJSON else { return json(user) }
        var words = [name(user)]
        if user.sessions == 0 {
            let isKnown = user.since.milliseconds > 0
            words.append(isKnown ? "offline, last seen \(RFC3339.text(user.since))" : "offline")
        } else if user.idle >= .seconds(60) {
            words.append("idle \(DurationText.text(user.idle))")
        }
        if let away = user.away { words.append("away: \(TerminalText.line(away))") }
        return Array("\(words.joined(separator: "\t"))\n".utf8)
    }

    /// What changed with one user: `bob joined`, `bob left`, `bob away: lunch`.
    public func change(_ user: PresentUser, isNew: Bool, at time: String) -> [UInt8] {
        guard !isJSON else { return json(user) }
        let what =
            if user.sessions == 0 {
                "left"
            } else if let away = user.away {
                "away: \(TerminalText.line(away))"
            } else {
                isNew ? "joined" : "is back"
            }
        return Array("\(time)  \(name(user))\t\(what)\n".utf8)
    }

    /// Users as a list.
    ///
    /// - Parameters:
    ///   - users: The users, in the order of the rows.
    ///   - now: When they were idle for as long as they say.
    /// - Returns: The list.
    public static func table(_ users: [PresentUser], now: Timestamp) -> ListTable {
        var table = ListTable([
            .init("NAME"), .init("KIND"), .init("STATUS"), .init("LAST ACTIVE"), .init("NOTE", wraps: true),
        ])
        for user in users {
            table.add(
                .name(user.name), .text(user.kind.rawValue), .text(status(of: user)), lastActive(user, now),
                .text(user.away ?? ""))
        }
        return table
    }

    private static func status(of user: PresentUser) -> String {
        user.sessions == 0 ? "offline" : user.away == nil ? "online" : "away"
    }

    private static func lastActive(_ user: PresentUser, _ now: Timestamp) -> ListValue {
        // Of who is not there the server knows when a login was last used, to an hour.
        guard user.sessions > 0 else { return .time(user.since.milliseconds > 0 ? user.since : nil, isRough: true) }
        let (time, isOutOfReach) = now.milliseconds.subtractingReportingOverflow(user.idle.wholeMilliseconds)
        return .time(isOutOfReach ? nil : Timestamp(milliseconds: time))
    }

    private func name(_ user: PresentUser) -> String {
        user.kind == .human ? "\(user.name)" : "\(user.name) [\(user.kind.rawValue)]"
    }

    private func json(_ user: PresentUser) -> [UInt8] {
        JSONObject.line {
            $0.set("v", 1)
            $0.set("type", "present")
            $0.set("name", user.name.text)
            $0.set("kind", user.kind.rawValue)
            $0.set("sessions", Int64(user.sessions))
            $0.set("since", user.since.milliseconds > 0 ? RFC3339.text(user.since) : nil)
            $0.set("idle", user.idle.components.seconds)
            $0.set("away", user.away)
        }
    }
}
