internal import ArgumentParser
internal import ChatroomCore
internal import ChatroomTerminal

/// How messages are printed.
struct FormatOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Such as '{time}\\t{from}\\t{line}'; 'help formatting'.", valueName: "template"),
        transform: { try MessageTemplate(try RawText.text($0)) })
    var format: MessageTemplate?

    @Flag(help: "Times in UTC.")
    var utc = false

    @Flag(help: "The numbers of messages, which --reply-to takes.")
    var numbers = false

    @Flag(help: "Text as it was sent, controls too; off a terminal.")
    var raw = false

    /// The format that was asked for.
    func messageFormat(isJSON: Bool) -> MessageFormat {
        if isJSON { return .json }
        return format.map { .template($0) } ?? .plain
    }

    /// A renderer for standard output, or for a pager that shows it on the terminal.
    func renderer(
        _ context: CommandContext, reader: UserName?, showsConversation: Bool = false
    ) -> MessageRenderer {
        let output = OutputDescriptor.standardOutput
        var surface = RenderSurface()
        surface.isTerminal = output.isTerminal
        surface.columns = output.isTerminal ? output.columns : nil
        surface.colour = Colour(
            context.options.color, environment: context.environment, isTerminal: output.isTerminal)
        surface.zone = utc ? .utc : .local
        surface.isRaw = raw && !output.isTerminal
        surface.highlight = reader.map { Highlight(reader: $0) }
        surface.showsConversation = showsConversation
        surface.showsNumber = numbers
        return MessageRenderer(messageFormat(isJSON: context.options.json), on: surface)
    }
}
