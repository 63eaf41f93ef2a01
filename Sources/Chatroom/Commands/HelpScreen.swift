internal import ArgumentParser
internal import FoundationEssentials

/// The help of a command, as `-h` prints it: how it is called, its options a line each, two examples.
struct HelpScreen {
    /// The most characters of a line.
    static let width = 79

    private let path: [String]
    private let type: any ParsableCommand.Type

    /// Finds the command.
    ///
    /// - Parameter words: The names of a command and of its subcommand; what is neither ends them.
    init(of words: some Sequence<String>) {
        var (path, command): ([String], any ParsableCommand.Type) = (["chatroom"], ChatroomCommand.self)
        for word in words {
            guard let next = command.configuration.subcommands.first(where: { $0._commandName == word }) else { break }
            path.append(word)
            command = next
        }
        (self.path, type) = (path, command)
    }

    /// What to type to see it.
    var command: String { path.count == 1 ? "chatroom help" : "\(path.joined(separator: " ")) -h" }

    /// All that is printed, without a line feed at the end.
    var text: String {
        let configuration = type.configuration
        let parts = configuration.discussion.components(separatedBy: "Examples:\n")
        let isOuter = !configuration.subcommands.isEmpty
        var blocks = [configuration.abstract]
        if let prose = parts.first?.trimmingCharacters(in: .whitespacesAndNewlines), !prose.isEmpty {
            blocks.append(prose)
        }
        blocks += isOuter ? ["Usage: \(usage)"] + groups : sections
        if isOuter { blocks.append(outerEnd) }
        if parts.count > 1 { blocks.append("Examples:\n\(parts[1])".trimmingCharacters(in: .newlines)) }
        return blocks.map { Self.wrapped($0, to: Self.width).joined(separator: "\n") }.joined(separator: "\n\n")
    }

    private var usage: String {
        if let usage = type.configuration.usage { return usage }
        return "\(path.joined(separator: " ")) COMMAND ..."
    }

    /// The subcommands, by what they are about.
    private var groups: [String] {
        let configuration = type.configuration
        let grouped = configuration.groupedSubcommands.map { ($0.name, $0.subcommands) }
        let loose = configuration.ungroupedSubcommands
        let width = configuration.subcommands.map { $0._commandName.count }.max() ?? 0
        return ((loose.isEmpty ? [] : [("Commands", loose)]) + grouped).map { title, commands in
            Self.block("\(title):", commands.map { ($0._commandName, $0.configuration.abstract) }, width: width)
        }
    }

    /// How it is called, its arguments, and its options that are not common to all commands.
    private var sections: [String] {
        guard let help = try? JSONDecoder().decode(ToolHelp.self, from: Data(type._dumpHelp().utf8)) else {
            return ["Usage: \(usage)"]
        }
        let shown = (help.command.arguments ?? []).filter {
            $0.shouldDisplay && !["version", "help"].contains($0.valueName)
        }
        let own = shown.filter { $0.sectionTitle != GlobalOptions.title }
        // The arguments have none of their own.
        var titles = [""]
        for argument in own where !titles.contains(argument.title) { titles.append(argument.title) }
        let width = own.map(\.left.count).max() ?? 0
        let blocks = titles.map { title in
            let heading = title.isEmpty ? "Usage: \(usage)" : "\(title):"
            return Self.block(heading, own.filter { $0.title == title }.map { ($0.left, $0.right) }, width: width)
        }
        return blocks + (own.count < shown.count ? [Self.common] : [])
    }

    private var outerEnd: String {
        let inner = path.dropFirst().joined(separator: " ")
        let more = "'chatroom \(inner.isEmpty ? "" : "\(inner) ")COMMAND -h' says more"
        guard inner.isEmpty else { return "\(more), and so does chatroom-\(inner)(1)." }
        return "\(more), and so do chatroom(1) and\n'chatroom help "
            + HelpTopic.allCases.map(\.rawValue).joined(separator: "|") + "'."
    }

    private static let common = """
        \(GlobalOptions.title): -s/--server, --profile, --fingerprint, --accept-new, --timeout,
          --json, -q/--quiet, --verbose, --color; see 'chatroom help options'
        """

    /// A heading and lines of two columns, of which the second is wrapped.
    private static func block(_ title: String, _ rows: [(String, String)], width: Int) -> String {
        let indent = min(width, 25) + 4
        let lines = rows.flatMap { left, right in
            let texts = wrapped(right, to: Self.width - indent)
            let pad = String(repeating: " ", count: max(indent - left.count - 2, 0))
            // What is too long for its column has a line of its own.
            guard left.count + 4 <= indent else {
                return ["  \(left)"] + texts.map { String(repeating: " ", count: indent) + $0 }
            }
            return ["  \(left)\(pad)\(texts[0])"] + texts.dropFirst().map { String(repeating: " ", count: indent) + $0 }
        }
        return ([title] + lines).joined(separator: "\n")
    }

    /// A text in lines that fit; lines that fit are left as they are.
    private static func wrapped(_ text: String, to width: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            guard line.count > width else { return [String(line)] }
            return line.split(separator: " ").reduce(into: [""]) { lines, word in
                let last = lines[lines.count - 1]
                if last.isEmpty {
                    lines[lines.count - 1] = String(word)
                } else if last.count + 1 + word.count <= width {
                    lines[lines.count - 1] = "\(last) \(word)"
                } else {
                    lines.append(String(word))
                }
            }
        }
    }
}

/// What the parser knows of a command.
private struct ToolHelp: Decodable {
    struct Command: Decodable {
        let arguments: [Argument]?
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let kind: String
        let names: [Name]?
        let valueName: String?
        let abstract: String?
        let sectionTitle: String?
        let allValues: [String]?
        let defaultValue: String?
        let shouldDisplay: Bool

        /// What the block is called that it stands in.
        var title: String { sectionTitle ?? (names == nil ? "" : "Options") }

        /// As it is typed: `-n, --count N`.
        var left: String {
            let value = allValues?.joined(separator: "|") ?? (valueName ?? "").uppercased()  // Safe: words of our own.
            guard let names else { return value }
            let typed = names.map { $0.kind == "long" ? "--\($0.name)" : "-\($0.name)" }
                .sorted { $0.count < $1.count }.joined(separator: ", ")
            return kind == "option" ? "\(typed) \(value)" : typed
        }

        /// What it does.
        var right: String {
            guard let defaultValue, allValues != nil else { return abstract ?? "" }
            return "\(abstract ?? "") (default: \(defaultValue))"
        }
    }

    let command: Command
}
