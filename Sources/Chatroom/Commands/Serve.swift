public import ArgumentParser
internal import ChatroomCore
internal import ChatroomDisk
internal import ChatroomProcess
internal import ChatroomServer
internal import ChatroomSystem
internal import ChatroomTerminal
internal import Glibc
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// `chatroom serve`: runs the server.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server until SIGTERM or Ctrl-C.",
        usage: "chatroom serve [options]",
        discussion: """
            Examples:
              chatroom serve
              chatroom serve --listen 0.0.0.0:8888 --data /var/lib/chatroom
            """)

    @Option(
        help: ArgumentHelp("HOST:PORT, [IPV6]:PORT or unix:PATH; repeats.", valueName: "address"),
        transform: { try ListenAddress($0) })
    var listen: [ListenAddress] = []

    @Option(
        help: ArgumentHelp("The data directory (CHATROOM_DATA).", valueName: "dir"),
        completion: .directory)
    var data: RawArgument?

    @Option(
        help: ArgumentHelp("A certificate chain in PEM, instead of the self-made one.", valueName: "path"),
        completion: .file()
    )
    var tlsCert: RawArgument?

    @Option(help: ArgumentHelp("The key of --tls-cert in PEM.", valueName: "path"), completion: .file())
    var tlsKey: RawArgument?

    @Option(
        help: ArgumentHelp("Who may register after the first: open or closed.", valueName: "who"),
        transform: { text throws(ChatError) in try choice(text, ServerConfiguration.Registration.self) })
    var registration: ServerConfiguration.Registration = .open

    @Option(
        help: ArgumentHelp(
            "Set a limit; repeats. chatroom-serve(1) has them.",
            discussion: "Names: \(Limits.names.joined(separator: ", ")).", valueName: "name=value"))
    var limit: [String] = []

    @Option(help: ArgumentHelp("log2 of scrypt's cost, 10 to 20; 15 if not given.", valueName: "n"))
    var passwordCost = ScryptCost.standard.logN

    @Option(help: ArgumentHelp("Event loops; as many as processors if not given.", valueName: "n"))
    var loops: Int?

    @Option(help: "relaxed may lose recent messages.")
    var durability: Durability = .full

    @Option(
        help: ArgumentHelp("trace, debug, info, notice, warning, error, critical.", valueName: "level"),
        transform: { text throws(ChatError) in try choice(text, Logger.Level.self) })
    var logLevel: Logger.Level = .notice

    @Option(help: "How the log is written.")
    var logFormat: LogFormat = .text

    @Flag(name: [.short, .long], help: "Print only the log.")
    var quiet = false

    /// When a commit counts as done.
    enum Durability: String, CaseIterable, ExpressibleByArgument {
        case full, relaxed
    }

    /// Reads one of a library's words as it is spelled.
    private static func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ text: String, _ type: Value.Type
    ) throws(ChatError) -> Value {
        guard let value = Value(rawValue: text) else {
            let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw ChatError(.usage, "'\(text)' is none of \(words)")
        }
        return value
    }

    func run() async throws {
        // Until there is somebody who says so in the log, too.
        for signal in IgnoredSignals.numbers { Glibc.signal(signal, SIG_IGN) }
        let environment = Environment.ofProcess()
        let notices = ServeNotices(
            diagnostics: Diagnostics(
                isQuiet: quiet, isJSON: logFormat == .json, environment: environment, status: ExitStatus.number),
            environment: environment)
        let (format, level) = (logFormat, logLevel)
        LoggingSystem.bootstrap { _ in StandardErrorLog(format: format, logLevel: level) }
        let logger = Logger(label: "chatroom")
        let configuration = try configuration(environment)
        let service = ServerFromTheStart {
            try await ChatServer.open(
                configuration, logger: logger,
                engines: { (configuration) throws(ChatError) in
                    try await .onDisk(
                        configuration.dataDirectory, isDurable: configuration.isDurable,
                        bounds: configuration.limits.kept,
                        onRename: { before, after in
                            logger.notice(
                                "a room got another name, because a user has its name",
                                metadata: ["before": "\(before)", "after": "\(after)"])
                        }, onFault: { logger.error("database", metadata: ["error": "\($0)"]) })
                },
                onRunning: { notices.started($0, configuration) }, onStopping: { notices.stopping($0) })
        }
        let group = ServiceGroup(
            services: [IgnoredSignals(logger: logger), service], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger)
        try await group.run()
        notices.stopped()
    }

    /// How many event loops it has.
    var loopCount: Int { loops ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    private func configuration(_ environment: Environment) throws -> ServerConfiguration {
        guard (1...256).contains(loops ?? 1) else { throw ChatError(.usage, "--loops takes a number from 1 to 256") }
        let addresses = ServiceManager(environment).sockets.map { .inherited(descriptor: $0) } + listen
        var configuration = ServerConfiguration(
            listen: addresses.isEmpty ? [.standard] : addresses, dataDirectory: try environment.serverData(data?.raw),
            loops: loopCount, product: Version.product)
        switch (tlsCert, tlsKey) {
        case (let chain?, let key?): configuration.certificate = (chain.raw, key.raw)
        case (nil, nil): break
        default: throw ChatError(.usage, "--tls-cert and --tls-key belong together")
        }
        for setting in limit { try configuration.limits.set(setting) }
        guard (10...20).contains(passwordCost) else { throw ChatError(.usage, "--password-cost takes 10 to 20") }
        configuration.passwordCost = ScryptCost(logN: passwordCost)
        configuration.registration = registration
        configuration.isDurable = durability == .full
        return configuration
    }
}

/// A server that hears a signal while it is being opened, too; the first process of a container would lose it.
private struct ServerFromTheStart: Service {
    let open: @Sendable () async throws -> ChatServer

    func run() async throws { try await open().run() }
}

extension LogFormat: ExpressibleByArgument {}
extension ListenAddress: KeepsBytes {}
