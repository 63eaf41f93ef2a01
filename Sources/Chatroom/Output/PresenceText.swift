internal import ChatroomCore

/// Users, and whether they are there, as lines for people or as JSON.
struct PresenceText {
    let isJSON: Bool

    /// One user: `bob [agent]`, idle time, why away.
    func bytes(_ user: PresentUser) -> [UInt8] {
        guard !isJSON else { return json(user) }
        var words = [name(user)]
        if user.sessions == 0 {
            let isKnown = user.since.milliseconds > 0
            words.append(isKnown ? "offline, last seen \(TimeText.rfc3339(user.since))" : "offline")
        } else if user.idle >= .seconds(60) {
            words.append("idle \(DurationText.text(user.idle))")
        }
        if let away = user.away { words.append("away: \(TerminalText.line(away))") }
        return Array("\(words.joined(separator: "\t"))\n".utf8)
    }

    /// What changed with one user: `bob joined`, `bob left`, `bob away: lunch`.
    func change(_ user: PresentUser, isNew: Bool, at time: String) -> [UInt8] {
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
            $0.set("since", user.since.milliseconds > 0 ? TimeText.rfc3339(user.since) : nil)
            $0.set("idle", user.idle.components.seconds)
            $0.set("away", user.away)
        }
    }
}
