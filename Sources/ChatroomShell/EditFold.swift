internal import ChatroomCore

/// Folds the edits of a message that come within a few seconds into one line; pure.
struct EditFold {
    /// An edit that waits.
    struct Held: Equatable {
        let message: Message
        let target: Target
    }

    /// How long after an edit was shown further ones of the same message wait.
    static let window: Duration = .seconds(3)
    /// How many messages are folded at a time; edits of more are shown as they come.
    private static let limit = 200

    private struct Entry {
        var shown: ContinuousClock.Instant
        var held: Held?
    }

    private var entries: [ShellView.Subject: Entry] = [:]

    /// Takes an edit.
    ///
    /// - Returns: Whether to show it now; otherwise ``due(_:)`` hands it out unless a further one takes its place.
    mutating func take(_ message: Message, in target: Target, now: ContinuousClock.Instant) -> Bool {
        let subject = ShellView.Subject(message, in: target)
        guard case .edit = message.entry else {
            entries[subject] = nil
            return true
        }
        if let entry = entries[subject], now < entry.shown + Self.window {
            entries[subject]?.held = Held(message: message, target: target)
            return false
        }
        if entries.count >= Self.limit { entries = entries.filter { $0.value.held != nil } }
        if entries.count < Self.limit { entries[subject] = Entry(shown: now) }
        return true
    }

    /// When something that waits is due; `nil` when nothing waits.
    var next: ContinuousClock.Instant? {
        entries.values.filter { $0.held != nil }.map { $0.shown + Self.window }.min()
    }

    /// Takes out what is due, in the order of the log.
    mutating func due(_ now: ContinuousClock.Instant) -> [Held] {
        var due: [Held] = []
        for (subject, entry) in entries where entry.shown + Self.window <= now {
            guard let held = entry.held else {
                entries[subject] = nil
                continue
            }
            due.append(held)
            entries[subject] = Entry(shown: now)
        }
        return due.sorted { ($0.message.time, $0.message.seq) < ($1.message.time, $1.message.seq) }
    }
}
