public import ChatroomCore

/// What a client asks of a server; one case a verb.
public enum Request: Sendable, Equatable {
    /// Begins a connection.
    case hello(Hello)
    /// Makes an account and logs in.
    case register(Register)
    /// Logs in.
    case login(Login)
    /// Revokes the token of this login.
    case logout
    /// Replaces the password.
    case changePassword(ChangePassword)
    /// Asks for the user's tokens.
    case listTokens
    /// Revokes one of the user's tokens.
    case revokeToken(Token.ID)
    /// Appends a message.
    case send(OutgoingMessage)
    /// Reads stored messages.
    case history(HistoryQuery)
    /// Subscribes to a conversation.
    case follow(Follow)
    /// Ends a subscription.
    case unfollow(Conversation.ID)
    /// Moves a named cursor.
    case ack(Ack)
    /// Asks who is there.
    case who(Who)
    /// Asks for all conversations that the user can see.
    case listConversations
    /// Makes a room.
    case createRoom(CreateRoom)
    /// Asks about a room.
    case describeRoom(RoomName)
    /// Changes a room's settings.
    case configureRoom(ConfigureRoom)
    /// Removes a room.
    case removeRoom(RoomName)
    /// Changes who belongs to a room.
    case changeMember(ChangeMember)
    /// Asks for more events.
    case watch(Watch)
    /// Sets why the user is away; `nil` for being back.
    case setAway(String?)
    /// Takes messages to work on.
    case claim(Claim)
    /// Says what became of them.
    case settle(Settle)
    /// Finds messages by their words.
    case search(Search)
    /// Recomputes a piece of a hash chain.
    case verify(Verify)
    /// Asks how far the users of a direct conversation have come.
    case listMarkers(Target)
    /// Begins to send a file.
    case uploadFile(UploadFile)
    /// Sends a piece of it.
    case putChunk(FileChunk)
    /// Says that all of it was sent.
    case finishFile(FinishFile)
    /// Forgets a file that no message brings.
    case discardFile(FileID)
    /// Asks for the user's files that no message brings yet.
    case listUploads
    /// Asks about a file.
    case openFile(FileID)
    /// Reads a piece of it.
    case readFile(ReadFile)
    /// Gives a sign of life.
    case ping

    /// The verb, as logs and metrics name it.
    public var verb: String {
        switch self {
        case .hello: "hello"
        case .register: "register"
        case .login: "login"
        case .logout: "logout"
        case .changePassword: "change-password"
        case .listTokens: "list-tokens"
        case .revokeToken: "revoke-token"
        case .send: "send"
        case .history: "history"
        case .follow: "follow"
        case .unfollow: "unfollow"
        case .ack: "ack"
        case .who: "who"
        case .listConversations: "list-conversations"
        case .createRoom: "create-room"
        case .describeRoom: "describe-room"
        case .configureRoom: "configure-room"
        case .removeRoom: "remove-room"
        case .changeMember(let change): change.change.rawValue
        case .watch: "watch"
        case .setAway: "set-away"
        case .claim: "claim"
        case .settle: "settle"
        case .search: "search"
        case .verify: "verify"
        case .listMarkers: "list-markers"
        case .uploadFile: "upload-file"
        case .putChunk: "put-chunk"
        case .finishFile: "finish-file"
        case .discardFile: "discard-file"
        case .listUploads: "list-uploads"
        case .openFile: "open-file"
        case .readFile: "read-file"
        case .ping: "ping"
        }
    }
}

extension Request {
    init(_ wire: PBClientFrame.OneOf_Request?) throws(ChatError) {
        switch wire {
        case .hello(let wire): self = .hello(Hello(wire))
        case .register(let wire): self = .register(try Register(wire))
        case .login(let wire): self = .login(try Login(wire))
        case .logout: self = .logout
        case .changePassword(let wire): self = .changePassword(ChangePassword(old: wire.old, new: wire.new))
        case .listTokens: self = .listTokens
        case .revokeToken(let wire): self = .revokeToken(Token.ID(rawValue: wire.id))
        case .send(let wire): self = .send(try OutgoingMessage(wire))
        case .history(let wire): self = .history(try HistoryQuery(wire))
        case .follow(let wire): self = .follow(try Follow(wire))
        case .unfollow(let wire): self = .unfollow(Conversation.ID(rawValue: wire.conversation))
        case .ack(let wire): self = .ack(try Ack(wire))
        case .who(let wire): self = .who(try Who(wire))
        case .listConversations: self = .listConversations
        case .createRoom(let wire): self = .createRoom(try CreateRoom(wire))
        case .describeRoom(let wire): self = .describeRoom(try RoomName(wire.room))
        case .configureRoom(let wire): self = .configureRoom(try ConfigureRoom(wire))
        case .removeRoom(let wire): self = .removeRoom(try RoomName(wire.room))
        case .changeMember(let wire): self = .changeMember(try ChangeMember(wire))
        case .watch(let wire): self = .watch(Watch(wire))
        case .setAway(let wire):
            guard wire.text.utf8.count <= PresentUser.awayLimit else {
                throw ChatError(.tooLarge, "why one is away is told in at most \(PresentUser.awayLimit) bytes")
            }
            self = .setAway(wire.text.isEmpty ? nil : wire.text)
        case .claim(let wire): self = .claim(try Claim(wire))
        case .settle(let wire): self = .settle(try Settle(wire))
        case .search(let wire): self = .search(try Search(wire))
        case .verify(let wire): self = .verify(try Verify(wire))
        case .listMarkers(let wire): self = .listMarkers(try Target(wire.target))
        case .uploadFile(let wire): self = .uploadFile(try UploadFile(wire))
        case .putChunk(let wire): self = .putChunk(try FileChunk(wire))
        case .finishFile(let wire): self = .finishFile(try FinishFile(wire))
        case .discardFile(let wire): self = .discardFile(try FileID(wire: wire.file))
        case .listUploads: self = .listUploads
        case .openFile(let wire): self = .openFile(try FileID(wire: wire.file))
        case .readFile(let wire): self = .readFile(try ReadFile(wire))
        case .ping: self = .ping
        case nil: throw ChatError(.unknownRequest, "this server does not know this kind of request")
        }
    }

    var wire: PBClientFrame.OneOf_Request {
        switch self {
        case .hello(let hello): return .hello(hello.wire)
        case .register(let register): return .register(register.wire)
        case .login(let login): return .login(login.wire)
        case .logout: return .logout(PBLogout())
        case .changePassword(let change): return .changePassword(change.wire)
        case .listTokens: return .listTokens(PBListTokens())
        case .revokeToken(let id):
            var wire = PBRevokeToken()
            wire.id = id.rawValue
            return .revokeToken(wire)
        case .send(let message): return .send(message.wire)
        case .history(let query): return .history(query.wire)
        case .follow(let follow): return .follow(follow.wire)
        case .unfollow(let conversation):
            var wire = PBUnfollow()
            wire.conversation = conversation.rawValue
            return .unfollow(wire)
        case .ack(let ack): return .ack(ack.wire)
        case .who(let who): return .who(who.wire)
        case .listConversations: return .listConversations(PBListConversations())
        case .createRoom(let room): return .createRoom(room.wire)
        case .describeRoom(let name):
            var wire = PBDescribeRoom()
            wire.room = name.text
            return .describeRoom(wire)
        case .configureRoom(let change): return .configureRoom(change.wire)
        case .removeRoom(let name):
            var wire = PBRemoveRoom()
            wire.room = name.text
            return .removeRoom(wire)
        case .changeMember(let change): return .changeMember(change.wire)
        case .watch(let watch): return .watch(watch.wire)
        case .setAway(let text):
            var wire = PBSetAway()
            wire.text = text ?? ""
            return .setAway(wire)
        case .claim(let claim): return .claim(claim.wire)
        case .settle(let settle): return .settle(settle.wire)
        case .search(let search): return .search(search.wire)
        case .verify(let verify): return .verify(verify.wire)
        case .listMarkers(let target):
            var wire = PBListMarkers()
            wire.target = target.description
            return .listMarkers(wire)
        case .uploadFile(let upload): return .uploadFile(upload.wire)
        case .putChunk(let chunk): return .putChunk(chunk.wire)
        case .finishFile(let finish): return .finishFile(finish.wire)
        case .discardFile(let file):
            var wire = PBDiscardFile()
            wire.file = file.rawValue
            return .discardFile(wire)
        case .listUploads: return .listUploads(PBListUploads())
        case .openFile(let file):
            var wire = PBOpenFile()
            wire.file = file.rawValue
            return .openFile(wire)
        case .readFile(let read): return .readFile(read.wire)
        case .ping: return .ping(PBPing())
        }
    }
}
