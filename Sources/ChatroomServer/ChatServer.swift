public import ChatroomCore
public import ChatroomStore
public import ChatroomSystem
public import Logging
public import ServiceLifecycle

/// A chat server: opened by ``open(_:logger:engines:onRunning:onStopping:)``, which takes everything that can fail at start, then run as a service
/// until it is shut down gracefully.
public struct ChatServer: Service {
    /// The addresses that it accepts connections on, with the real port for each.
    public let addresses: [ListenAddress]
    /// The fingerprint of its key, `SHA256:...`.
    public let fingerprint: String
    /// The names for which it made itself a key just now; empty when it had one.
    public let newKeyNames: [String]
    /// Whether the data directory had to be made.
    public let isNewDirectory: Bool
    /// Whether anybody is registered yet.
    public let hasAccounts: Bool
    /// Whether the first administrator is yet to come; see ``firstAccountFile``.
    public let needsAdministrator: Bool
    /// The file in the data directory that holds the code of the first administrator.
    public static let firstAccountFile = FirstAccount.fileName

    /// Keeps the way to the data directory open.
    private var directory: TextPath?
    let services: Services
    private let hasher: PasswordHasher
    private let door: WireDoor
    private let onRunning: @Sendable (ChatServer) -> Void
    private let onStopping: @Sendable (_ clients: Int) -> Void

    /// Opens the data directory, the certificate and the sockets; connections wait until ``run()``.
    ///
    /// - Parameters:
    ///   - configuration: What the operator chose.
    ///   - logger: Where the server's log goes.
    ///   - engines: Opens what everything is kept with, once the data directory is there.
    ///   - onRunning: Called when ``run()`` begins, from when on a graceful shutdown is heard.
    ///   - onStopping: Called when a graceful shutdown begins, with the number of clients that are told.
    /// - Returns: The server, ready to run.
    /// - Throws: ``ChatError`` that says what is in the way.
    public static func open(
        _ configuration: ServerConfiguration, logger: Logger,
        engines: (ServerConfiguration) async throws(ChatError) -> Engines,
        onRunning: @escaping @Sendable (ChatServer) -> Void = { _ in },
        onStopping: @escaping @Sendable (_ clients: Int) -> Void = { _ in }
    ) async throws(ChatError) -> ChatServer {
        for case .unix(let path) in configuration.listen { try PathTrust.check(path) }
        let isNew = try PrivateFileWriter.makeDirectory(configuration.dataDirectory)
        let directory = try TextPath(configuration.dataDirectory)
        var configuration = configuration
        configuration.dataDirectory = directory.text
        // So that one user of this machine does not take all.
        let bound = max(1, OpenFileLimit.raise() / 2)
        configuration.limits.connectionsPerLocalSource = min(configuration.limits.connectionsPerLocalSource, bound)
        let certificate =
            if let files = configuration.certificate {
                try ServerCertificate(chainFile: files.chain, keyFile: files.key)
            } else {
                try ServerCertificate(selfMadeIn: configuration.dataDirectory)
            }
        let engines = try await engines(configuration)
        if let flaw = certificate.term.flaw(at: WallClock.system.now()) {
            logger.warning(
                "the certificate \(flaw); clients that have not confirmed its key before refuse it",
                metadata: ["fingerprint": "\(certificate.fingerprint)"])
        }
        do {
            var server = try await ChatServer(
                configuration, engines: engines, certificate: certificate, isNewDirectory: isNew, logger: logger,
                onRunning: onRunning, onStopping: onStopping)
            server.directory = directory
            return server
        } catch {
            try await engines.close()
            throw error
        }
    }

    /// Puts a server together around a store and a clock.
    public init(
        _ configuration: ServerConfiguration, engines: Engines, certificate: ServerCertificate,
        isNewDirectory: Bool, system: WallClock = .system, logger: Logger,
        onRunning: @escaping @Sendable (ChatServer) -> Void,
        onStopping: @escaping @Sendable (_ clients: Int) -> Void,
        steady: SteadyClock = .starting(ContinuousClock()),
        onDerivation: @escaping @Sendable (Source) -> Void = { _ in }, outlets: [any Outlet] = []
    ) async throws(ChatError) {
        let clock = PlausibleClock(
            system, after: try await engines.times.lastTimes().latest(slack: PlausibleClock.bound))
        var door = try await WireDoor(
            loops: configuration.loops, limits: configuration.limits, certificate: certificate)
        hasAccounts = try await engines.accounts.hasAccounts()
        let firstAccount = try FirstAccount(
            in: configuration.dataDirectory, fingerprint: certificate.fingerprint,
            isNeeded: !(try await engines.accounts.hasAdministrator()))
        needsAdministrator = firstAccount.isNeeded
        addresses = try await door.listen(at: configuration.listen)
        self.door = door
        hasher = PasswordHasher(cost: configuration.passwordCost, onDerivation: onDerivation)
        let key = try PlaceKey(in: configuration.dataDirectory)
        let places = KnownPlaces(store: engines.places, key: key, clock: clock, logger: logger)
        let gate = LoginGate(
            store: engines.accounts, hasher: hasher, places: places, limits: configuration.limits, steady: steady,
            logger: logger)
        let bus = Bus()
        let registry = ConnectionRegistry(limits: configuration.limits)
        let writer = LogWriter(
            engines: engines, outlets: [door.outlet] + outlets, bus: bus, clock: clock, limits: configuration.limits,
            logger: logger)
        services = Services(
            configuration: configuration, engines: engines,
            accounts: Accounts(
                store: engines.accounts, hasher: hasher, gate: gate, places: places,
                proofs: DeviceProofs(key: key, store: engines.accounts, clock: clock), registry: registry,
                firstAccount: firstAccount, limits: configuration.limits, steady: steady, clock: clock, logger: logger),
            firstAccount: firstAccount,
            writer: writer,
            registry: registry,
            readiness: Readiness(store: engines.log, writer: writer),
            queues: WorkQueues(store: engines.work, doorbell: bus.doorbell, logger: logger),
            bus: bus, clock: clock, logger: logger)
        fingerprint = certificate.fingerprint
        newKeyNames =
            certificate.isNew
            ? ["localhost"] + [ServerCertificate.hostName].compactMap(\.self).filter { $0 != "localhost" } : []
        self.isNewDirectory = isNewDirectory
        self.onRunning = onRunning
        self.onStopping = onStopping
    }

    /// Serves until a graceful shutdown, then lets connections finish for a few seconds, stores what is queued and
    /// closes the engines.
    public func run() async throws {
        onRunning(self)
        await withDiscardingTaskGroup { background in
            background.addTask { await services.writer.run() }
            await withDiscardingTaskGroup { watch in
                watch.addTask { await drainOnShutdown() }
                watch.addTask { await Upkeep(services: services).run() }
                await door.serve(services)
                watch.cancelAll()
            }
            await services.writer.finish()
        }
        await hasher.close()
        try await services.engines.close()
        try await door.end()
    }

    private func drainOnShutdown() async {
        do { try await gracefulShutdown() } catch { return }
        door.close()
        onStopping(await services.registry.drain())
        do {
            try await ContinuousClock().sleep(for: services.configuration.limits.drainTime)
            await services.registry.abort()
        } catch {
            // Every connection ended in time.
        }
    }
}
