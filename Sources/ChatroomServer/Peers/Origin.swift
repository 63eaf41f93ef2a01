internal import Glibc

/// Where a connection comes from: what limits count as one, and the very place that an account can be at home in.
///
/// The two differ on this machine alone. Whoever is logged in to it has all of 127.0.0.0/8 at hand, so that counts as
/// one source; but an account that always comes from 127.0.0.1 is told from a guesser at 127.0.0.2.
struct Origin: Hashable, Sendable {
    /// What limits count as one.
    let source: Source
    /// The address, the network of an IPv6 address, or the local user.
    let place: String

    /// Reads an address as the system writes it, IPv4 or IPv6, with or without a zone.
    ///
    /// - Returns: `nil` when the text is no address.
    init?(address: String) {
        let bare = address.prefix { $0 != "%" }
        let bytes = Self.bytes(of: String(bare))
        switch bytes.count {
        case 4: self.init(ipv4: bytes)
        case 16 where bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF:
            self.init(ipv4: Array(bytes[12...]))
        case 16 where bytes[..<15].allSatisfy { $0 == 0 } && bytes[15] == 1:
            self.init(source: .thisMachine, place: "::1")
        case 16:
            let prefix = bytes[..<8].reduce(0) { ($0 << 8) | UInt64($1) }
            let source = Source.ipv6(prefix: prefix)
            self.init(source: source, place: "\(source)")
        default: return nil
        }
    }

    /// Makes the origin of a connection through a local socket.
    ///
    /// - Parameter user: The number of the user who made the connection; `nil` when the system does not tell.
    init(user: UInt32?) {
        let source = user.map { Source.user($0) } ?? .thisMachine
        self.init(source: source, place: "\(source)")
    }

    private init(ipv4 bytes: [UInt8]) {
        let place = bytes.map(String.init).joined(separator: ".")
        self.init(
            source: bytes[0] == 127 ? .thisMachine : .ipv4(bytes.reduce(0) { ($0 << 8) | UInt32($1) }), place: place)
    }

    private init(source: Source, place: String) {
        self.source = source
        self.place = place
    }

    /// The 4 or 16 bytes of an address in the order of the network; none for a text that is no address.
    private static func bytes(of address: String) -> [UInt8] {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, address, &bytes) == 1 { return bytes }
        }
        return []
    }
}

/// What limits count as one: all that one person can easily be.
public enum Source: Hashable, Sendable, CustomStringConvertible {
    /// An IPv4 address, also where it is written as an IPv6 one (RFC 4291, section 2.5.5.2).
    case ipv4(UInt32)
    /// The first 64 bits of an IPv6 address: one link, on which a host takes any address it likes (RFC 4291, 2.5.1).
    case ipv6(prefix: UInt64)
    /// A user of this machine, who came through a local socket.
    case user(UInt32)
    /// Anybody on this machine, through loopback.
    case thisMachine
    /// A device that showed that it logged in to the account before, wherever it is: the random part of its proof.
    case device([UInt8])
    /// Whoever holds a token of the account.
    case holder(of: Int64)

    /// Whether it is on this machine.
    var isLocal: Bool {
        switch self {
        case .user, .thisMachine: true
        case .ipv4, .ipv6, .device, .holder: false
        }
    }

    /// The source as it is shown to people.
    public var description: String {
        switch self {
        case .ipv4(let number):
            return stride(from: UInt32(24), through: 0, by: -8).map { "\((number >> $0) & 0xFF)" }
                .joined(separator: ".")
        case .ipv6(let prefix):
            let groups = stride(from: UInt64(48), through: 0, by: -16)
                .map { String((prefix >> $0) & 0xFFFF, radix: 16) }
            return groups.joined(separator: ":") + "::/64"
        case .user(let number): return "local user \(number)"
        case .thisMachine: return "this machine"
        case .device: return "this device"
        case .holder: return "this login"
        }
    }
}
