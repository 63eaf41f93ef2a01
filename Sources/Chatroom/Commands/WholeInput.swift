internal import ChatroomCore
internal import ChatroomSystem

/// All of an input as the text of one message.
enum WholeInput {
    /// The most that is read; no server takes a message of this size.
    static let limit = 16 * 1024 * 1024

    /// Reads to the end; one line feed at the end is dropped.
    ///
    /// - Parameter reader: The input.
    /// - Returns: The text.
    /// - Throws: `ChatError` with code `too-large`, `invalid` when it is not UTF-8, or `file-access`.
    static func text(from reader: InputReader) async throws(ChatError) -> String {
        var bytes: [UInt8] = []
        while true {
            let piece = try await reader.read()
            if piece.isEmpty { break }
            bytes += piece
            guard bytes.count <= limit else {
                throw ChatError(.tooLarge, "standard input has more than 16 MiB, nothing was sent")
            }
        }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ChatError(.invalid, "standard input is not UTF-8, nothing was sent")
        }
        return text
    }
}
