internal import ArgumentParser

/// Where a password comes from when nobody can be asked for it.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "Read the password from the first line of standard input.")
    var passwordStdin = false

    @Option(help: "Read the password from the first line of a file.")
    var passwordFile: String?

    /// Where it comes from.
    var source: PasswordSource {
        if passwordStdin { return .standardInput }
        return passwordFile.map { .file($0) } ?? .terminal
    }
}
