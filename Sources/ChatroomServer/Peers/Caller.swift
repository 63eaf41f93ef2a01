/// Who asks for a login or an account, as far as limits care.
struct Caller: Sendable {
    /// Where from.
    let origin: Origin
    /// What counts as one instead of the origin's source: a device or a token that the account knows.
    var device: Source?
    /// What counts as one.
    var source: Source { device ?? origin.source }
    /// Whether the connection is still there; no password is checked for one that is not.
    let isThere: @Sendable () -> Bool
    /// Whether the connection is to end as soon as it is answered.
    let isLeaving: @Sendable () -> Bool

    /// Makes a caller; one that stays if nothing else is said.
    init(
        _ origin: Origin, isThere: @escaping @Sendable () -> Bool = { true },
        isLeaving: @escaping @Sendable () -> Bool = { false }
    ) {
        self.origin = origin
        self.isThere = isThere
        self.isLeaving = isLeaving
    }
}
