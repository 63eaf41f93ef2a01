public import ChatroomSystem
internal import Glibc

/// What started this process as a service, systemd for instance: it may have opened sockets for it, and want to know
/// how it is.
public struct ServiceManager: Sendable {
    private let environment: Environment

    /// Takes the variables that it set.
    public init(_ environment: Environment) { self.environment = environment }

    /// The descriptors of the sockets that it opened, from 3 on; sd_listen_fds(3).
    ///
    /// They are kept from the programs that this one starts.
    public var sockets: [Int32] {
        // Those of another process may have come here with its environment.
        guard environment["LISTEN_PID"] == "\(getpid())",
            let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), (1...1024).contains(count)
        else { return [] }
        for descriptor in 3..<3 + count { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return Array(3..<3 + count)
    }

    /// Tells it something if it wants to know; what cannot be told is left.
    ///
    /// - Parameter state: Assignments, a line each, as in sd_notify(3): `READY=1`.
    public func tell(_ state: String) {
        guard let path = environment["NOTIFY_SOCKET"], path.hasPrefix("/") || path.hasPrefix("@") else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // A name in the abstract namespace begins with a zero byte, and none ends it.
        var name = Array(path.utf8)
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(state.utf8)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(
                    descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL), $0,
                    socklen_t(start + name.count))
            }
        }
    }
}
