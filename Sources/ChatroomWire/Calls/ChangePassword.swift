/// A request to replace the password of the user who is logged in; every other token of the user is revoked.
public struct ChangePassword: Sendable, Equatable {
    /// The password as it is.
    public let old: String
    /// The password as it shall be: 10 to 1024 bytes of UTF-8.
    public let new: String

    /// Makes a request.
    public init(old: String, new: String) {
        self.old = old
        self.new = new
    }

    init(_ wire: PBChangePassword) { self.init(old: wire.old, new: wire.new) }

    var wire: PBChangePassword {
        var wire = PBChangePassword()
        wire.old = old
        wire.new = new
        return wire
    }
}

extension ChangePassword: Call {
    /// The verb.
    public var verb: String { "change-password" }
    /// One of all requests.
    public var request: Request { .changePassword(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
}
