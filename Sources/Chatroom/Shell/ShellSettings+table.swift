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
        }

        /// The words that it can be set to; none when it takes a number.
        var values: [String] {
            switch kind {
            case .attention: Attention.allCases.map(\.rawValue)
            case .flag: ["on", "off"]
            case .number: []
            }
        }

        /// What it can be set to, for a message: `off, mentions or all`.
        var allowed: String {
            switch kind {
            case .attention, .flag: "\(values.dropLast().joined(separator: ", ")) or \(values.last ?? "")"
            case .number(_, let range): "a number from \(range.lowerBound) to \(range.upperBound)"
            }
        }

        /// The value that it has.
        func value(in settings: ShellSettings) -> String {
            switch kind {
            case .attention(let path): settings[keyPath: path].rawValue
            case .flag(let path): settings[keyPath: path] ? "on" : "off"
            case .number(let path, _): String(settings[keyPath: path])
            }
        }

        /// Sets it, if it can have that value.
        ///
        /// - Parameters:
        ///   - value: The value in lower case.
        ///   - settings: What is changed.
        /// - Returns: Whether it can.
        func set(_ value: String, in settings: inout ShellSettings) -> Bool {
            switch kind {
            case .attention(let path):
                guard let attention = Attention(rawValue: value) else { return false }
                settings[keyPath: path] = attention
            case .flag(let path):
                guard values.contains(value) else { return false }
                settings[keyPath: path] = value == "on"
            case .number(let path, let range):
                guard let number = Int(value), range.contains(number) else { return false }
                settings[keyPath: path] = number
            }
            return true
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
    }

    /// Every setting, in the order in which `/set` lists them.
    static let table: [Entry] = [
        .attention("bell", \.bell, "ring the terminal's bell for these messages"),
        .attention("notify", \.notify, "show a desktop notification for these messages"),
        .flag("numbers", \.numbers, "show each message's number"),
        .flag("utc", \.utc, "show times in UTC"),
        .flag("history", \.history, "keep typed lines for the next session"),
        .number("paste", \.paste, 1...1_000, "ask before sending a text of more lines than this"),
    ]

    /// The name of every setting.
    static var names: [String] { table.map(\.name) }
}
