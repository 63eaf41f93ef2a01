internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomSystem
internal import Glibc
internal import Logging
internal import NIOPosix

/// Looks after the clock: says when it is not believed, hears when it is confirmed, and keeps what time it is.
struct ClockWatch {
    /// The file in the data directory whose making confirms the clock; it is removed when that was heard.
    static let confirmation = "confirm-clock"
    /// How often the time is stored.
    private static let notedEvery: Duration = .seconds(600)
    /// How often it is said again that the clock is not believed.
    private static let saidEvery: Duration = .seconds(3600)

    private let services: Services
    private let path: String
    private var noted: Duration?
    private var said: Duration?

    init(services: Services) {
        self.services = services
        path = services.configuration.dataDirectory + "/" + Self.confirmation
    }

    /// Looks once.
    ///
    /// - Returns: Whether what is too old by the clock may be erased.
    mutating func look() async -> Bool {
        let clock = services.clock
        if await isConfirmed() {
            clock.confirm()
            services.logger.notice("the clock counts as right, as confirmed by the administrator")
        }
        let (lead, uptime) = (clock.lead, services.uptime)
        if let lead {
            if said.map({ uptime - $0 >= Self.saidEvery }) ?? true {
                said = uptime
                services.logger.error(
                    """
                    the clock is \(lead.phrase) ahead of the last time that is known, and at most an hour is believed: \
                    nothing is erased, and times go on from there, until NTP keeps the clock or it is confirmed; if it \
                    is right, run: touch '\(path)'
                    """)
            }
        } else if said != nil {
            said = nil
            services.logger.notice("the clock is believed again; what is too old is erased from here on")
        }
        if noted.map({ uptime - $0 >= Self.notedEvery }) ?? true {
            noted = uptime
            do {
                try await services.engines.times.noteTime(clock.now())
            } catch {
                services.logger.error("the time could not be noted", metadata: ["error": "\(error)"])
            }
        }
        return lead == nil
    }

    /// Whether the file is there, which it is not any more after that.
    private func isConfirmed() async -> Bool {
        let path = path
        return await withCheckedContinuation { continuation in
            NIOThreadPool.singleton.submit { _ in
                let isThere = Directory.working.status(of: path) != nil
                continuation.resume(returning: isThere && Directory.working.remove(path))
            }
        }
    }
}

extension Duration {
    /// About how long it is, for people.
    fileprivate var phrase: String {
        let minutes = components.seconds / 60
        return minutes < 2880 ? "\(minutes / 60) h \(minutes % 60) min" : "\(minutes / 1440) days"
    }
}
