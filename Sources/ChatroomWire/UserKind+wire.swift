internal import ChatroomCore

extension User.Kind {
    init(_ wire: PBKind) throws(ChatError) {
        switch wire {
        case .human: self = .human
        case .agent: self = .agent
        case .script: self = .script
        case .unspecified, .UNRECOGNIZED: throw ChatError(.invalid, "a user is a human, an agent or a script")
        }
    }

    var wire: PBKind {
        switch self {
        case .human: .human
        case .agent: .agent
        case .script: .script
        }
    }
}
