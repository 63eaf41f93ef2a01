/// Takes a mark out of a stream that may be cut anywhere, and counts how often it was there.
struct MarkFilter: Sendable {
    private let mark: [UInt8]
    /// What may be the beginning of a mark.
    private var held: [UInt8] = []

    /// Makes a filter.
    ///
    /// - Parameter mark: The mark; a filter without one lets everything pass.
    init(_ mark: [UInt8]) { self.mark = mark }

    /// Lets the next bytes of the stream pass; none at its end.
    mutating func pass(_ bytes: [UInt8]) -> (passed: [UInt8], marks: Int) {
        guard let first = mark.first else { return (bytes, 0) }
        var rest = (held + bytes)[...]
        held = []
        guard !bytes.isEmpty else { return (Array(rest), 0) }
        var (passed, marks): ([UInt8], Int) = ([], 0)
        while let start = rest.firstIndex(of: first) {
            passed += rest[..<start]
            rest = rest[start...]
            if rest.starts(with: mark) {
                marks += 1
                rest = rest.dropFirst(mark.count)
            } else if mark.starts(with: rest) {
                held = Array(rest)
                return (passed, marks)
            } else {
                passed.append(first)
                rest = rest.dropFirst()
            }
        }
        return (passed + rest, marks)
    }
}
