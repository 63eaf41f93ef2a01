/// How far a chain was followed.
public struct Verified: Sendable, Equatable {
    /// The last entry that was looked at.
    public let through: Message.Seq
    /// The first entry that is wrong or missing.
    public let broken: Message.Seq?
    /// The newest entry.
    public let head: Message.Seq
    /// What is wrong there, in a line for people; `nil` when nothing is, or the server does not say.
    public let problem: String?

    /// Makes an answer.
    public init(through: Message.Seq, broken: Message.Seq?, head: Message.Seq, problem: String? = nil) {
        self.through = through
        self.broken = broken
        self.head = head
        self.problem = problem
    }
}
