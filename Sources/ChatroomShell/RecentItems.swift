/// The last few different items of a stream, the most recent first.
struct RecentItems<Item: Equatable & Sendable>: Sendable {
    /// The items, each once.
    private(set) var items: [Item] = []
    private let limit: Int

    /// Holds nothing yet.
    ///
    /// - Parameter limit: The most items to hold.
    init(limit: Int) { self.limit = limit }

    /// Makes an item the most recent one.
    ///
    /// - Parameter item: The item, held already or not.
    /// - Returns: The item that was let go of because there are too many.
    @discardableResult
    mutating func add(_ item: Item) -> Item? {
        // Who speaks is mostly who spoke last.
        if items.first == item { return nil }
        if let place = items.firstIndex(of: item) {
            items.remove(at: place)
        }
        items.insert(item, at: 0)
        return items.count > limit ? items.removeLast() : nil
    }
}
