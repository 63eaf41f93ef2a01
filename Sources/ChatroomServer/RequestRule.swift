internal import ChatroomCore
internal import ChatroomWire

/// What holds for a kind of request before its handler sees it: one table for all verbs.
struct RequestRule {
    /// When a request may come.
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

    /// Looks the rule up.
    init(for request: Request) {
        switch request {
        case .hello: self.init(.beforeGreeting, isActivity: false)
        case .register, .login: self.init(.beforeLogin, isActivity: true)
        case .ping: self.init(.always, isActivity: false)
        case .logout, .changePassword, .listTokens, .revokeToken: self.init(.afterLogin, isActivity: true)
        case .send, .history, .follow, .unfollow, .who: self.init(.afterLogin, isActivity: true)
        case .listConversations, .createRoom, .describeRoom, .configureRoom, .removeRoom, .changeMember, .watch,
            .setAway,
            .search, .verify, .listMarkers:
            self.init(.afterLogin, isActivity: true)
        case .uploadFile, .putChunk, .finishFile, .discardFile, .listUploads, .openFile, .readFile:
            self.init(.afterLogin, isActivity: true)
        case .ack, .claim, .settle: self.init(.afterLogin, isActivity: false)
        }
    }

    private init(_ phase: Phase, isActivity: Bool) {
        self.phase = phase
        self.isActivity = isActivity
    }
}
