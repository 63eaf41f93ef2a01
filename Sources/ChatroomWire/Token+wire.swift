internal import ChatroomCore

extension Token {
    init(_ wire: PBTokens.Token) {
        self.init(
            id: ID(rawValue: wire.id), label: wire.label, created: Timestamp(milliseconds: wire.created),
            lastUsed: Timestamp(milliseconds: wire.lastUsed), isCurrent: wire.current)
    }

    var wire: PBTokens.Token {
        var wire = PBTokens.Token()
        wire.id = id.rawValue
        wire.label = label
        wire.created = created.milliseconds
        wire.lastUsed = lastUsed.milliseconds
        wire.current = isCurrent
        return wire
    }
}
