internal import ChatroomCore
internal import Glibc

/// Messages as lines for people, with a rule where the day changes.
///
/// ```
/// -- Sunday 22 November 2026 --
/// 16:58  alice        hello from the terminal
/// 16:59  ci [agent]   build 812 is green
///                   | and so is 813
/// ```
///
/// What a message does, such as `[re #42]` or `[edits #42]`, stands with the name, where no text can imitate it. On a
/// terminal that does not show numbers it is `[re bob: build is red...]`, as long as that was shown lately. Only a
/// message of its own begins in the first column: further lines of a text, and what does not fit the width of
/// the terminal, stand behind a margin that ends in a bar.
struct PlainFormat {
    private var surface: RenderSurface
    /// What stands before the further lines of a text.
    private var margin: String
    /// The minute that ``clock`` was made for, counted from 1970, so that a page asks the C library rarely.
    private var minute: Int64?
    private var clock = ""
    private var day: Day?
    private var said = SaidMessages()

    private struct Day: Equatable {
        let year: Int32
        let dayOfYear: Int32

        init(_ parts: tm) { (year, dayOfYear) = (parts.tm_year, parts.tm_yday) }
    }

    /// Where names end and text begins: behind a clock, a name with its kind, and two spaces after each.
    private static let clockWidth = 7
    private static let nameWidth = 11
    private static let placeWidth = 8
    private static let textColumn = 20
    /// How many columns a row must have left for text to begin in it.
    private static let leastRoom = 4

    /// Makes the lines for one stream.
    init(_ surface: RenderSurface) {
        self.surface = surface
        margin = Self.margin(surface)
    }

    /// Changes what is known of the stream; the day and the clock go on.
    mutating func adapt(_ change: (inout RenderSurface) -> Void) {
        change(&surface)
        margin = Self.margin(surface)
        minute = nil
    }

    private static func margin(_ surface: RenderSurface) -> String {
        let isNarrow = surface.columns.map { $0 < 2 * textColumn } ?? false
        return String(repeating: " ", count: isNarrow ? 1 : textColumn - 2) + "| "
    }

    /// Appends a message, a rule before it if it is the first of a day, and line feeds.
    mutating func append(_ message: Message, in target: Target, isElsewhere: Bool, to buffer: inout [UInt8]) {
        updateClock(message.time, to: &buffer)
        buffer.append(contentsOf: clock.utf8)
        buffer.append(contentsOf: "  ".utf8)
        var placeColumns = 0
        if surface.showsConversation || isElsewhere {
            // A name that begins so is nobody's, so no sender looks like another room.
            let place = isElsewhere && !target.isDirect ? "#\(target)" : target.description
            placeColumns = max(place.utf8.count, Self.placeWidth) + 2
            buffer.append(contentsOf: surface.colour.painted(place, .dim).utf8)
            buffer.append(contentsOf: repeatElement(UInt8(ascii: " "), count: placeColumns - place.utf8.count))
        }
        let heading = heading(of: message, in: target, behind: Self.clockWidth + placeColumns)
        buffer.append(contentsOf: heading.text.utf8)

        let isForReader = surface.colour.isOn && surface.highlight?.marks(message) ?? false
        let body = surface.isRaw && !surface.isTerminal ? message.body : TerminalText.lines(message.body)
        var isFirst = true
        // Bytes, not characters, for speed: a line feed is never part of another character's bytes.
        for line in body.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            for part in wrap(Substring(line), behind: isFirst ? heading.end : margin.utf8.count) {
                if !isFirst { buffer.append(contentsOf: margin.utf8) }
                if isForReader {
                    buffer.append(contentsOf: surface.colour.painted(String(part), .bold).utf8)
                } else {
                    buffer.append(contentsOf: part.utf8)
                }
                buffer.append(UInt8(ascii: "\n"))
                isFirst = false
            }
        }
        if let hint = answerHint(for: message) { appendHint(hint, to: &buffer) }
        remember(message, in: target)
    }

    /// Notes a message that is not shown, so that what is said about it can name it.
    mutating func remember(_ message: Message, in target: Target) {
        if namesMessages { said.note(message, in: target) }
    }

    /// Appends a message as it has become, in place of how it was shown.
    ///
    /// - Returns: Whether it was possible: without the rule of another day.
    mutating func appendAgain(
        _ message: Message, in target: Target, isElsewhere: Bool, changedAt time: Timestamp, to buffer: inout [UInt8]
    ) -> Bool {
        let (minute, clock, said) = (minute, clock, said)
        guard [message.time, time].allSatisfy({ Day(surface.zone.calendar($0)) == day }) else { return false }
        append(message, in: target, isElsewhere: isElsewhere, to: &buffer)
        // Where it cannot take that place after all, what it was is told.
        (self.minute, self.clock, self.said) = (minute, clock, said)
        return true
    }

    /// Appends the rule of a day that has not been begun.
    mutating func beginDay(_ time: Timestamp, to buffer: inout [UInt8]) { updateClock(time, to: &buffer) }

    /// Whether messages are named by their words.
    private var namesMessages: Bool { surface.isTerminal && !surface.showsNumber }

    /// How to answer a question: `yes / no: /answer yes`.
    private func answerHint(for message: Message) -> String? {
        guard surface.showsAnswers, let question = message.question, !message.isDeleted,
            message.sender != surface.highlight?.reader
        else { return nil }
        let until = question.deadline.map { ", until \(TimeText.clock($0, in: surface.zone))" } ?? ""
        guard let first = question.choices.first else { return "/answer TEXT answers\(until)" }
        return "\(question.choices.joined(separator: " / ")): /answer \(first)\(until)"
    }

    private func appendHint(_ hint: String, to buffer: inout [UInt8]) {
        for part in wrap(Substring(TerminalText.line(hint)), behind: margin.utf8.count) {
            buffer.append(contentsOf: "\(margin)\(surface.colour.painted(String(part), .own))\n".utf8)
        }
    }

    private mutating func updateClock(_ time: Timestamp, to buffer: inout [UInt8]) {
        let minute = time.milliseconds / 60_000
        guard minute != self.minute else { return }
        self.minute = minute
        let parts = surface.zone.calendar(time)
        clock = TimeText.clock(parts)
        let day = Day(parts)
        guard day != self.day else { return }
        self.day = day
        buffer.append(contentsOf: surface.colour.painted(TimeText.dayRule(parts), .dim).utf8)
        buffer.append(UInt8(ascii: "\n"))
    }

    /// The sender, what it is, if it is no person, what the message does, and in which column the text begins.
    private func heading(of message: Message, in target: Target, behind start: Int) -> (text: String, end: Int) {
        let name = message.sender.text
        let painted = surface.colour.isOn ? surface.colour.painted(name, .name(name)) : name
        let number = surface.showsNumber ? ["#\(message.seq)"] : []
        let tags = number + tags(of: message, in: target)
        var (text, end) = (painted, start + name.utf8.count)
        if !tags.isEmpty {
            let line = TerminalText.line(tags.map { "[\($0)]" }.joined(separator: " "))
            let rows = wrap(Substring(line), behind: end + 1)
            text += " " + rows.map { surface.colour.painted(String($0), .dim) }.joined(separator: "\n" + margin)
            let columns = rows.last.map { DisplayWidth.columns(of: $0) } ?? 0
            end = columns + (rows.count == 1 ? end + 1 : margin.utf8.count)
        }
        let padding = max(0, start + Self.nameWidth - end) + 2
        return (text + String(repeating: " ", count: padding), end + padding)
    }

    private func tags(of message: Message, in target: Target) -> [String] {
        let named = { (seq: Message.Seq) in namesMessages ? said[seq, in: target] : nil }
        var tags: [String] = []
        if message.kind != .human { tags.append(message.kind.rawValue) }
        switch message.entry {
        case .text: break
        case .edit(let seq): tags.append(named(seq).map { "edits: \($0.excerpt)" } ?? "edits #\(seq)")
        case .deletion(let seq): tags.append(named(seq).map { deletion($0, by: message) } ?? "deletes #\(seq)")
        case .topic: tags.append("topic")
        }
        if let seq = message.replyTo {
            tags.append(named(seq).map { "re \($0.sender): \($0.excerpt)" } ?? "re #\(seq)")
        }
        if message.isLate { tags.append("late") }
        if message.isDeleted { tags.append("deleted") }
        if message.edited != nil { tags.append("edited") }
        if let question = message.question, !message.isDeleted {
            // Where the line below says how to answer, it lists them.
            let isListed = question.choices.isEmpty || answerHint(for: message) != nil
            let number = namesMessages ? "" : " #\(message.seq)"
            tags.append("asks\(number)\(isListed ? "" : ": \(question.choices.joined(separator: " / "))")")
        }
        if let file = message.file { tags.append("file \(file.id) \(ByteText.text(file.size)) \(file.name)") }
        return tags
    }

    /// Whose message was deleted: `deletes bob's message of 16:40`.
    private func deletion(_ said: SaidMessages.Said, by message: Message) -> String {
        let whose = said.sender == message.sender ? "own" : "\(said.sender)'s"
        let isToday = Day(surface.zone.calendar(said.time)) == Day(surface.zone.calendar(message.time))
        let when = isToday ? TimeText.clock(said.time, in: surface.zone) : TimeText.date(said.time, in: surface.zone)
        return "deletes \(whose) message of \(when)"
    }

    private func wrap(_ line: Substring, behind used: Int) -> [Substring] {
        guard let columns = surface.columns, columns > 0 else { return [line] }
        let rest = columns - margin.utf8.count
        // Where little of the row is left, or none, the text begins in the next one: behind a margin, not where the
        // terminal would go on with a row that is full.
        let first = columns - used
        return LineWrap(first: first < min(Self.leastRoom, rest) ? 0 : first, rest: rest).parts(of: line)
    }
}
