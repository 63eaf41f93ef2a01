public import ChatroomCore

extension ChatError {
    /// What refers to nothing is refused with.
    public static let missingReference = ChatError(.notFound, "there is no such user or conversation")
    /// What an id that was used for something else is refused with.
    static let reusedID = ChatError(.idReused, "the message id was used before with other content")
    /// What nothing is added to a log with whose end is missing.
    static let damagedLog = ChatError(
        .readOnly, "the log of this conversation does not end as it did, so nothing is added to it",
        hint: "The administrator should run 'chatroom history --verify' and compare it with a backup.")
}
