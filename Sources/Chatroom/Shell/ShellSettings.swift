internal import ChatroomCore

/// What `/set` changes in the shell, and whom the user ignores.
///
/// As text a line each, `name value`, only what differs from the default. A line that means nothing to this version is
/// kept, for a newer one may have written it.
struct ShellSettings: Equatable, Sendable {
    /// Which messages ring the terminal's bell.
    var bell = Attention.off
    /// Which messages show a notification on the desktop.
    var notify = Attention.off
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

    private static let ignoredLimit = 1_000
    private static let ignoreWord = "ignore"

    /// Everything at its default.
    init() {}

    /// Reads settings; of two lines for one setting the later counts.
    ///
    /// - Parameter text: The lines.
    init(parsing text: String) {
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let line = String(Substring(bytes))
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            if words.isEmpty { continue }
            if words.count != 2 || !take(words[1], for: words[0]) { foreign.append(line) }
        }
    }

    /// The settings as ``init(parsing:)`` reads them.
    var text: String {
        let defaults = ShellSettings()
        let changed = Self.table.filter { $0.value(in: self) != $0.value(in: defaults) }
            .map { "\($0.name) \($0.value(in: self))" }
        let names = ignored.sorted().map { "\(Self.ignoreWord) \($0)" }
        return (foreign + changed + names).map { "\($0)\n" }.joined()
    }

    /// Changes a setting.
    ///
    /// - Parameters:
    ///   - name: Its name, in any case.
    ///   - value: Its value, in any case.
    /// - Throws: `ChatError` with code `usage` when there is no such setting, or it cannot have that value.
    mutating func set(_ name: String, to value: String) throws(ChatError) {
        guard let entry = Self.entry(named: name) else {
            throw ChatError(.usage, "no such setting '\(name)'", hint: Self.hint(for: name))
        }
        guard entry.set(value.asciiLowercased, in: &self) else {
            throw ChatError(.usage, "\(entry.name) cannot be '\(value)'", hint: "It can be \(entry.allowed).")
        }
        // What a newer version wrote for this setting would come back there.
        foreign.removeAll { $0.split(whereSeparator: \.isWhitespace).first.map(String.init) == entry.name }
    }

    /// A setting's value as it is written; `nil` when there is no such setting.
    func value(of name: String) -> String? { Self.entry(named: name)?.value(in: self) }

    /// Stops showing a user's messages.
    ///
    /// - Parameter name: The user.
    /// - Throws: `ChatError` with code `usage` when 1,000 users are ignored already.
    mutating func ignore(_ name: UserName) throws(ChatError) {
        guard ignored.count < Self.ignoredLimit || ignored.contains(name) else {
            throw ChatError(.usage, "\(Self.ignoredLimit) users are ignored, which is the most")
        }
        ignored.insert(name)
    }

    /// Shows a user's messages again.
    mutating func stopIgnoring(_ name: UserName) { ignored.remove(name) }

    /// Reads a line's value; whether it could be read.
    private mutating func take(_ value: String, for name: String) -> Bool {
        if let entry = Self.table.first(where: { $0.name == name }) { return entry.set(value, in: &self) }
        guard name == Self.ignoreWord, let user = try? UserName(value) else { return false }
        return (try? ignore(user)) != nil
    }

    private static func entry(named name: String) -> Entry? {
        let name = name.asciiLowercased
        return table.first { $0.name == name }
    }

    private static func hint(for name: String) -> String {
        if name.asciiLowercased == ignoreWord { return "Write '/ignore NAME'." }
        return Suggestion.nearest(to: name, in: names).map { "Did you mean '\($0)'?" } ?? "'/set' lists all."
    }
}
