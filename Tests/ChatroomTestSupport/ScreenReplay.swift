/// A screen that follows what a terminal has shown, a part at a time.
struct ScreenReplay: Sendable {
    private(set) var screen: TerminalScreen
    /// How many bytes the screen has seen.
    private(set) var byteCount = 0
    /// The sizes that the terminal got, each with the count of bytes that came before.
    private var resizes: [(byteCount: Int, size: Terminal.Size)] = []

    init(size: Terminal.Size) { screen = TerminalScreen(size: size) }

    /// Notes a size that holds for all but the first so many bytes.
    mutating func resize(_ size: Terminal.Size, after byteCount: Int) { resizes.append((byteCount, size)) }

    /// Shows bytes that come after those that it has seen.
    mutating func show(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        while let next = resizes.first, next.byteCount <= byteCount + rest.count {
            let part = rest.prefix(max(0, next.byteCount - byteCount))
            screen.write(part)
            byteCount += part.count
            rest = rest.dropFirst(part.count)
            screen.resize(next.size)
            resizes.removeFirst()
        }
        screen.write(rest)
        byteCount += rest.count
    }
}
