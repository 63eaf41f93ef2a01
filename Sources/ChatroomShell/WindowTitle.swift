internal import ChatroomCore

/// What sets the title of a terminal's window, and gives back the one before.
enum WindowTitle {
    /// Puts the title on the terminal's stack (XTWINOPS of xterm, which others took over).
    static let push = "\u{1b}[22;2t"
    /// Takes it from there.
    static let pop = "\u{1b}[23;2t"

    /// Sets the title alone (OSC 2).
    static func set(_ title: String) -> String { "\u{1b}]2;\(TerminalText.line(title))\u{07}" }
}
