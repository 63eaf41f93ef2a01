public import ChatroomCore

/// What a server answers to a request that it grants.
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

    init(_ wire: PBServerFrame.OneOf_Content) throws(ChatError) {
        switch wire {
        case .done: self = .done
        case .welcome(let wire): self = .welcome(Welcome(wire))
        case .loggedIn(let wire): self = .loggedIn(try LoggedIn(wire))
        case .tokens(let wire): self = .tokens(wire.tokens.map(Token.init))
        case .sent(let wire): self = .sent(try Receipt(wire))
        case .page(let wire): self = .page(try HistoryPage(wire))
        case .following(let wire): self = .following(try Following(wire))
        case .present(let wire):
            self = .present(try [PresentUser](wire.users))
        case .conversations(let wire):
            var conversations: [Conversation.Summary] = []
            for summary in wire.conversations { conversations.append(try Conversation.Summary(summary)) }
            var invitations: [Invitation] = []
            for invitation in wire.invitations { invitations.append(try Invitation(invitation)) }
            self = .conversations(conversations, invitations: invitations)
        case .room(let wire): self = .room(try Room(wire))
        case .claimed(let wire): self = .claimed(try Claimed(wire))
        case .found(let wire): self = .found(try Found(wire))
        case .verified(let wire): self = .verified(Verified(wire))
        case .markers(let wire): self = .markers(try Markers(wire))
        case .uploading(let wire): self = .uploading(try Uploading(wire))
        case .uploads(let wire):
            var uploads: [PendingUpload] = []
            for upload in wire.uploads { uploads.append(try PendingUpload(upload)) }
            self = .uploads(uploads)
        case .fileOpened(let wire): self = .fileOpened(try FileOpened(wire))
        case .fileChunk(let wire): self = .fileChunk(try FileChunk(wire))
        case .error, .posted, .goingAway, .opened, .ended, .presenceChanged, .markerMoved, .available, .invited:
            throw ChatError(.protocolViolation, "a reply that is none")
        }
    }

    var wire: PBServerFrame.OneOf_Content {
        switch self {
        case .done: return .done(PBDone())
        case .welcome(let welcome): return .welcome(welcome.wire)
        case .loggedIn(let loggedIn): return .loggedIn(loggedIn.wire)
        case .tokens(let tokens):
            var wire = PBTokens()
            wire.tokens = tokens.map(\.wire)
            return .tokens(wire)
        case .sent(let receipt): return .sent(receipt.wire)
        case .page(let page): return .page(page.wire)
        case .following(let following): return .following(following.wire)
        case .present(let users):
            var wire = PBPresent()
            wire.users = users.map(\.wire)
            return .present(wire)
        case .conversations(let summaries, let invitations):
            var wire = PBConversations()
            wire.conversations = summaries.map(\.wire)
            wire.invitations = invitations.map(\.wire)
            return .conversations(wire)
        case .room(let room): return .room(room.wire)
        case .claimed(let claimed): return .claimed(claimed.wire)
        case .found(let found): return .found(found.wire)
        case .verified(let verified): return .verified(verified.wire)
        case .markers(let markers): return .markers(markers.wire)
        case .uploading(let uploading): return .uploading(uploading.wire)
        case .uploads(let uploads):
            var wire = PBUploads()
            wire.uploads = uploads.map(\.wire)
            return .uploads(wire)
        case .fileOpened(let opened): return .fileOpened(opened.wire)
        case .fileChunk(let chunk): return .fileChunk(chunk.wire)
        }
    }
}
