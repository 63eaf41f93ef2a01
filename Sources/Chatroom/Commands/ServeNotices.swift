internal import ChatroomCore
internal import ChatroomProcess
internal import ChatroomServer
internal import ChatroomSystem
internal import ChatroomTerminal
internal import Synchronization

/// What `serve` tells the person who started it.
final class ServeNotices: Sendable {
    private let diagnostics: Diagnostics
    private let environment: Environment
    private let manager: ServiceManager
    private let stop = Mutex<(clients: Int, since: ContinuousClock.Instant)?>(nil)

    init(diagnostics: Diagnostics, environment: Environment) {
        self.diagnostics = diagnostics
        self.environment = environment
        manager = ServiceManager(environment)
    }

    /// Says what was made, where the server listens and what to do first.
    func started(_ server: ChatServer, _ configuration: ServerConfiguration) {
        var made: [String] = []
        if server.isNewDirectory { made.append("\(environment.abbreviated(configuration.dataDirectory)) (mode 0700)") }
        if !server.newKeyNames.isEmpty {
            made.append("a TLS key for \(server.newKeyNames.joined(separator: ", "))")
        }
        if !made.isEmpty { diagnostics.note("created \(made.joined(separator: " and "))") }
        diagnostics.note("fingerprint \(server.fingerprint)")
        for address in server.addresses {
            let advice =
                if case .tcp(_, let port) = address, address.isLocal {
                    " (this machine only; --listen 0.0.0.0:\(port) opens it to the network)"
                } else {
                    ""
                }
            diagnostics.note("listening on \(address)\(advice)")
        }
        if server.needsAdministrator {
            let who = server.hasAccounts ? "no administrator yet; the next" : "no accounts yet; the first"
            diagnostics.note("\(who) becomes the administrator. In another terminal:")
            diagnostics.note("    chatroom register YOURNAME\(Self.option(for: server.addresses))")
            let file = environment.abbreviated("\(configuration.dataDirectory)/\(ChatServer.firstAccountFile)")
            diagnostics.note("elsewhere, or as another user, add --code and the first line of \(file)")
        }
        let addresses = server.addresses.map(\.description).joined(separator: ", ")
        manager.tell("READY=1\nSTATUS=listening on \(addresses)")
    }

    /// How a client on this machine is told of a server that is not where it looks by itself.
    private static func option(for addresses: [ListenAddress]) -> String {
        switch addresses.first {
        case .tcp(let host, let port)?:
            // Every interface, or this machine's own.
            let isHere = ["127.0.0.1", "::1", "localhost", "0.0.0.0", "::"].contains(host)
            if isHere, port == 8888 { return "" }
            let name = isHere ? "localhost" : host.contains(":") ? "[\(host)]" : host
            return " --server \(name):\(port)"
        case .unix(let path)?: return " --server unix:\(path)"
        default: return ""
        }
    }

    /// Notes that the server begins to stop.
    func stopping(_ clients: Int) {
        manager.tell("STOPPING=1\nSTATUS=stopping")
        stop.withLock { $0 = (clients, .now) }
    }

    /// Says how the server stopped.
    func stopped() {
        guard let (clients, since) = stop.withLock({ $0 }) else { return }
        let told = clients == 1 ? "1 client" : "\(clients) clients"
        diagnostics.note(
            "stopping: \(told) told, messages flushed (\(DurationText.text(since.duration(to: .now))))")
    }
}
