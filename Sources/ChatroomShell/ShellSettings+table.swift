internal import ChatroomCore
internal import ChatroomProcess
internal import ChatroomTerminal

extension ShellSettings {
    /// What there is to know of a setting.
    struct Entry: Sendable {
        /// The name.
        let name: String
        /// What it does, in a few words.
        let summary: String
        private let kind: Kind

        fileprivate typealias Path<Value> = any WritableKeyPath<ShellSettings, Value> & Sendable

        private enum Kind: Sendable {
            case attention(Path<Attention>)
            case flag(Path<Bool>)
            case number(Path<Int>, ClosedRange<Int>)
            case command(Path<String>)
            case words(Path<[String]>)
        }

        /// The words that it can be set to; none when it takes anything else.
        var values: [String] {
            switch kind {
            case .attention: Attention.allCases.map(\.rawValue)
            case .flag: ["on", "off"]
            case .number: []
            case .command, .words: []
            }
        }

        /// What it can be set to, for a message: `off, mentions or all`.
        var allowed: String {
            switch kind {
            case .attention, .flag: "\(values.dropLast().joined(separator: ", ")) or \(values.last ?? "")"
            case .number(_, let range): "a number from \(range.lowerBound) to \(range.upperBound)"
            case .command: "a command and its arguments, run without a shell, or \(Self.none)"
            case .words:
                "up to \(Highlight.mostWords) words with commas between, each of at most "
                    + "\(Highlight.longestWord) bytes, or \(Self.none)"
            }
        }

        /// The value that it has.
        func value(in settings: ShellSettings) -> String {
            switch kind {
            case .attention(let path): settings[keyPath: path].rawValue
            case .flag(let path): settings[keyPath: path] ? "on" : "off"
            case .number(let path, _): String(settings[keyPath: path])
            case .command(let path): settings[keyPath: path].isEmpty ? Self.none : settings[keyPath: path]
            case .words(let path):
                settings[keyPath: path].isEmpty ? Self.none : settings[keyPath: path].joined(separator: ",")
            }
        }

        /// Sets it, if it can have that value.
        ///
        /// - Parameters:
        ///   - value: The value.
        ///   - settings: What is changed.
        /// - Returns: Whether it can.
        func set(_ value: String, in settings: inout ShellSettings) -> Bool {
            let word = value.asciiLowercased
            switch kind {
            case .attention(let path):
                guard let attention = Attention(rawValue: word) else { return false }
                settings[keyPath: path] = attention
            case .flag(let path):
                guard values.contains(word) else { return false }
                settings[keyPath: path] = word == "on"
            case .number(let path, let range):
                guard let number = Int(value), range.contains(number) else { return false }
                settings[keyPath: path] = number
            case .command(let path):
                guard word == Self.none || (try? CommandWords.split(value)) != nil,
                    value.utf8.count <= Self.longestCommand, !value.utf8.contains(UInt8(ascii: "\n"))
                else { return false }
                settings[keyPath: path] = word == Self.none ? "" : value
            case .words(let path):
                guard let words = Self.words(value) else { return false }
                settings[keyPath: path] = word == Self.none ? [] : words
            }
            return true
        }

        /// What stands for nothing.
        private static let none = "off"
        private static let longestCommand = 1_000

        /// Words as they are kept; `nil` when there are none, too many, or one that cannot be found.
        private static func words(_ text: String) -> [String]? {
            var words: [String] = []
            // Text of any language, for a good reason: names are found anyway.
            for word in text.lowercased().split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
            where !words.contains(word) {
                words.append(word)
            }
            let isShort = words.allSatisfy { $0.utf8.count <= Highlight.longestWord }
            return (1...Highlight.mostWords).contains(words.count) && isShort ? words : nil
        }

        fileprivate static func attention(_ name: String, _ path: Path<Attention>, _ summary: String) -> Entry {
            Entry(name: name, summary: summary, kind: .attention(path))
        }

        fileprivate static func flag(_ name: String, _ path: Path<Bool>, _ summary: String) -> Entry {
            Entry(name: name, summary: summary, kind: .flag(path))
        }

        fileprivate static func number(
            _ name: String, _ path: Path<Int>, _ range: ClosedRange<Int>, _ summary: String
        ) -> Entry {
            Entry(name: name, summary: summary, kind: .number(path, range))
        }

        fileprivate static func command(_ name: String, _ path: Path<String>, _ summary: String) -> Entry {
            Entry(name: name, summary: summary, kind: .command(path))
        }

        fileprivate static func words(_ name: String, _ path: Path<[String]>, _ summary: String) -> Entry {
            Entry(name: name, summary: summary, kind: .words(path))
        }
    }

    /// Every setting, in the order in which `/set` lists them.
    static let table: [Entry] = [
        .attention("bell", \.bell, "ring the terminal's bell for these messages"),
        .attention("notify", \.notify, "show a desktop notification for these messages"),
        .command("notify-command", \.notifyCommand, "run this for these messages"),
        .words("highlight", \.highlight, "treat messages with these words as for you"),
        .flag("numbers", \.numbers, "show each message's number"),
        .flag("utc", \.utc, "show times in UTC"),
        .flag("history", \.history, "keep typed lines for the next session"),
        .number("paste", \.paste, 1...1_000, "ask before sending a text of more lines than this"),
    ]

    /// The name of every setting.
    static var names: [String] { table.map(\.name) }
}
