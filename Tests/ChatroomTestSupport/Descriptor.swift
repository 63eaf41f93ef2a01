internal import Glibc
internal import Synchronization

/// A file descriptor that is closed once, at the latest with its last reference.
///
/// Every one is made close-on-exec, so that a child which another test starts at the same moment cannot inherit it and
/// hold a pipe open.
final class Descriptor: Sendable {
    /// The number that the system knows it by.
    let number: Int32
    private let isOpen = Atomic(true)

    init(owning number: Int32) { self.number = number }

    deinit { close() }

    func close() {
        guard isOpen.exchange(false, ordering: .acquiringAndReleasing) else { return }
        _ = Glibc.close(number)
    }

    static func open(_ path: String, _ flags: Int32) throws -> Descriptor {
        Descriptor(owning: try SystemCall.check("open \(path)") { Glibc.open(path, flags | O_CLOEXEC) })
    }

    /// Two connected sockets, each of which reads what is written to the other.
    static func socketPair() throws -> (Descriptor, Descriptor) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        try SystemCall.check("socketpair") { socketpair(AF_UNIX, kind, 0, &ends) }
        return (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
    }

    /// Reads what is there, waiting for the first byte; an empty array at the end or when reading fails.
    func read() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            let capacity = buffer.count
            let base = buffer.baseAddress
            count = max(0, (try? SystemCall.check("read") { Glibc.read(number, base, capacity) }) ?? 0)
        }
    }

    /// Writes all bytes, waiting while the reader is slow.
    ///
    /// - Returns: Whether there was a reader for all of them.
    @discardableResult
    func write(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { part in
                (try? SystemCall.check("write") { Glibc.write(number, part.baseAddress, part.count) }) ?? 0
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
