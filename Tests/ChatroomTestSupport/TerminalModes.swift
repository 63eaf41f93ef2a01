internal import Glibc

/// The settings of a terminal, as `stty -a` shows them.
public struct TerminalModes: Sendable, Equatable, CustomStringConvertible {
    /// Each group of settings with its value.
    private let groups: [String: [UInt32]]

    /// Reads the settings of a terminal.
    init(of terminal: Descriptor) throws {
        var modes = termios()
        try SystemCall.check("tcgetattr") { tcgetattr(terminal.number, &modes) }
        groups = [
            "input": [modes.c_iflag], "output": [modes.c_oflag], "control": [modes.c_cflag], "local": [modes.c_lflag],
            "characters": withUnsafeBytes(of: modes.c_cc) { $0.map(UInt32.init) },
            "speed": [cfgetispeed(&modes), cfgetospeed(&modes)],
        ]
    }

    /// Whether the terminal shows what is typed.
    public var echoes: Bool { has(ECHO) }
    /// Whether the terminal hands over whole lines.
    public var handsOverLines: Bool { has(ICANON) }
    /// Whether Ctrl-C and its like become signals.
    public var makesSignals: Bool { has(ISIG) }

    /// What differs from other settings, one line a group; empty when nothing does.
    public func differences(from other: TerminalModes) -> [String] {
        groups.keys.sorted().compactMap { group in
            let (here, there) = (groups[group] ?? [], other.groups[group] ?? [])
            return here == there ? nil : "\(group): \(Self.text(there)) has become \(Self.text(here))"
        }
    }

    /// Each group of settings in hexadecimal.
    public var description: String {
        groups.keys.sorted().map { "\($0) \(Self.text(groups[$0] ?? []))" }.joined(separator: ", ")
    }

    private func has(_ flag: Int32) -> Bool { (groups["local"]?.first ?? 0) & UInt32(flag) != 0 }

    private static func text(_ values: [UInt32]) -> String {
        values.map { String($0, radix: 16) }.joined(separator: " ")
    }
}
