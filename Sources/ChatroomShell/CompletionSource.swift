internal import ChatroomCore

/// What ``Completion`` draws from: all that the shell knows when Tab is pressed.
struct CompletionSource {
    /// A command: its name without the slash, what follows it, and what it does in a few words.
    typealias Command = (name: String, operands: [Operand], summary: String)
    /// A message: its number, whether the user wrote it, and its sender and text.
    typealias RecentMessage = (seq: Int64, isOwn: Bool, excerpt: String)
    /// A setting: its name and what it can be set to; no values when it takes a number.
    typealias Setting = (name: String, values: [String])

    /// Every command, in any order.
    var commands: [Command] = []
    /// The names of the rooms without `#`, in the order in which they are offered.
    var rooms: [String] = []
    /// The conversation that the user is in.
    var current: Target
    /// Who is known.
    var names: NameOrder
    /// The messages that can be replied to, edited and so on, newest first.
    ///
    /// An excerpt may hold whatever its sender wrote; it is made safe to show before it becomes a note.
    var messages: [RecentMessage] = []
    /// The files that these messages brought, newest first: the id, and what is known of it.
    var files: [(id: String, excerpt: String)] = []
    /// What answers the newest question.
    var choices: [String] = []
    /// Every setting, in the order in which they are offered.
    var settings: [Setting] = []
    /// Finds the paths that begin with a word, both with backslashes before spaces: ``PathCompletion``.
    var paths: (String) -> [String] = { _ in [] }
}
