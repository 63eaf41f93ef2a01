internal import ChatroomCore

/// The conversations in which something waits, as the prompt names them: `@ci 1!, lobby 5, +2`.
///
/// What is for the user comes first and has an exclamation mark, then what has the most unread. As many are named as fit;
/// the rest is a number.
struct Hotlist {
    /// A conversation in which something waits.
    struct Item: Equatable {
        let target: Target
        /// How many messages wait there.
        let count: Int
        /// Whether some of them are for the user.
        let isForUser: Bool

        fileprivate var text: String {
            "\(target) \(count > Hotlist.mostCounted ? "\(Hotlist.mostCounted)+" : "\(count)")\(isForUser ? "!" : "")"
        }
    }

    /// The server counts no further.
    fileprivate static let mostCounted = 99

    /// The conversations, the first one to go to first.
    let items: [Item]

    init(_ items: [Item]) {
        self.items = items.sorted { left, right in
            if left.isForUser != right.isForUser { return left.isForUser }
            if left.count != right.count { return left.count > right.count }
            return left.target.description < right.target.description
        }
    }

    /// The list on so many columns; one of them is named at least, however long its name is.
    func text(columns: Int) -> String {
        for count in stride(from: items.count, to: 1, by: -1) {
            let text = text(naming: count)
            // Names are ASCII.
            if text.utf8.count <= columns { return text }
        }
        return items.isEmpty ? "" : text(naming: 1)
    }

    private func text(naming count: Int) -> String {
        let rest = items.count - count
        return (items.prefix(count).map(\.text) + (rest > 0 ? ["+\(rest)"] : [])).joined(separator: ", ")
    }
}
