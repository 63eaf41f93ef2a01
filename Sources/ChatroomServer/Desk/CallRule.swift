/// What holds for a kind of call before its handler sees it.
struct CallRule: Sendable {
    /// When a call may come.
    enum Phase {
        case beforeGreeting
        case beforeLogin
        case afterLogin
        case always
    }

    /// When it may come.
    let phase: Phase
    /// Whether it shows that the user is doing something.
    let isActivity: Bool
}
