internal import ChatroomCore

/// What the renderer must know of the stream and its reader.
public struct RenderSurface: Sendable {
    /// Whether the stream is a terminal, also behind a pager.
    public var isTerminal = false
    /// The terminal's width, beyond which lines are wrapped; `nil` wraps nothing.
    public var columns: Int?
    /// The stream's colours.
    public var colour = Colour.off
    /// The zone of the clock in plain lines.
    public var zone = DisplayZone.local
    /// Whether text is given as it was sent, by `--raw`; never on a terminal.
    public var isRaw = false
    /// Who reads: messages for this user are bold.
    public var highlight: Highlight?
    /// Whether a question of others shows how to answer it in the shell.
    public var showsAnswers = false
    /// Whether plain lines name the conversation, because there are several.
    public var showsConversation = false
    /// Whether plain lines give each message's number.
    public var showsNumber = false

    /// Sets every part.
    public init(
        isTerminal: Bool = false, columns: Int? = nil, colour: Colour = Colour.off, zone: DisplayZone = DisplayZone.local, isRaw: Bool = false, highlight: Highlight? = nil, showsAnswers: Bool = false, showsConversation: Bool = false, showsNumber: Bool = false
    ) {
        self.isTerminal = isTerminal
        self.columns = columns
        self.colour = colour
        self.zone = zone
        self.isRaw = isRaw
        self.highlight = highlight
        self.showsAnswers = showsAnswers
        self.showsConversation = showsConversation
        self.showsNumber = showsNumber
    }
}
