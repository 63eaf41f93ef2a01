/// When to colour, as `--color` says it.
enum ColourChoice: String, CaseIterable, Sendable {
    /// Where a person looks at a terminal.
    case auto
    /// Always, also into a file or a pager.
    case always
    /// Never.
    case never
}

/// The colours of one stream: the 16 that every terminal has, in the user's own palette.
///
/// Colour never carries a meaning alone; each painted word says the same in black and white.
struct Colour: Sendable, Equatable {
    /// Whether anything is painted.
    let isOn: Bool

    /// Decides by `--color`, then `NO_COLOR`, then `CLICOLOR_FORCE`, then `TERM` (`dumb` or not set is none), then the stream.
    ///
    /// - Parameters:
    ///   - choice: What `--color` says.
    ///   - environment: The environment.
    ///   - isTerminal: Whether the stream is a terminal.
    init(_ choice: ColourChoice, environment: Environment, isTerminal: Bool) {
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
    static let off = Colour(isOn: false)

    /// How a word is painted: a parameter of "select graphic rendition" (ECMA-48, 8.3.117).
    struct Paint: Sendable, Equatable {
        /// The parameter.
        let parameter: Int

        /// Bold.
        static let bold = Paint(parameter: 1)
        /// Dim.
        static let dim = Paint(parameter: 2)
        /// Red.
        static let red = Paint(parameter: 31)

        /// The colour of a user's name: always the same for a name, and readable on dark and on light.
        static func name(_ name: String) -> Paint {
            let colours = [31, 32, 33, 34, 35, 36, 91, 92, 93, 94, 95, 96]
            // FNV-1a; Swift's own hash differs in every process.
            let hash = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
            return Paint(parameter: colours[Int(hash % UInt32(colours.count))])
        }
    }

    /// The text between the sequences that switch a paint on and off; the text itself when colour is off.
    ///
    /// The text must be safe already, see ``TerminalText``.
    func painted(_ text: String, _ paint: Paint) -> String {
        isOn ? "\u{1b}[\(paint.parameter)m\(text)\u{1b}[0m" : text
    }
}
