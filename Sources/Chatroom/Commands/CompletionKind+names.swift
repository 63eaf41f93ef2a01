internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// What the shell that runs the program offers for a word, from what is kept on this machine alone: nobody is asked for
/// a password or waits for a server while Tab is pressed.
extension CompletionKind {
    /// Rooms, and users with `@`.
    static var target: CompletionKind { names { !isFile($0) } }
    /// Rooms.
    static var room: CompletionKind { names { !$0.hasPrefix("@") && !isFile($0) } }
    /// Users without `@`.
    static var user: CompletionKind { names(shown: { String($0.dropFirst()) }, where: { $0.hasPrefix("@") }) }
    /// Files that can be fetched; rooms and users where their files are meant.
    static var file: CompletionKind {
        .custom { words, _, typed in
            let isAbout = words.contains("--last") || words.contains("--list")
            return candidates(words, typed) { isFile($0) != isAbout }
        }
    }
    /// Profiles that have a login or a file.
    static var profile: CompletionKind {
        .custom { _, _, typed in
            let environment = Environment.ofProcess()
            let logins = (try? Credentials(environment).all().map(\.profile)) ?? []
            let files = (try? environment.configDirectory).map { Directory.names(in: "\($0)/profiles") } ?? []
            return Set(logins + files).filter { $0.hasPrefix(typed) }.sorted()
        }
    }

    private static func isFile(_ name: String) -> Bool { name.hasPrefix("f_") && (try? FileID(name)) != nil }

    private static func names(
        shown: @escaping @Sendable (String) -> String = { $0 }, where isMeant: @escaping @Sendable (String) -> Bool
    ) -> CompletionKind {
        .custom { words, _, typed in candidates(words, typed, shown: shown, where: isMeant) }
    }

    private static func candidates(
        _ words: [String], _ typed: String, shown: (String) -> String = { $0 }, where isMeant: (String) -> Bool
    ) -> [String] {
        let environment = Environment.ofProcess()
        guard
            let profile = try? Profile(
                profile: value(of: ["--profile"], in: words), server: value(of: ["--server", "-s"], in: words),
                environment: environment),
            let cache = NameCache(profile, environment)
        else { return [] }
        return cache.names.filter(isMeant).map(shown).filter { $0.hasPrefix(typed) }.sorted()
    }

    private static func value(of options: [String], in words: [String]) -> String? {
        for (index, word) in words.enumerated() {
            if options.contains(word), index + 1 < words.count { return words[index + 1] }
            for option in options where word.hasPrefix("\(option)=") { return String(word.dropFirst(option.count + 1)) }
        }
        return nil
    }
}
