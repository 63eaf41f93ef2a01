internal import ChatroomCore

/// What a line that was typed means; pure.
enum ShellLine: Equatable {
    /// Nothing.
    case empty
    /// Text for the current conversation.
    case text(String)
    /// A command and what follows its name.
    case command(name: String, rest: String)

    /// Reads a line: `/x` is a command, `//x` is the text `/x`.
    init(_ line: String) {
        if line.allSatisfy(\.isWhitespace) {
            self = .empty
        } else if line.hasPrefix("//") {
            self = .text(String(line.dropFirst()))
        } else if line.hasPrefix("/") {
            let name = line.dropFirst().prefix { !$0.isWhitespace }
            let rest = line.dropFirst(1 + name.count).drop(while: \.isWhitespace)
            self = .command(name: name.asciiLowercased, rest: String(rest))
        } else {
            self = .text(line)
        }
    }
}
