/// Ends what has nothing to show.
public struct NothingFound: Error {
    /// What a person who looks at an empty screen is told, such as `no files in ops`; `nil` when nobody is to be told.
    public let words: String?

    /// Says so to nobody.
    public init() { words = nil }

    /// Says so to a person.
    ///
    /// - Parameters:
    ///   - words: What is told.
    ///   - target: Where there is nothing; `nil` for anywhere.
    ///   - isTold: Whether there is a person who is to be told.
    public init(_ words: String, in target: Target? = nil, isTold: Bool) {
        let place =
            switch target {
            case .room(let room): " in \(room)"
            case .direct(let user): " with @\(user)"
            case nil: ""
            }
        self.words = isTold ? words + place : nil
    }
}
