public import ChatroomCore
public import ChatroomWire

/// What a server answers to a request that it grants, whatever was asked: the list of all answers.
public enum Reply: Sendable, Equatable {
    /// It is done, and there is nothing more to say.
    case done
    /// To `hello`.
    case welcome(Welcome)
    /// To `register` and `login`.
    case loggedIn(LoggedIn)
    /// To `listTokens`.
    case tokens([Token])
    /// To `send`, when the message is durable.
    case sent(Receipt)
    /// To `history`.
    case page(HistoryPage)
    /// To `follow`.
    case following(Following)
    /// To `who`.
    case present([PresentUser])
    /// To `listConversations`.
    case conversations([Conversation.Summary], invitations: [Invitation] = [])
    /// To what makes, changes or asks about a room.
    case room(Room)
    /// To `claim`.
    case claimed(Claimed)
    /// To `search`.
    case found(Found)
    /// To `verify`.
    case verified(Verified)
    /// To `listMarkers`.
    case markers(Markers)
    /// To `uploadFile`.
    case uploading(Uploading)
    /// To `listUploads`.
    case uploads([PendingUpload])
    /// To `openFile`.
    case fileOpened(FileOpened)
    /// To `readFile`.
    case fileChunk(FileChunk)
    /// To `ping` that asks for more.
    case pong(Pong)
    /// To `listCursors`.
    case cursors([NamedCursor])

    /// Reads an answer.
    ///
    /// - Parameter content: What the frame holds.
    /// - Throws: `ChatError` with code `protocol-violation` when a value in it is wrong.
    public init(_ content: ReplyContent) throws(ChatError) { self = try Self.read(content) }

    private static func read(_ content: ReplyContent) throws(ChatError) -> Reply {
        if content == .done { return .done }
        if let list = try read(content, as: ListConversations.self) {
            return .conversations(list.conversations, invitations: list.invitations)
        }
        if let answer = try read(content, as: Hello.self) { return .welcome(answer) }
        if let answer = try read(content, as: Login.self) { return .loggedIn(answer) }
        if let answer = try read(content, as: ListTokens.self) { return .tokens(answer) }
        if let answer = try read(content, as: OutgoingMessage.self) { return .sent(answer) }
        if let answer = try read(content, as: HistoryQuery.self) { return .page(answer) }
        if let answer = try read(content, as: Follow.self) { return .following(answer) }
        if let answer = try read(content, as: Who.self) { return .present(answer) }
        if let answer = try read(content, as: DescribeRoom.self) { return .room(answer) }
        if let answer = try read(content, as: Claim.self) { return .claimed(answer) }
        if let answer = try read(content, as: Search.self) { return .found(answer) }
        if let answer = try read(content, as: Verify.self) { return .verified(answer) }
        if let answer = try read(content, as: ListMarkers.self) { return .markers(answer) }
        if let answer = try read(content, as: UploadFile.self) { return .uploading(answer) }
        if let answer = try read(content, as: ListUploads.self) { return .uploads(answer) }
        if let answer = try read(content, as: OpenFile.self) { return .fileOpened(answer) }
        if let answer = try read(content, as: ReadFile.self) { return .fileChunk(answer) }
        if let answer = try read(content, as: Ping.self) { return .pong(answer) }
        if let answer = try read(content, as: ListCursors.self) { return .cursors(answer) }
        throw ChatError.unfitting
    }

    private static func read<C: Call>(_ content: ReplyContent, as call: C.Type) throws(ChatError) -> C.Answer? {
        do throws(ChatError) {
            return try C.answer(in: content)
        } catch {
            guard error == .unfitting else { throw ChatError(.protocolViolation, error.message) }
            return nil
        }
    }
}

extension ReplyContent {
    /// An answer.
    public static func welcome(_ answer: Welcome) -> ReplyContent { Hello.content(of: answer) }
    /// An answer.
    public static func loggedIn(_ answer: LoggedIn) -> ReplyContent { Login.content(of: answer) }
    /// An answer.
    public static func tokens(_ answer: [Token]) -> ReplyContent { ListTokens.content(of: answer) }
    /// An answer.
    public static func sent(_ answer: Receipt) -> ReplyContent { OutgoingMessage.content(of: answer) }
    /// An answer.
    public static func page(_ answer: HistoryPage) -> ReplyContent { HistoryQuery.content(of: answer) }
    /// An answer.
    public static func following(_ answer: Following) -> ReplyContent { Follow.content(of: answer) }
    /// An answer.
    public static func present(_ answer: [PresentUser]) -> ReplyContent { Who.content(of: answer) }
    /// An answer.
    public static func conversations(
        _ conversations: [Conversation.Summary], invitations: [Invitation] = []
    ) -> ReplyContent {
        ListConversations.content(
            of: ConversationList(conversations: conversations, invitations: invitations))
    }
    /// An answer.
    public static func room(_ answer: Room) -> ReplyContent { DescribeRoom.content(of: answer) }
    /// An answer.
    public static func claimed(_ answer: Claimed) -> ReplyContent { Claim.content(of: answer) }
    /// An answer.
    public static func found(_ answer: Found) -> ReplyContent { Search.content(of: answer) }
    /// An answer.
    public static func verified(_ answer: Verified) -> ReplyContent { Verify.content(of: answer) }
    /// An answer.
    public static func markers(_ answer: Markers) -> ReplyContent { ListMarkers.content(of: answer) }
    /// An answer.
    public static func uploading(_ answer: Uploading) -> ReplyContent { UploadFile.content(of: answer) }
    /// An answer.
    public static func uploads(_ answer: [PendingUpload]) -> ReplyContent { ListUploads.content(of: answer) }
    /// An answer.
    public static func fileOpened(_ answer: FileOpened) -> ReplyContent { OpenFile.content(of: answer) }
    /// An answer.
    public static func fileChunk(_ answer: FileChunk) -> ReplyContent { ReadFile.content(of: answer) }
    /// An answer.
    public static func pong(_ answer: Pong) -> ReplyContent { Ping.content(of: answer) }
    /// An answer.
    public static func cursors(_ answer: [NamedCursor]) -> ReplyContent { ListCursors.content(of: answer) }
}

extension Reply {
    /// What a frame holds as this answer.
    public var content: ReplyContent {
        switch self {
        case .done: .done
        case .conversations(let conversations, let invitations):
            .conversations(conversations, invitations: invitations)
        case .welcome(let answer): .welcome(answer)
        case .loggedIn(let answer): .loggedIn(answer)
        case .tokens(let answer): .tokens(answer)
        case .sent(let answer): .sent(answer)
        case .page(let answer): .page(answer)
        case .following(let answer): .following(answer)
        case .present(let answer): .present(answer)
        case .room(let answer): .room(answer)
        case .claimed(let answer): .claimed(answer)
        case .found(let answer): .found(answer)
        case .verified(let answer): .verified(answer)
        case .markers(let answer): .markers(answer)
        case .uploading(let answer): .uploading(answer)
        case .uploads(let answer): .uploads(answer)
        case .fileOpened(let answer): .fileOpened(answer)
        case .fileChunk(let answer): .fileChunk(answer)
        case .pong(let answer): .pong(answer)
        case .cursors(let answer): .cursors(answer)
        }
    }
}
