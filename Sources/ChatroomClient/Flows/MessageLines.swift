public import ChatroomCore
public import ChatroomSystem

/// The lines of an input as messages, in batches as they come.
public struct MessageLines: AsyncSequence, Sendable {
    public typealias Element = [OutgoingMessage]

    /// The longest line that is kept; no server takes a message of this size.
    public static let longest = 1024 * 1024

    public let reader: InputReader
    public let makeMessage: @Sendable (String) -> OutgoingMessage
    /// Told the number of each line that cannot be a message, counted from 1, and why.
    let onRefused: @Sendable (_ line: Int, ChatError) -> Void

    /// Sets every part.
    public init(
        reader: InputReader, makeMessage: @escaping @Sendable (String) -> OutgoingMessage, onRefused: @escaping @Sendable (_ line: Int, ChatError) -> Void
    ) {
        (self.reader, self.makeMessage, self.onRefused) = (reader, makeMessage, onRefused)
    }

    public func makeAsyncIterator() -> Iterator { Iterator(lines: self) }

    /// Reads on where the last batch ended.
    public struct Iterator: AsyncIteratorProtocol {
        public let lines: MessageLines
        private var splitter = LineSplitter()
        private var count = 0
        private var isAtEnd = false

        init(lines: MessageLines) { self.lines = lines }

        public mutating func next() async throws -> [OutgoingMessage]? {
            while !isAtEnd {
                let piece = try await lines.reader.read()
                isAtEnd = piece.isEmpty
                var found = splitter.take(piece)
                if isAtEnd, let last = splitter.end() { found.append(last) }
                guard splitter.pending <= MessageLines.longest else {
                    throw ChatError(
                        .tooLarge, "line \(count + found.count + 1) has more than 1 MiB, the rest is not sent")
                }
                let messages = found.compactMap { message(of: $0) }
                if !messages.isEmpty { return messages }
            }
            return nil
        }

        private mutating func message(of line: [UInt8]) -> OutgoingMessage? {
            count += 1
            guard let text = String(validating: line, as: UTF8.self) else {
                lines.onRefused(count, ChatError(.invalid, "not UTF-8"))
                return nil
            }
            return lines.makeMessage(text)
        }
    }
}
