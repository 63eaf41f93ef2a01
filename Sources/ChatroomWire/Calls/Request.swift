public import ChatroomCore

// The circle is of the list of all calls and the calls, each of which names its case, so that none can be left out.

/// What a client asks of a server: the list of all calls, one case a verb.
///
/// The list names each call and each call its case, so that neither can be without the other.
public enum Request: Sendable, Equatable {
    /// Begins a connection.
    case hello(Hello)
    /// Makes an account and logs in.
    case register(Register)
    /// Logs in.
    case login(Login)
    /// Revokes the token of this login.
    case logout(Logout)
    /// Replaces the password.
    case changePassword(ChangePassword)
    /// Asks for the user's tokens.
    case listTokens(ListTokens)
    /// Revokes one of the user's tokens.
    case revokeToken(RevokeToken)
    /// Appends a message.
    case send(OutgoingMessage)
    /// Reads stored messages.
    case history(HistoryQuery)
    /// Subscribes to a conversation.
    case follow(Follow)
    /// Ends a subscription.
    case unfollow(Unfollow)
    /// Moves a named cursor.
    case ack(Ack)
    /// Asks who is there.
    case who(Who)
    /// Asks for all conversations that the user can see.
    case listConversations(ListConversations)
    /// Makes a room.
    case createRoom(CreateRoom)
    /// Asks about a room.
    case describeRoom(DescribeRoom)
    /// Changes a room's settings.
    case configureRoom(ConfigureRoom)
    /// Removes a room.
    case removeRoom(RemoveRoom)
    /// Changes who belongs to a room.
    case changeMember(ChangeMember)
    /// Asks for more events.
    case watch(Watch)
    /// Sets why the user is away; `nil` for being back.
    case setAway(SetAway)
    /// Takes messages to work on.
    case claim(Claim)
    /// Says what became of them.
    case settle(Settle)
    /// Finds messages by their words.
    case search(Search)
    /// Recomputes a piece of a hash chain.
    case verify(Verify)
    /// Asks how far the users of a direct conversation have come.
    case listMarkers(ListMarkers)
    /// Begins to send a file.
    case uploadFile(UploadFile)
    /// Sends a piece of it.
    case putChunk(FileChunk)
    /// Says that all of it was sent.
    case finishFile(FinishFile)
    /// Forgets a file that no message brings.
    case discardFile(DiscardFile)
    /// Asks for the user's files that no message brings yet.
    case listUploads(ListUploads)
    /// Asks about a file.
    case openFile(OpenFile)
    /// Reads a piece of it.
    case readFile(ReadFile)
    /// Gives a sign of life.
    case ping(Ping)
    /// Asks for the user's named cursors.
    case listCursors(ListCursors)

    init(_ wire: PBClientFrame.OneOf_Request?) throws(ChatError) {
        switch wire {
        case .hello(let wire): self = .hello(Hello(wire))
        case .register(let wire): self = .register(try Register(wire))
        case .login(let wire): self = .login(try Login(wire))
        case .logout(let wire): self = .logout(Logout(wire))
        case .changePassword(let wire): self = .changePassword(ChangePassword(wire))
        case .listTokens(let wire): self = .listTokens(ListTokens(wire))
        case .revokeToken(let wire): self = .revokeToken(RevokeToken(wire))
        case .send(let wire): self = .send(try OutgoingMessage(wire))
        case .history(let wire): self = .history(try HistoryQuery(wire))
        case .follow(let wire): self = .follow(try Follow(wire))
        case .unfollow(let wire): self = .unfollow(Unfollow(wire))
        case .ack(let wire): self = .ack(try Ack(wire))
        case .who(let wire): self = .who(try Who(wire))
        case .listConversations(let wire): self = .listConversations(ListConversations(wire))
        case .createRoom(let wire): self = .createRoom(try CreateRoom(wire))
        case .describeRoom(let wire): self = .describeRoom(try DescribeRoom(wire))
        case .configureRoom(let wire): self = .configureRoom(try ConfigureRoom(wire))
        case .removeRoom(let wire): self = .removeRoom(try RemoveRoom(wire))
        case .changeMember(let wire): self = .changeMember(try ChangeMember(wire))
        case .watch(let wire): self = .watch(Watch(wire))
        case .setAway(let wire): self = .setAway(try SetAway(wire))
        case .claim(let wire): self = .claim(try Claim(wire))
        case .settle(let wire): self = .settle(try Settle(wire))
        case .search(let wire): self = .search(try Search(wire))
        case .verify(let wire): self = .verify(try Verify(wire))
        case .listMarkers(let wire): self = .listMarkers(try ListMarkers(wire))
        case .uploadFile(let wire): self = .uploadFile(try UploadFile(wire))
        case .putChunk(let wire): self = .putChunk(try FileChunk(wire))
        case .finishFile(let wire): self = .finishFile(try FinishFile(wire))
        case .discardFile(let wire): self = .discardFile(try DiscardFile(wire))
        case .listUploads(let wire): self = .listUploads(ListUploads(wire))
        case .openFile(let wire): self = .openFile(try OpenFile(wire))
        case .readFile(let wire): self = .readFile(try ReadFile(wire))
        case .ping(let wire): self = .ping(Ping(wire))
        case .listCursors(let wire): self = .listCursors(ListCursors(wire))
        case nil: throw ChatError(.unknownRequest, "this server does not know this kind of request")
        }
    }

    var wire: PBClientFrame.OneOf_Request {
        switch self {
        case .hello(let call): .hello(call.wire)
        case .register(let call): .register(call.wire)
        case .login(let call): .login(call.wire)
        case .logout(let call): .logout(call.wire)
        case .changePassword(let call): .changePassword(call.wire)
        case .listTokens(let call): .listTokens(call.wire)
        case .revokeToken(let call): .revokeToken(call.wire)
        case .send(let call): .send(call.wire)
        case .history(let call): .history(call.wire)
        case .follow(let call): .follow(call.wire)
        case .unfollow(let call): .unfollow(call.wire)
        case .ack(let call): .ack(call.wire)
        case .who(let call): .who(call.wire)
        case .listConversations(let call): .listConversations(call.wire)
        case .createRoom(let call): .createRoom(call.wire)
        case .describeRoom(let call): .describeRoom(call.wire)
        case .configureRoom(let call): .configureRoom(call.wire)
        case .removeRoom(let call): .removeRoom(call.wire)
        case .changeMember(let call): .changeMember(call.wire)
        case .watch(let call): .watch(call.wire)
        case .setAway(let call): .setAway(call.wire)
        case .claim(let call): .claim(call.wire)
        case .settle(let call): .settle(call.wire)
        case .search(let call): .search(call.wire)
        case .verify(let call): .verify(call.wire)
        case .listMarkers(let call): .listMarkers(call.wire)
        case .uploadFile(let call): .uploadFile(call.wire)
        case .putChunk(let call): .putChunk(call.wire)
        case .finishFile(let call): .finishFile(call.wire)
        case .discardFile(let call): .discardFile(call.wire)
        case .listUploads(let call): .listUploads(call.wire)
        case .openFile(let call): .openFile(call.wire)
        case .readFile(let call): .readFile(call.wire)
        case .ping(let call): .ping(call.wire)
        case .listCursors(let call): .listCursors(call.wire)
        }
    }
}
