internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// A Unix domain socket that this server made at a path, listening.
///
/// Its path is taken from nobody: neither from a server that listens there, nor from a file that is no socket. Only a
/// socket that nobody listens on any more is replaced. Servers that begin at once do so one after the other, so what
/// one of them sees at the path is what is there when it acts.
struct LocalSocket: Sendable {
    /// The listening socket; whoever takes it closes it.
    let descriptor: CInt
    private let path: String
    private let identity: Identity

    /// Connections that wait to be accepted.
    static let backlog: CInt = 4096

    /// Listens at a path.
    ///
    /// - Parameter path: The path, as ``SocketPath`` has it.
    /// - Throws: ``ChatError`` with code `unreachable` when the path is in use or cannot be had.
    init(at path: String) async throws(ChatError) {
        let turn = try await StartTurn(for: path)
        defer { turn.end() }
        try Self.makeWay(for: path)
        let descriptor = try Self.open(path)
        guard descriptor.isListening(at: path), let identity = Identity(of: path) else {
            let reason = errno
            close(descriptor.number)
            throw Self.refusal(of: path, reason)
        }
        (self.descriptor, self.path, self.identity) = (descriptor.number, path, identity)
    }

    /// Removes the socket from its path, unless something else has that path meanwhile.
    ///
    /// Call it while the socket still listens, for until then no other server takes the path.
    func remove() {
        if Identity(of: path) == identity { Directory.working.remove(path) }
    }

    /// Removes what nobody listens on.
    private static func makeWay(for path: String) throws(ChatError) {
        guard let status = Directory.working.status(of: path) else {
            guard errno == ENOENT else { throw refusal(of: path, errno) }
            return
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ChatError(
                .unreachable, "cannot listen on unix:\(path) (there is something else, which stays)",
                hint: "Remove it, or choose another path.")
        }
        let probe = try open(path)
        defer { close(probe.number) }
        let isTaken = probe.isConnected(to: path)
        let reason = errno
        // Everything but this refusal means that somebody is there: a full backlog, no right to connect, another type.
        guard !isTaken, reason == ECONNREFUSED else { throw refusal(of: path, EADDRINUSE) }
        guard Directory.working.remove(path) else { throw refusal(of: path, errno) }
    }

    private static func open(_ path: String) throws(ChatError) -> Unbound {
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw refusal(of: path, errno) }
        return Unbound(number: descriptor)
    }

    /// Why a path cannot be listened on.
    fileprivate static func refusal(of path: String, _ reason: CInt) -> ChatError {
        guard reason != EADDRINUSE else { return .addressInUse("unix:\(path)") }
        return ChatError(.unreachable, "cannot listen on unix:\(path) (\(SystemError(reason).given))")
    }

    /// Which file it is that has a path.
    private struct Identity: Equatable {
        let device: dev_t
        let number: ino_t

        init?(of path: String) {
            guard let status = Directory.working.status(of: path) else { return nil }
            (device, number) = (status.st_dev, status.st_ino)
        }
    }

    /// A socket that has no address yet.
    private struct Unbound {
        let number: CInt

        func isListening(at path: String) -> Bool {
            with(path) { bind(number, $0, $1) } == 0 && listen(number, LocalSocket.backlog) == 0
        }

        func isConnected(to path: String) -> Bool { with(path) { connect(number, $0, $1) } == 0 }

        private func with(_ path: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
            withUnsafePointer(to: SocketPath.address(path)) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    call($0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
    }
}

/// The right to look at a path and to change what is there, which one starting server has at a time.
///
/// It is the lock of a file beside the path, `PATH.lock`, which is there only meanwhile; the kernel lets go of the lock
/// however the process ends.
private struct StartTurn: ~Copyable {
    private let lock: LockFile

    /// How long to wait for others, and how often to look.
    private static let patience: Duration = .seconds(5)
    private static let pause: Duration = .milliseconds(20)

    /// Waits for the turn.
    ///
    /// - Throws: ``ChatError`` with code `unreachable` when it does not come within five seconds or there can be no such
    ///   file.
    init(for socket: String) async throws(ChatError) {
        let path = "\(socket).lock"
        let end = ContinuousClock.now.advanced(by: Self.patience)
        while true {
            let taken = LockFile(path, in: .working, waits: false)
            guard taken != nil || errno == EWOULDBLOCK else { throw LocalSocket.refusal(of: socket, errno) }
            let isLocked = taken != nil
            // Whoever had the lock until now has removed the file.
            if let taken, taken.isNamed {
                lock = taken
                return
            }
            guard ContinuousClock.now < end else {
                throw ChatError(
                    .unreachable, "cannot listen on unix:\(socket) (another server is starting there)",
                    hint: "Nobody else should lock \(path).")
            }
            if !isLocked {
                do { try await Task.sleep(for: Self.pause) } catch {
                    throw ChatError(.interrupted, "stopped while another server was starting")
                }
            }
        }
    }

    /// Lets the next one in.
    func end() {
        // Only what this made, not what somebody keeps there.
        if let status = lock.file.status, status.st_mode & S_IFMT == S_IFREG, status.st_size == 0,
            status.st_uid == geteuid()
        {
            lock.remove()
        }
    }
}

extension ChatError {
    /// An address that another process listens on.
    static func addressInUse(_ address: String) -> ChatError {
        ChatError(
            .unreachable, "cannot listen on \(address) (address in use)",
            hint: "Another server runs there; --listen takes another address.")
    }
}
