/// A registered user, as others see it.
public struct User: Hashable, Sendable {
    /// The user's name.
    public let name: UserName
    /// What the user is.
    public let kind: Kind
    /// What the user may do on the whole server.
    public let role: Role

    /// Makes a user.
    public init(name: UserName, kind: Kind, role: Role) {
        self.name = name
        self.kind = kind
        self.role = role
    }

    /// What a user is; set at registration and shown with each message.
    public enum Kind: String, Sendable, CaseIterable {
        /// A person.
        case human
        /// A program that decides by itself what to write.
        case agent
        /// A program that writes what it was told to.
        case script
    }

    /// What a user may do on the whole server.
    public enum Role: String, Sendable, CaseIterable {
        /// May use the server.
        case member
        /// May also administer it.
        case administrator
    }
}
