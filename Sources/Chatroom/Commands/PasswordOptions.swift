internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomTerminal

/// Where a password comes from when nobody can be asked for it.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "The password is the first line of standard input.")
    var passwordStdin = false

    @Option(help: ArgumentHelp("The password is the first line of this file.", valueName: "path"))
    var passwordFile: RawArgument?

    /// Makes sure that the server is trusted before a person types a password for it, which may take any time.
    func checkTrust(of client: ChatClient) async throws {
        if source == .terminal { try await client.withConnection { _ in } }
    }

    /// Where it comes from.
    var source: PasswordSource {
        if passwordStdin { return .standardInput }
        return passwordFile.map { .file($0.raw) } ?? .terminal
    }
}
