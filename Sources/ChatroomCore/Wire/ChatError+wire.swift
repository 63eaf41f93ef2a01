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

extension Duration {
    /// The duration in milliseconds, what is less than one dropped; the largest number when it does not fit.
    public var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, carry) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return overflow || carry ? .max : sum
    }
}
