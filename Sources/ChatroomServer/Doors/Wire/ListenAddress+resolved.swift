internal import NIOCore

extension ListenAddress {
    /// The address that a socket turned out to have; this one where that says no more.
    func resolved(to address: SocketAddress?) -> ListenAddress {
        switch (self, address) {
        // The host as it was written.
        case (.tcp(let host, _), let address?): .tcp(host: host, port: address.port ?? 0)
        case (.inherited, .unixDomainSocket?): .unix(path: address?.pathname ?? "")
        case (.inherited, let address?): .tcp(host: address.ipAddress ?? "", port: address.port ?? 0)
        default: self
        }
    }
}
