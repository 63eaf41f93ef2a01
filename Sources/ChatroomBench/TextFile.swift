internal import ChatroomCore
internal import Glibc

/// Reads small files.
enum TextFile {
    /// The first line of a file, of at most 4 KiB.
    static func firstLine(of path: String) throws(ChatError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ChatError(.fileMissing, "cannot read \(path)") }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
