internal import ChatroomCore

/// What the renderer must know of the stream and its reader.
struct RenderSurface {
    /// Whether the stream is a terminal, also behind a pager.
    var isTerminal = false
    /// The terminal's width, beyond which lines are wrapped; `nil` wraps nothing.
    var columns: Int?
    /// The stream's colours.
    var colour = Colour.off
    /// The zone of the clock in plain lines.
    var zone = DisplayZone.local
    /// Whether text is given as it was sent, by `--raw`; never on a terminal.
    var isRaw = false
    /// Who reads: messages for this user are bold.
    var highlight: Highlight?
    /// Whether a question of others shows how to answer it in the shell.
    var showsAnswers = false
    /// Whether plain lines name the conversation, because there are several.
    var showsConversation = false
    /// Whether plain lines give each message's number.
    var showsNumber = false
}
