/// What a word behind a command of the shell stands for, so that it can be completed.
enum Operand: Equatable, Sendable {
    /// A room or `@user`.
    case target
    /// A room.
    case room
    /// A user, with or without `@`; as the last operand of a command any number of them.
    case user
    /// The number of a message.
    case message
    /// The number of a message that the user wrote.
    case ownMessage
    /// The id of a file that a message brought.
    case file
    /// A file's path; as the last operand of a command any number of them.
    case path
    /// The name of a command.
    case command
    /// The name of a setting and, in the word that follows, its value.
    case setting
    /// One of a few words.
    case choice([String])
    /// One of the choices of the newest question.
    case answer
    /// Text of any number of words, in which `@name` addresses somebody.
    case text

    /// Whether it stands for all words that are left if it is a command's last.
    var repeats: Bool {
        switch self {
        case .user, .path, .text: true
        case .answer, .target, .room, .message, .ownMessage, .file, .command, .setting, .choice: false
        }
    }
}
