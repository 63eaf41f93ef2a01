public import Glibc

/// The header of a member of a tar archive: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header Block".
public enum TarHeader: Sendable {
    /// Everything in an archive takes whole blocks of so many bytes.
    public static let block = 512

    /// What a member is.
    public enum Kind: Character, Sendable {
        case file = "0"
        case link = "2"
        case directory = "5"
        case extended = "x"
    }

    /// Makes a member's header, with an extended one before it if the fields are too small.
    ///
    /// - Parameters:
    ///   - path: The path in the archive; a directory's ends in `/`.
    ///   - kind: What it is.
    ///   - size: How many bytes follow.
    ///   - status: Mode and time.
    ///   - link: What a link leads to.
    /// - Returns: Whole blocks.
    public static func make(path: String, kind: Kind, size: Int64, status: stat, link: String = "") -> [UInt8] {
        var records: [(String, String)] = []
        if path.utf8.count > 100 || !path.utf8.allSatisfy({ $0 < 0x80 }) { records.append(("path", path)) }
        if link.utf8.count > 100 || !link.utf8.allSatisfy({ $0 < 0x80 }) { records.append(("linkpath", link)) }
        if size > 0o77777777777 { records.append(("size", "\(size)")) }
        var bytes: [UInt8] = []
        if !records.isEmpty {
            let text = records.map { record($0.0, $0.1) }.joined()
            bytes += block(
                path: "PaxHeader", kind: .extended, size: Int64(text.utf8.count), mode: 0o644,
                time: Int64(status.st_mtim.tv_sec), link: "")
            bytes += padded(Array(text.utf8))
        }
        return bytes
            + block(
                path: path, kind: kind, size: size, mode: Int64(status.st_mode & 0o777),
                time: Int64(status.st_mtim.tv_sec), link: link)
    }

    /// Fills the last block with zeros.
    static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (block - bytes.count % block) % block)
    }

    /// A record of an extended header: its own length, a keyword and a value.
    private static func record(_ keyword: String, _ value: String) -> String {
        let rest = " \(keyword)=\(value)\n"
        var length = rest.utf8.count
        while "\(length)".utf8.count + rest.utf8.count != length {
            length = "\(length)".utf8.count + rest.utf8.count
        }
        return "\(length)\(rest)"
    }

    private static func block(
        path: String, kind: Kind, size: Int64, mode: Int64, time: Int64, link: String
    ) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: String, at offset: Int, _ width: Int) {
            for (index, byte) in text.utf8.prefix(width).enumerated() { header[offset + index] = byte }
        }
        func put(_ number: Int64, at offset: Int, _ digits: Int) {
            let text = String(max(0, number), radix: 8)
            // What does not fit stands in the extended header.
            put(String(repeating: "0", count: max(0, digits - text.count)) + text.suffix(digits), at: offset, digits)
        }
        put(path, at: 0, 100)
        put(mode, at: 100, 7)
        put(0, at: 108, 7)
        put(0, at: 116, 7)
        put(size, at: 124, 11)
        put(time, at: 136, 11)
        put("        ", at: 148, 8)
        put(String(kind.rawValue), at: 156, 1)
        put(link, at: 157, 100)
        put("ustar", at: 257, 5)
        put("00", at: 263, 2)
        let sum = header.reduce(0) { $0 + Int64($1) }
        put(sum, at: 148, 6)
        header[154] = 0
        return header
    }
}
