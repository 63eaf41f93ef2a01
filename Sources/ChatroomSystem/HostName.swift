internal import Glibc

/// The name of this machine, gethostname(2).
public enum HostName {
    /// The name; `nil` when it cannot be told.
    public static var current: String? {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return nil }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
