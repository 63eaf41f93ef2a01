/// What `chatroom help TOPIC` prints that belongs to no single command.
enum HelpTopic: String, CaseIterable {
    /// The options that all commands take.
    case options
    /// The variables that are read.
    case environment
    /// What the process returns.
    case exitCodes = "exit-codes"
    /// How messages can be printed.
    case formatting
    /// A few lines for what is done often.
    case recipes
    /// What to tell an agent that is to use the program.
    case agents

    /// All that is printed.
    var text: String {
        switch self {
        case .options: Self.optionsText
        case .environment: Self.environmentText
        case .exitCodes: Self.exitCodesText
        case .formatting: Self.formattingText
        case .recipes: Self.recipesText
        case .agents: Self.agentsText
        }
    }
}
