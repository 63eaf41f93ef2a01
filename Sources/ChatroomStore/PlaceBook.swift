public import ChatroomCore

/// Where accounts have logged in; a place is a digest of 16 bytes.
///
/// Every function throws ``ChatError`` as ``LogStore`` says.
public protocol PlaceBook: Sendable {
    /// What is known of a place.
    ///
    /// - Parameters:
    ///   - place: The place.
    ///   - name: The name that somebody there says is theirs; `nil` for one that nobody can have. Whether there is such
    ///     an account makes no difference in time.
    /// - Returns: Whether anybody has logged in there, and whether the account has.
    /// - Throws: ``ChatError`` with code `storage`.
    func familiarity(of place: [UInt8], with name: UserName?) async throws(ChatError) -> Familiarity

    /// Notes that an account logged in at a place, and forgets all but the latest places of the account.
    func notePlace(
        _ place: [UInt8], of account: Account.ID, at time: Timestamp, keeping count: Int
    ) async throws(ChatError)
}

/// What is known of a place and an account.
public struct Familiarity: Sendable, Hashable {
    /// Whether anybody has logged in there.
    public let isPlaceKnown: Bool
    /// Whether the account has.
    public let isAccountKnown: Bool

    /// Makes a familiarity.
    public init(isPlaceKnown: Bool, isAccountKnown: Bool) {
        self.isPlaceKnown = isPlaceKnown
        self.isAccountKnown = isAccountKnown
    }
}
