public import ArgumentParser
internal import ChatroomCore
internal import ChatroomTerminal

/// What every command that talks to a server takes.
struct GlobalOptions: ParsableArguments {
    /// What help calls them; `help options` lists them.
    static let title = "Common options"

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("The server, HOST:PORT or unix:PATH (CHATROOM_SERVER).", valueName: "address"))
    var server: RawArgument?

    @Option(
        help: ArgumentHelp(
            "The identity to use (CHATROOM_PROFILE); each profile has its own login.", valueName: "name"),
        completion: .profile)
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "Trust the server only if its key is SHA256:... (CHATROOM_FINGERPRINT).", valueName: "key"))
    var fingerprint: String?

    @Flag(help: "Trust a server that is not known yet without asking.")
    var acceptNew = false

    @Option(
        help: ArgumentHelp("How long to wait, such as 10s or 5m.", valueName: "time"),
        transform: { try TimeInput.wait($0) })
    var timeout: Duration?

    @Flag(help: "One JSON object a line on standard output; errors as JSON on standard error.")
    var json = false

    @Flag(name: [.short, .long], help: "Say nothing but errors.")
    var quiet = false

    @Flag(help: "Say more about what is done.")
    var verbose = false

    @Option(help: "Colours: auto, always or never.")
    var color: ColourChoice = .auto
}

extension ColourChoice: ExpressibleByArgument {}
