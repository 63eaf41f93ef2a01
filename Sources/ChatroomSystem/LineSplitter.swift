/// Cuts bytes that come in pieces into lines; pure.
public struct LineSplitter: Sendable {
    private var rest: [UInt8] = []
    /// How much of ``rest`` holds no line feed.
    private var searched = 0

    /// Begins with nothing.
    public init() {}

    /// Takes a piece.
    ///
    /// - Parameter piece: The bytes.
    /// - Returns: The lines that it ends, without their line feeds.
    public mutating func take(_ piece: [UInt8]) -> [[UInt8]] {
        rest += piece
        var lines: [[UInt8]] = []
        var start = 0
        while let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(Array(rest[start..<end]))
            start = end + 1
            searched = start
        }
        rest.removeFirst(start)
        searched = rest.count
        return lines
    }

    /// What came after the last line feed; `nil` if nothing did.
    public mutating func end() -> [UInt8]? {
        defer { (rest, searched) = ([], 0) }
        return rest.isEmpty ? nil : rest
    }

    /// How many bytes wait for their line feed.
    public var pending: Int { rest.count }
}
