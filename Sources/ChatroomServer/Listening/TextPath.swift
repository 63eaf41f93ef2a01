internal import ChatroomCore
internal import Glibc

/// A path for libraries that take text: the same one, or one through an open descriptor if it is not UTF-8; proc(5).
///
/// It leads there for as long as the value lives.
final class TextPath: Sendable {
    /// The path as text.
    let text: String
    private let descriptor: CInt?

    /// Takes a path.
    ///
    /// - Parameter path: What exists, as ``RawText`` has its path.
    /// - Throws: ``ChatError`` with code `configuration` when there is nothing.
    init(_ path: String) throws(ChatError) {
        guard !RawText.isPlain(path) else {
            (text, descriptor) = (path, nil)
            return
        }
        let opened = path.withRawBytes { open($0, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) }
        guard opened >= 0 else {
            throw ChatError(.configuration, "cannot use \(path) (\(String(cString: strerror(errno))))")
        }
        (text, descriptor) = ("/proc/self/fd/\(opened)", opened)
    }

    deinit { if let descriptor { close(descriptor) } }
}
