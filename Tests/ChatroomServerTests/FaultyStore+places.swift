import ChatroomCore
import ChatroomStore

extension FaultyStore {
    func familiarity(of place: [UInt8], with name: UserName?) async throws(ChatError) -> Familiarity {
        try await store.familiarity(of: place, with: name)
    }

    func notePlace(
        _ place: [UInt8], of account: Account.ID, at time: Timestamp, keeping count: Int
    ) async throws(ChatError) {
        try await store.notePlace(place, of: account, at: time, keeping: count)
    }
}
