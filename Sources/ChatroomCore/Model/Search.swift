/// A request to find messages by their words, newest first.
public struct Search: Sendable, Equatable {
    /// The words, which must all match; none when something else bounds what is found.
    public let terms: [SearchTerm]
    /// The conversation; `nil` for all that the user can see.
    public var target: Target?
    /// Only messages of this user.
    public var from: UserName?
    /// Only messages with a file.
    public var hasFile = false
    /// Only messages stored at this time or later.
    public var since: Timestamp?
    /// Only messages stored before this time.
    public var until: Timestamp?
    /// Where the page begins: the last one's `next`.
    public var before: Int64?
    /// The most hits in a page, 1 to 100.
    public var limit = Self.largestPage

    /// The most hits that a page may have.
    public static let largestPage = 100

    /// Makes a request for all messages that match the terms.
    public init(terms: [SearchTerm]) { self.terms = terms }
}
