import ChatroomCore
import ChatroomTestSupport
import ChatroomWire

extension Listener {
    /// Asks for notices.
    mutating func watch(_ adjust: (inout Watch) -> Void) async throws {
        var watch = Watch()
        adjust(&watch)
        _ = try await ask(.watch(watch)).get()
    }

    /// The notices of presence up to one that is looked for, which is the last of them.
    mutating func notices(until isLast: (PresentUser) -> Bool) async throws -> [PresentUser] {
        var notices: [PresentUser] = []
        while let event = try await next() {
            guard case .presenceChanged(let users) = event else { continue }
            for user in users {
                notices.append(user)
                if isLast(user) { return notices }
            }
        }
        throw TestFailure("the connection ended after \(notices)")
    }

    /// What was noticed of a user before this moment: the listener goes away with a word of its own and waits for it.
    mutating func notices(of name: String, before word: String) async throws -> [PresentUser] {
        _ = try await ask(.setAway(word)).get()
        // Users of one notice come in order of name, so the whole of it is taken.
        return try await notices { $0.away == word }.filter { $0.name.text == name }
    }
}
