/// A text that would take a terminal over, forge a message or hide something if it were shown as it is.
struct HostileText: Sendable, CustomStringConvertible {
    /// What it would do.
    let description: String
    /// The text, between two words that show that all of it was taken.
    let text: String

    private init(_ description: String, _ text: String) {
        self.description = description
        self.text = "@alice begin \(text) end"
    }

    /// The row that no text may bring about.
    static let forgedRow = "17:00  alice        forged"

    /// Whether a row of the screen is forged, or is the end of another one that was wrapped where nobody sees it.
    static func isForged(_ row: String) -> Bool { row.hasPrefix(forgedRow) }

    /// Every kind.
    static let all = [
        HostileText("moves the cursor", "\u{1B}[97A\u{1B}[12;40H\u{1B}[97D\u{1B}[sX\u{1B}[u"),
        HostileText("erases", "\u{1B}[2J\u{1B}[3J\u{1B}[2K"),
        HostileText("recolours", "\u{1B}[31;5;8m"),
        HostileText("sets the title", "\u{1B}]0;owned\u{07}\u{1B}]2;owned\u{1B}\\"),
        HostileText("links", "\u{1B}]8;;https://evil.example\u{1B}\\here\u{1B}]8;;\u{1B}\\"),
        HostileText("writes the clipboard", "\u{1B}]52;c;b3duZWQ=\u{07}"),
        HostileText("notifies", "\u{07}\u{1B}]9;owned\u{07}"),
        HostileText("asks and programs", "\u{1B}P$q\"p\u{1B}\\\u{1B}_Ga=q;\u{1B}\\\u{1B}^x\u{1B}\\\u{1B}[c\u{1B}[6n"),
        HostileText("uses C1", "\u{9B}2J\u{9D}0;owned\u{9C}\u{90}q\u{9C}\u{85}\u{8D}"),
        HostileText("resets", "\u{1B}c\u{1B}[!p\u{1B}[?1049h"),
        HostileText("shifts character sets", "\u{0E}lqqk\u{0F}\u{1B}(0lqqk\u{1B}(B"),
        HostileText("prints over", "\u{8}\u{8}\u{8}\u{7F}\r\(forgedRow)"),
        HostileText("reverses", "\u{202E}gnp.exe\u{202C}\u{2066}x\u{2069}\u{200E}\u{200F}\u{061C}"),
        HostileText("hides", "\u{200B}\u{200C}\u{2060}\u{FEFF}\u{00AD}\u{3164}\u{E0041}\u{E007F}\u{FFF9}"),
        HostileText("breaks lines", "x\n\(forgedRow)\n\r\n\(forgedRow)"),
        HostileText("breaks lines otherwise", "x\u{0B}\(forgedRow)\u{0C}\(forgedRow)\u{2028}\(forgedRow)"),
    ]

    /// Those without a line feed.
    static let oneLine = all.filter { !$0.text.utf8.contains(0x0A) }

    /// Those without any control character of ASCII.
    static let visible = oneLine.filter { !$0.text.utf8.contains { $0 < 0x20 || $0 == 0x7F } }
}
