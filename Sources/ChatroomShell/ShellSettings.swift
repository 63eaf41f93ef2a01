internal import ChatroomCore

/// What `/set` changes in the shell, and whom the user ignores.
///
/// As text a line each, `name value`, only what differs from the default. A line that means nothing to this version is
/// kept, for a newer one may have written it.
struct ShellSettings: Equatable, Sendable {
    /// Which messages ring the terminal's bell.
    var bell = Attention.mentions
    /// Which messages show a notification on the desktop.
    var notify = Attention.off
    /// The command that is run for these messages, or without them for those that address the user; empty for none.
    var notifyCommand = ""
    /// The words that make a message one for the user, in lower case.
    var highlight: [String] = []
    /// Whether each message is shown with its number.
    var numbers = false
    /// Whether times are shown in UTC.
    var utc = false
    /// Whether typed lines are kept for the next session.
    var history = true
    /// A text of more lines than this is sent only after a question.
    var paste = 5
    /// Whose messages are not shown; at most 1,000 users.
    private(set) var ignored: Set<UserName> = []
    /// The rooms of which only what is for the user counts; at most 1,000.
    private(set) var muted: Set<RoomName> = []
    /// Lines that mean nothing to this version.
    private var foreign: [String] = []

    /// Which messages the user is told of.
    enum Attention: String, CaseIterable, Sendable {
        /// None.
        case off
        /// Those that address the user.
        case mentions
        /// Every one.
        case all
    }

    private static let listLimit = 1_000
    private static let (ignoreWord, muteWord) = ("ignore", "mute")

    /// Everything at its default.
    init() {}

    /// Reads settings; of two lines for one setting the later counts.
    ///
    /// - Parameter text: The lines.
    init(parsing text: String) {
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let line = String(Substring(bytes))
            let (name, value) = Self.split(line)
            if name.isEmpty { continue }
            if !take(value, for: name) { foreign.append(line) }
        }
    }

    /// A line's first word, and the rest without the white space around it.
    private static func split(_ line: String) -> (name: String, value: String) {
        let text = line.drop(while: \.isWhitespace)
        let name = text.prefix { !$0.isWhitespace }
        return (String(name), String(text.dropFirst(name.count).drop(while: \.isWhitespace)).trimmingEnd)
    }

    /// The settings as ``init(parsing:)`` reads them.
    var text: String {
        let defaults = ShellSettings()
        let changed = Self.table.filter { $0.value(in: self) != $0.value(in: defaults) }
            .map { "\($0.name) \($0.value(in: self))" }
        let names = ignored.sorted().map { "\(Self.ignoreWord) \($0)" }
        let rooms = muted.map(\.text).sorted().map { "\(Self.muteWord) \($0)" }
        return (foreign + changed + names + rooms).map { "\($0)\n" }.joined()
    }

    /// Changes a setting.
    ///
    /// - Parameters:
    ///   - name: Its name, in any case.
    ///   - value: Its value; words in any case.
    /// - Throws: `ChatError` with code `usage` when there is no such setting, or it cannot have that value.
    mutating func set(_ name: String, to value: String) throws(ChatError) {
        guard let entry = Self.entry(named: name) else {
            throw ChatError(.usage, "no such setting '\(name)'", hint: Self.hint(for: name))
        }
        guard entry.set(value, in: &self) else {
            throw ChatError(.usage, "\(entry.name) cannot be '\(value)'", hint: "It can be \(entry.allowed).")
        }
        // What a newer version wrote for this setting would come back there.
        foreign.removeAll { Self.split($0).name == entry.name }
    }

    /// A setting's value as it is written; `nil` when there is no such setting.
    func value(of name: String) -> String? { Self.entry(named: name)?.value(in: self) }

    /// Stops showing a user's messages.
    ///
    /// - Parameter name: The user.
    /// - Throws: `ChatError` with code `usage` when 1,000 users are ignored already.
    mutating func ignore(_ name: UserName) throws(ChatError) {
        guard ignored.count < Self.listLimit || ignored.contains(name) else {
            throw ChatError(.usage, "\(Self.listLimit) users are ignored, which is the most")
        }
        ignored.insert(name)
    }

    /// Shows a user's messages again.
    mutating func stopIgnoring(_ name: UserName) { ignored.remove(name) }

    /// Counts only what is for the user of a room.
    ///
    /// - Parameter room: The room.
    /// - Throws: `ChatError` with code `usage` when 1,000 rooms are muted already.
    mutating func mute(_ room: RoomName) throws(ChatError) {
        guard muted.count < Self.listLimit || muted.contains(room) else {
            throw ChatError(.usage, "\(Self.listLimit) rooms are muted, which is the most")
        }
        muted.insert(room)
    }

    /// Counts everything of a room again.
    mutating func unmute(_ room: RoomName) { muted.remove(room) }

    /// Reads a line's value; whether it could be read.
    private mutating func take(_ value: String, for name: String) -> Bool {
        if let entry = Self.table.first(where: { $0.name == name }) { return entry.set(value, in: &self) }
        switch name {
        case Self.ignoreWord: return (try? ignore(try UserName(value))) != nil
        case Self.muteWord: return (try? mute(try RoomName(value))) != nil
        default: return false
        }
    }

    private static func entry(named name: String) -> Entry? {
        let name = name.asciiLowercased
        return table.first { $0.name == name }
    }

    private static func hint(for name: String) -> String {
        if name.asciiLowercased == ignoreWord { return "Write '/ignore NAME'." }
        if name.asciiLowercased == muteWord { return "Write '/mute ROOM'." }
        return Suggestion.nearest(to: name, in: names).map { "Did you mean '\($0)'?" } ?? "'/set' lists all."
    }
}
