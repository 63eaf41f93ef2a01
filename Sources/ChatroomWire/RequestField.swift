/// The numbers of the requests among the fields of `ClientFrame`, of which more must be known than the generated code
/// tells.
enum RequestField: UInt64, CaseIterable {
    case hello = 2
    case register = 3
    case login = 4
    case logout = 5
    case changePassword = 6
    case listTokens = 7
    case revokeToken = 8
    case send = 9
    case history = 10
    case follow = 11
    case unfollow = 12
    case ack = 13
    case who = 14
    case ping = 15
    case listConversations = 16
    case createRoom = 17
    case describeRoom = 18
    case configureRoom = 19
    case removeRoom = 20
    case changeMember = 21
    case watch = 22
    case setAway = 23
    case claim = 24
    case settle = 25
    case search = 26
    case verify = 27
    case listMarkers = 28
    case uploadFile = 29
    case putChunk = 30
    case finishFile = 31
    case discardFile = 32
    case listUploads = 33
    case openFile = 34
    case readFile = 35

    /// The first to the last of them.
    static let all = Self.hello.rawValue...Self.readFile.rawValue
}

extension Request {
    /// In which field it is sent.
    var field: RequestField {
        switch self {
        case .hello: .hello
        case .register: .register
        case .login: .login
        case .logout: .logout
        case .changePassword: .changePassword
        case .listTokens: .listTokens
        case .revokeToken: .revokeToken
        case .send: .send
        case .history: .history
        case .follow: .follow
        case .unfollow: .unfollow
        case .ack: .ack
        case .who: .who
        case .ping: .ping
        case .listConversations: .listConversations
        case .createRoom: .createRoom
        case .describeRoom: .describeRoom
        case .configureRoom: .configureRoom
        case .removeRoom: .removeRoom
        case .changeMember: .changeMember
        case .watch: .watch
        case .setAway: .setAway
        case .claim: .claim
        case .settle: .settle
        case .search: .search
        case .verify: .verify
        case .listMarkers: .listMarkers
        case .uploadFile: .uploadFile
        case .putChunk: .putChunk
        case .finishFile: .finishFile
        case .discardFile: .discardFile
        case .listUploads: .listUploads
        case .openFile: .openFile
        case .readFile: .readFile
        }
    }
}
