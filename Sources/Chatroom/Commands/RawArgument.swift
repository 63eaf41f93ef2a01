internal import ArgumentParser
internal import ChatroomCore
internal import Glibc

/// A word of the command line that keeps its bytes: a path, a command, or what may be one.
///
/// Whatever is an option or an argument of another type is text, and ``check(_:)`` refuses it when it is not UTF-8.
struct RawArgument: ExpressibleByArgument, KeepsBytes, Hashable, Sendable {
    /// The word, as `RawText` has it.
    let raw: String

    init(argument: String) { raw = argument }

    /// The word as text.
    ///
    /// - Throws: `ChatError` with code `invalid` when it is not UTF-8.
    var text: String { get throws(ChatError) { try RawText.text(raw) } }

    /// The words of this process's command line after its name.
    static var ofProcess: [String] {
        (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            CommandLine.unsafeArgv[index].map { word in
                RawText.string(UnsafeRawBufferPointer(start: word, count: strlen(word)))
            }
        }
    }

    /// Refuses a command with a text among its options and arguments that is not UTF-8.
    ///
    /// - Parameter command: The command, parsed.
    /// - Throws: `ChatError` with code `invalid`, which shows the text.
    static func check(_ command: any ParsableCommand) throws(ChatError) { try check(command, depth: 0) }

    /// How far into values that other packages make it is looked; the parser's own take four steps.
    private static let depth = 16

    private static func check(_ value: Any, depth: Int) throws(ChatError) {
        if value is any KeepsBytes { return }
        if let word = value as? String {
            guard RawText.isPlain(try RawText.text(word)) else {
                throw ChatError(
                    .invalid, "'\(word)' has a character that only stands in for others here",
                    hint: "Standard input takes every text.")
            }
            return
        }
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle != .class, depth < Self.depth else { return }
        for child in mirror.children { try check(child.value, depth: depth + 1) }
    }
}

/// What knows itself which of its parts are text.
protocol KeepsBytes {}
