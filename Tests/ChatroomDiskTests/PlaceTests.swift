internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct PlaceTests {
    @Test func aPlaceIsKnownForWhoeverLoggedInThere() async throws {
        let scratch = try await ScratchStore()
        try await note(1, of: scratch.bob, at: 1, in: scratch)
        for (place, name, isPlaceKnown, isAccountKnown) in [
            (1, "bob", true, true), (1, "alice", true, false), (1, "nobody", true, false), (2, "bob", false, false),
        ] {
            let found = try await scratch.store.familiarity(of: digest(place), with: try UserName(name))
            #expect(found == Familiarity(isPlaceKnown: isPlaceKnown, isAccountKnown: isAccountKnown))
        }
        let none = try await scratch.store.familiarity(of: digest(1), with: nil)
        #expect(none == Familiarity(isPlaceKnown: true, isAccountKnown: false))
    }

    @Test func theLatestPlacesAreKept() async throws {
        let scratch = try await ScratchStore()
        for place in 0..<20 { try await note(place, of: scratch.bob, at: Int64(place), in: scratch) }
        // Used again, and then the clock stepped back.
        try await note(4, of: scratch.bob, at: 100, in: scratch)
        try await note(50, of: scratch.bob, at: -1, in: scratch)
        var known: [Int] = []
        for place in 0..<60 {
            let found = try await scratch.store.familiarity(of: digest(place), with: scratch.bob.user.name)
            if found.isAccountKnown { known.append(place) }
        }
        #expect(known == [4] + (6..<20) + [50])
    }

    private func note(_ place: Int, of account: Account, at time: Int64, in scratch: ScratchStore) async throws {
        try await scratch.store.notePlace(
            digest(place), of: account.id, at: Timestamp(milliseconds: time), keeping: 16)
    }

    private func digest(_ place: Int) -> [UInt8] { [UInt8](repeating: UInt8(place), count: 16) }
}
