internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomSystem

/// The lines that were typed into the shell, kept in a file for each profile.
///
/// A line of the file each, oldest first; line feeds in it are written `\n` and backslashes `\\`. At most the newest
/// 1,000 are kept, in at most 256 KiB. Every call blocks for as long as the disk takes.
struct LineHistory: Sendable {
    private let file: PrivateFile

    private static let countLimit = 1_000
    private static let fileLimit = 256 << 10
    private static let lineLimit = 16 << 10

    /// Names the file; it need not exist.
    ///
    /// - Parameters:
    ///   - profile: The profile.
    ///   - environment: The environment.
    /// - Throws: `ChatError` with code `configuration` when there is no home directory.
    init(profile: ProfileName, environment: Environment) throws(ChatError) {
        file = PrivateFile("shell-history-\(profile)", in: try environment.stateDirectory, environment: environment)
    }

    /// The lines, oldest first.
    ///
    /// - Throws: `ChatError` with code `configuration` when the file is not as it must be, or `file-access`.
    func load() throws(ChatError) -> [String] {
        Self.newest(of: Self.entries(of: try file.read() ?? "")).map(Self.decoded)
    }

    /// Adds a line, whatever other shells add at the same time.
    ///
    /// Left out are an empty line, one that begins with a space, one that is equal to the last one, and one of more than
    /// 16 KiB.
    ///
    /// - Parameter line: The line; it may have line breaks.
    /// - Throws: What ``load()`` throws; the file is as it was then.
    func add(_ line: String) throws(ChatError) {
        guard let first = line.utf8.first, first != UInt8(ascii: " "), line.utf8.count <= Self.lineLimit else { return }
        let entry = Self.encoded(line)[...]
        try file.update { text throws(ChatError) in
            let entries = Self.entries(of: text ?? "")
            guard entries.last != entry else { return nil }
            let kept = Self.newest(of: entries + [entry])
            return String(decoding: kept.joined(separator: [UInt8(ascii: "\n")]) + [UInt8(ascii: "\n")], as: UTF8.self)
        }
    }

    /// The lines of the file as bytes, for to `Character` a line feed behind a carriage return is none.
    private static func entries(of text: String) -> [ArraySlice<UInt8>] {
        Array(text.utf8).split(separator: UInt8(ascii: "\n"))
    }

    private static func newest(of entries: [ArraySlice<UInt8>]) -> ArraySlice<ArraySlice<UInt8>> {
        var rest = fileLimit
        var first = entries.endIndex
        while first > 0, entries.count - first < countLimit {
            rest -= entries[first - 1].count + 1
            guard rest >= 0 else { break }
            first -= 1
        }
        return entries[first...]
    }

    private static func encoded(_ line: String) -> [UInt8] {
        var entry: [UInt8] = []
        for byte in line.utf8 {
            switch byte {
            case UInt8(ascii: "\n"): entry += Array("\\n".utf8)
            case UInt8(ascii: "\\"): entry += Array("\\\\".utf8)
            default: entry.append(byte)
            }
        }
        return entry
    }

    /// The line that an entry stands for; a backslash that ``encoded(_:)`` did not write stays one.
    private static func decoded(_ entry: ArraySlice<UInt8>) -> String {
        var line: [UInt8] = []
        var rest = entry
        while let byte = rest.popFirst() {
            switch (byte, rest.first) {
            case (UInt8(ascii: "\\"), UInt8(ascii: "n")):
                line.append(UInt8(ascii: "\n"))
                rest.removeFirst()
            case (UInt8(ascii: "\\"), UInt8(ascii: "\\")):
                line.append(byte)
                rest.removeFirst()
            default: line.append(byte)
            }
        }
        return String(decoding: line, as: UTF8.self)
    }
}
