internal import ChatroomCore

extension ChatError {
    init(_ wire: PBError) {
        self.init(
            Code(rawValue: wire.code), wire.message, hint: wire.hint.isEmpty ? nil : wire.hint,
            retryAfter: wire.retryAfter > 0 ? .milliseconds(wire.retryAfter) : nil)
    }

    var wire: PBError {
        var wire = PBError()
        wire.code = code.rawValue
        wire.message = message
        wire.hint = hint ?? ""
        wire.retryAfter = retryAfter?.wholeMilliseconds ?? 0
        return wire
    }
}
