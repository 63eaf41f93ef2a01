public import ChatroomCore
public import ChatroomSystem

/// Everything that goes to standard error: errors, notes, and what only a person at a terminal wants to know.
///
/// What others wrote may be part of any text, so all of it is made safe here. Lines are short; one write each.
public struct Diagnostics: Sendable {
    private let write: @Sendable ([UInt8]) -> Void
    /// Writes lines that others may have a part in, each of which begins at the left alone.
    private let writeLines: @Sendable ([UInt8]) -> Void
    private let isTerminal: Bool
    private let isQuiet: Bool
    private let isJSON: Bool
    private let colour: Colour
    /// What the process exits with for an error.
    private let status: @Sendable (ChatError.Code) -> Int32
    /// How hints are worded where this is read; they name commands.
    public var wording: @Sendable (String) -> String = { $0 }

    /// Sets how standard error is used.
    ///
    /// - Parameters:
    ///   - isQuiet: Whether notes are left out, by `-q`; errors are always shown.
    ///   - isJSON: Whether each line is a JSON object, by `--json`.
    ///   - colour: What `--color` says.
    ///   - environment: The environment.
    ///   - output: Where to write.
    ///   - status: What the process exits with for an error.
    public init(
        isQuiet: Bool = false, isJSON: Bool = false, colour: ColourChoice = .auto, environment: Environment,
        output: OutputDescriptor = .standardError, status: @escaping @Sendable (ChatError.Code) -> Int32
    ) {
        self.status = status
        // When standard error cannot be written to there is nobody left to tell.
        write = { try? output.write($0) }
        writeLines = { bytes in
            let columns = output.isTerminal ? output.columns : nil
            try? output.write(columns.map { LineWrap.wrapped(bytes, columns: $0, margin: "  ") } ?? bytes)
        }
        self.isQuiet = isQuiet
        self.isJSON = isJSON
        isTerminal = output.isTerminal
        self.colour = Colour(colour, environment: environment, isTerminal: isTerminal)
    }

    /// Shows everything to a person whose terminal is in other hands.
    ///
    /// - Parameters:
    ///   - colour: The terminal's colours.
    ///   - write: Shows whole lines.
    public init(colour: Colour, write: @escaping @Sendable ([UInt8]) -> Void) {
        self.write = write
        writeLines = write
        // Nothing that ends with an error ends the process.
        status = { _ in 0 }
        (isQuiet, isJSON, isTerminal, self.colour) = (false, false, true, colour)
    }

    /// Reports why the command failed.
    ///
    /// - Parameter error: The error.
    /// - Returns: What the process exits with.
    @discardableResult
    public func report(_ error: ChatError) -> Int32 {
        let error = error.with(hint: error.hint.map(wording))
        let status = status(error.code)
        if isJSON {
            write(Self.json(error, status))
        } else {
            let lines = "chatroom: \(Self.text(error))".split(separator: "\n")
            writeLines(lines.flatMap { Array("\(colour.painted(String($0), .error))\n".utf8) })
        }
        return status
    }

    /// Says something that matters to whoever runs the command: `connection lost; retrying in 1 s (cursor kept)`.
    public func note(_ text: String) {
        guard !isQuiet else { return }
        if isJSON {
            write(
                JSONObject.line {
                    $0.set("v", 1)
                    $0.set("type", "note")
                    $0.set("message", RawText.shown(text))
                })
        } else {
            writeLines(Array("\(Self.line(text))\n".utf8))
        }
    }

    /// Says something that only a person at a terminal wants to know: `sent to builds (#42)`.
    public func aside(_ text: String) {
        guard isTerminal, !isQuiet, !isJSON else { return }
        writeLines(Array("\(colour.painted(Self.line(wording(text)), .dim))\n".utf8))
    }

    /// Shows how far something is on the terminal's current line, over what it showed before.
    ///
    /// - Parameter text: The state, shorter than a line; `nil` clears the line, which is due before anything else is
    ///   written.
    public func progress(_ text: String?) {
        guard isTerminal, !isQuiet, !isJSON else { return }
        write(Array("\r\u{1b}[K\(text.map(Self.line) ?? "")".utf8))
    }

    /// The error as `WHAT (WHERE). NEXT STEP` on one line; a changed key takes two.
    public static func text(_ error: ChatError) -> String {
        let what = line(error.message)
        let stop = what.last.map { ".?!".contains($0) } ?? true ? "" : "."
        guard let hint = hint(of: error) else { return what + stop }
        return "\(what)\(stop)\(error.code == .keyChanged ? "\n" : " ")\(line(hint))"
    }

    /// A text on one line; bytes of a path that are not UTF-8 as `\xe9`.
    private static func line(_ text: String) -> String { TerminalText.line(RawText.shown(text)) }

    /// The next step: the server's or the program's own, else when to try again.
    private static func hint(of error: ChatError) -> String? {
        error.hint ?? error.retryAfter.map { "Try again in \(DurationText.text($0))." }
    }

    private static func json(_ error: ChatError, _ status: Int32) -> [UInt8] {
        JSONObject.line {
            $0.set("v", 1)
            $0.set("type", "error")
            $0.set("code", error.code.rawValue)
            $0.set("exit", Int64(status))
            $0.set("message", RawText.shown(error.message))
            $0.set("hint", hint(of: error).map(RawText.shown))
        }
    }
}
