internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// Finds the files whose paths begin with a word of a command line.
///
/// In such a word a backslash takes the special meaning from the character behind it. Candidates have one before each
/// space, quote and backslash. Blocks for as long as the disk takes.
enum PathCompletion {
    /// The most candidates.
    static let limit = 500
    /// The most entries of a directory that are looked at.
    private static let entryLimit = 100_000

    /// The paths that begin with a word.
    ///
    /// Left out are names that begin with a dot unless the word asks for them, names that are not UTF-8, and names with
    /// characters that a terminal must not be sent.
    ///
    /// - Parameters:
    ///   - word: The word as it is typed, with backslashes; it may begin with `~/`.
    ///   - home: What `~` stands for.
    /// - Returns: Up to 500 paths in the order of their names, as they are to be typed; directories end in `/`. Empty
    ///   when the directory cannot be read.
    static func candidates(for word: String, home: String?) -> [String] {
        if word == "~" { return home == nil ? [] : ["~/"] }
        let bytes = Array(word.utf8)
        // A name cannot hold a slash, so every slash parts names, with a backslash before it or not.
        let split = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        let typedDirectory = String(decoding: bytes[..<split], as: UTF8.self)
        let start = unescaped(String(decoding: bytes[split...], as: UTF8.self))
        guard let directory = path(of: typedDirectory, home: home) else { return [] }
        return entries(of: directory.isEmpty ? "." : directory, startingWith: start).map { entry in
            // At the start of a word a tilde would mean the home directory.
            let sign = typedDirectory.isEmpty && entry.hasPrefix("~") ? "\\" : ""
            return typedDirectory + sign + escaped(entry)
        }
    }

    /// The path that a word stands for.
    ///
    /// - Parameters:
    ///   - word: The word as it is typed, with backslashes; it may begin with `~/`.
    ///   - home: What `~` stands for.
    /// - Returns: `nil` when it begins with `~/` and there is no home directory.
    static func path(of word: String, home: String?) -> String? {
        guard word == "~" || word.hasPrefix("~/") else { return unescaped(word) }
        return home.map { $0 + unescaped(String(word.dropFirst())) }
    }

    private static func entries(of directory: String, startingWith start: String) -> [String] {
        guard let directory = Directory(directory), let entries = directory.names(upTo: entryLimit) else { return [] }
        let names = (start == ".." ? [".."] : []) + entries.filter { RawText.isPlain($0) && isOffered($0, for: start) }
        return names.sorted().prefix(limit).map { isDirectory($0, in: directory) ? "\($0)/" : $0 }
    }

    private static func isOffered(_ name: String, for start: String) -> Bool {
        guard name.utf8.starts(with: start.utf8), !name.unicodeScalars.contains(where: TerminalCharacter.isHostile)
        else {
            return false
        }
        return name.utf8.first != UInt8(ascii: ".") || start.utf8.first == UInt8(ascii: ".")
    }

    /// Whether an entry of a directory is one itself, or a link to one.
    private static func isDirectory(_ name: String, in directory: Directory) -> Bool {
        directory.status(of: name, followsLinks: true).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
    }

    private static func escaped(_ name: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            if " \\'\"".unicodeScalars.contains(scalar) { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }

    private static func unescaped(_ word: String) -> String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in word.unicodeScalars {
            if scalar == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(scalar)
                isEscaped = false
            }
        }
        return String(result)
    }
}
