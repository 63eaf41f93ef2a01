public import ChatroomCore
public import ChatroomWire

/// Requests in few words.
extension Request {
    /// A sign of life.
    public static var ping: Request { .ping(Ping()) }
    /// Logs out.
    public static var logout: Request { .logout(Logout()) }
    /// Asks for tokens.
    public static var listTokens: Request { .listTokens(ListTokens()) }
    /// Asks for conversations.
    public static var listConversations: Request { .listConversations(ListConversations()) }
    /// Asks for files on their way.
    public static var listUploads: Request { .listUploads(ListUploads()) }
    /// Asks for named cursors.
    public static var listCursors: Request { .listCursors(ListCursors()) }
    /// Revokes a token.
    public static func revokeToken(_ token: Token.ID) -> Request { .revokeToken(RevokeToken(token: token)) }
    /// Ends a subscription.
    public static func unfollow(_ id: Conversation.ID) -> Request { .unfollow(Unfollow(conversation: id)) }
    /// Asks about a room.
    public static func describeRoom(_ room: RoomName) -> Request { .describeRoom(DescribeRoom(room: room)) }
    /// Removes a room.
    public static func removeRoom(_ room: RoomName) -> Request { .removeRoom(RemoveRoom(room: room)) }
    /// Tells why one is away.
    public static func setAway(_ text: String?) -> Request { .setAway(SetAway(text: text)) }
    /// Asks for markers.
    public static func listMarkers(_ target: Target) -> Request { .listMarkers(ListMarkers(target: target)) }
    /// Forgets a file.
    public static func discardFile(_ file: FileID) -> Request { .discardFile(DiscardFile(file: file)) }
    /// Asks about a file.
    public static func openFile(_ file: FileID) -> Request { .openFile(OpenFile(file: file)) }

    /// The verb, as logs name it.
    public var verb: String { call.verb }

    /// The call.
    public var call: any Call {
        switch self {
        case .hello(let call): call
        case .register(let call): call
        case .login(let call): call
        case .logout(let call): call
        case .changePassword(let call): call
        case .listTokens(let call): call
        case .revokeToken(let call): call
        case .send(let call): call
        case .history(let call): call
        case .follow(let call): call
        case .unfollow(let call): call
        case .ack(let call): call
        case .who(let call): call
        case .listConversations(let call): call
        case .createRoom(let call): call
        case .describeRoom(let call): call
        case .configureRoom(let call): call
        case .removeRoom(let call): call
        case .changeMember(let call): call
        case .watch(let call): call
        case .setAway(let call): call
        case .claim(let call): call
        case .settle(let call): call
        case .search(let call): call
        case .verify(let call): call
        case .listMarkers(let call): call
        case .uploadFile(let call): call
        case .putChunk(let call): call
        case .finishFile(let call): call
        case .discardFile(let call): call
        case .listUploads(let call): call
        case .openFile(let call): call
        case .readFile(let call): call
        case .ping(let call): call
        case .listCursors(let call): call
        }
    }
}
