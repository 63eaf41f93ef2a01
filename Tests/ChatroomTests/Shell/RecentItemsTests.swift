import Testing

@testable import ChatroomShell

struct RecentItemsTests {
    @Test func theLastOneComesFirstAndEachOnce() {
        var recent = RecentItems<Int>(limit: 10)
        for item in [1, 2, 3, 1, 1, 2] { recent.add(item) }
        #expect(recent.items == [2, 1, 3])
    }

    @Test func whatIsTooMuchIsLetGoOf() {
        var recent = RecentItems<Int>(limit: 2)
        #expect(recent.add(1) == nil)
        #expect(recent.add(2) == nil)
        #expect(recent.add(1) == nil)
        #expect(recent.add(3) == 2)
        #expect(recent.items == [3, 1])
    }
}
