internal import ChatroomStore
internal import Logging

/// What handlers work with; made once, shared by all connections.
struct Services: Sendable {
    let configuration: ServerConfiguration
    let engines: Engines
    let accounts: Accounts
    let firstAccount: FirstAccount
    let writer: LogWriter
    let registry: ConnectionRegistry
    let readiness: Readiness
    let queues: WorkQueues
    let bus: Bus
    let clock: PlausibleClock
    let logger: Logger
    /// Grows with every change of rights.
    var rights: RightsEpoch { writer.rights }
    /// Grows with every message that is deleted.
    var erasures: RightsEpoch { writer.erasures }
    let slowMode = SlowMode()
    let sendRate: UserRate
    let roomRate: UserRate
    let downloads = DownloadTurns()
    private let started = ContinuousClock.now

    init(
        configuration: ServerConfiguration, engines: Engines, accounts: Accounts,
        firstAccount: FirstAccount, writer: LogWriter,
        registry: ConnectionRegistry, readiness: Readiness, queues: WorkQueues, bus: Bus, clock: PlausibleClock,
        logger: Logger
    ) {
        self.configuration = configuration
        sendRate = configuration.limits.sendRate
        roomRate = configuration.limits.roomRate
        self.engines = engines
        self.accounts = accounts
        self.firstAccount = firstAccount
        self.writer = writer
        self.registry = registry
        self.readiness = readiness
        self.queues = queues
        self.bus = bus
        self.clock = clock
        self.logger = logger
    }

    /// How long the server runs, by a clock that never jumps.
    var uptime: Duration { started.duration(to: .now) }
}
