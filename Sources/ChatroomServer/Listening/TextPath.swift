internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// A path for libraries that take text: the same one, or one through an open descriptor if it is not UTF-8; proc(5).
///
/// It leads there for as long as the value lives.
final class TextPath: Sendable {
    /// The path as text.
    let text: String
    private let descriptor: Descriptor?

    /// Takes a path.
    ///
    /// - Parameter path: What exists, as ``RawText`` has its path.
    /// - Throws: ``ChatError`` with code `configuration` when there is nothing.
    init(_ path: String) throws(ChatError) {
        guard !RawText.isPlain(path) else {
            text = path
            descriptor = nil
            return
        }
        guard let opened = Descriptor(path, O_RDONLY | O_NONBLOCK | O_NOCTTY) else {
            throw ChatError(.configuration, "cannot use \(path) (\(SystemError.last.given))")
        }
        text = "/proc/self/fd/\(opened.number)"
        descriptor = consume opened
    }
}
