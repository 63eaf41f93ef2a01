public import ChatroomCore

/// What stands in one field of a list, in two forms: a person reads `3 min ago`, a program
/// `2026-11-22T17:01:07.204Z`.
public enum ListValue: Sendable {
    /// A text, which others may have written.
    case text(String)
    /// A user's name, painted in its colour.
    case name(UserName)
    /// A room, or the other user of a direct conversation.
    case target(Target)
    /// When something was; nothing when that is not known. A rough one is exact to an hour.
    case time(Timestamp?, isRough: Bool = false)
    /// How long something takes: `30 d`, or seconds.
    case duration(Duration)
    /// A number of bytes: `62.9 MB`, or all digits; nothing when it is not known.
    case size(Int64?)
    /// A number.
    case number(Int64)
    /// A number of messages among the newest hundred; a person sees none for 0, and that there may be more.
    case count(Int)
    /// A star, or nothing.
    case mark(Bool)

    /// From where on a count says that there may be more.
    private static let mostCounted = 100

    /// For a person, safe for a terminal, on one line.
    public func shown(_ age: AgeText) -> String {
        switch self {
        case .text(let text): TerminalText.line(text)
        case .time(let time, let isRough): time.map { age.text($0, isRough: isRough) } ?? ""
        case .duration(let duration): DurationText.text(duration)
        case .size(let bytes): bytes.map { ByteText.text($0) } ?? ""
        case .count(let count): count == 0 ? "" : count < Self.mostCounted ? "\(count)" : "\(Self.mostCounted)+"
        case .name, .target, .number, .mark: field
        }
    }

    /// For a program: one field, which holds neither a tab nor a line feed.
    var field: String {
        switch self {
        case .text(let text): TerminalText.line(text)
        case .name(let name): TerminalText.line(name.text)
        case .target(let target): TerminalText.line(target.description)
        case .time(let time, _): time.map { RFC3339.text($0) } ?? ""
        case .duration(let duration): "\(duration.components.seconds)"
        case .size(let bytes): bytes.map { "\($0)" } ?? ""
        case .number(let number): "\(number)"
        case .count(let count): "\(count)"
        case .mark(let isSet): isSet ? "*" : ""
        }
    }

    /// The colour that it has wherever it stands.
    var paint: Colour.Paint? {
        switch self {
        case .name(let name), .target(.direct(let name)): .name(name.text)
        default: nil
        }
    }
}
