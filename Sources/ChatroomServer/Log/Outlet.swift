/// A door's ear on the log.
public protocol Outlet: Sendable {
    /// Takes what was stored, in the order in which it was; never suspends.
    func publish(_ runs: [Run])
}
