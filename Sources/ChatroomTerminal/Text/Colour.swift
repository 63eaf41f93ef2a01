public import ChatroomSystem

/// When to colour, as `--color` says it.
public enum ColourChoice: String, CaseIterable, Sendable {
    /// Where a person looks at a terminal.
    case auto
    /// Always, also into a file or a pager.
    case always
    /// Never.
    case never
}

/// The colours of one stream, of the 256 that terminals have in common.
///
/// Colour never carries a meaning alone; each painted word says the same in black and white. The 16 colours of a user's own
/// palette are not used: which of them can be read depends on the palette.
public struct Colour: Sendable, Equatable {
    /// Whether anything is painted.
    let isOn: Bool

    /// Decides by `--color`, then `NO_COLOR`, then `CLICOLOR_FORCE`, then `TERM` (`dumb` or not set is none), then the stream.
    ///
    /// - Parameters:
    ///   - choice: What `--color` says.
    ///   - environment: The environment.
    ///   - isTerminal: Whether the stream is a terminal.
    public init(_ choice: ColourChoice, environment: Environment, isTerminal: Bool) {
        isOn =
            switch choice {
            case .always: true
            case .never: false
            case .auto:
                if environment["NO_COLOR"] != nil {
                    false
                } else if let force = environment["CLICOLOR_FORCE"], force != "0" {
                    true
                } else {
                    isTerminal && environment.hasAbleTerminal
                }
            }
    }

    private init(isOn: Bool) { self.isOn = isOn }

    /// No colour at all.
    public static let off = Colour(isOn: false)

    /// How a word is painted: parameters of "select graphic rendition" (ECMA-48, 8.3.117; ISO 8613-6 for `38;5`).
    ///
    /// Every colour is one of the fixed ones of xterm, with a contrast of at least 3:1 on black and on white (WCAG 2.2,
    /// 1.4.11).
    public struct Paint: Sendable, Equatable {
        /// The parameters.
        let parameters: String

        /// Bold.
        static let bold = Paint(parameters: "1")
        /// Grey, for what matters less.
        public static let dim = Paint(colour: 244)
        /// Red, for errors alone.
        public static let error = Paint(colour: 160)
        /// What the program says itself, where messages stand beside it.
        public static let own = Paint(colour: 66)

        /// The colours of names: orange, ochre, olive, greens, blues, violets and pinks.
        public static let names = [166, 136, 100, 64, 28, 29, 31, 27, 62, 98, 134, 163, 168, 132].map(Paint.init(colour:))

        /// The colour of a user's name: always the same for a name.
        public static func name(_ name: String) -> Paint {
            // FNV-1a; Swift's own hash differs in every process.
            let hash = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
            return names[Int(hash % UInt32(names.count))]
        }

        private init(parameters: String) { self.parameters = parameters }

        private init(colour: Int) { self.init(parameters: "38;5;\(colour)") }
    }

    /// The text between the sequences that switch a paint on and off; the text itself when colour is off.
    ///
    /// The text must be safe already, see ``TerminalText``.
    public func painted(_ text: String, _ paint: Paint) -> String {
        isOn ? "\u{1b}[\(paint.parameters)m\(text)\u{1b}[0m" : text
    }
}
