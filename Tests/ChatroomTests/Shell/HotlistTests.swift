import ChatroomCore
import Testing

@testable import ChatroomShell

struct HotlistTests {
    private static func item(_ name: String, _ count: Int, _ isForUser: Bool = false) throws -> Hotlist.Item {
        Hotlist.Item(target: try Target(name), count: count, isForUser: isForUser)
    }

    @Test func whatIsForTheUserComesFirstThenWhatIsMost() throws {
        let list = Hotlist([
            try Self.item("lobby", 5), try Self.item("dev", 5), try Self.item("ops", 9), try Self.item("@ci", 1, true),
            try Self.item("alerts", 2, true),
        ])
        #expect(list.items.map(\.target.description) == ["alerts", "@ci", "ops", "dev", "lobby"])
        #expect(list.text(columns: 80) == "alerts 2!, @ci 1!, ops 9, dev 5, lobby 5")
    }

    @Test func asManyAreNamedAsFitAndTheRestIsCounted() throws {
        let items = try (0..<5).map { try Self.item("room-\($0)", 9 - $0) }
        let whole = "room-0 9, room-1 8, room-2 7, room-3 6, room-4 5"
        for columns in 0...60 {
            let text = Hotlist(items).text(columns: columns)
            let named = text.split(separator: ", ").count { $0.hasPrefix("room") }
            #expect(text == (named == 5 ? whole : text), "\(columns)")
            #expect(text.utf8.count <= columns || named == 1, "\(columns): \(text)")
            #expect(named == 5 || text.hasSuffix(", +\(5 - named)"), "\(columns): \(text)")
        }
        #expect(Hotlist(items).text(columns: 47) == "room-0 9, room-1 8, room-2 7, room-3 6, +1")
        #expect(Hotlist([]).text(columns: 80).isEmpty)
        #expect(Hotlist([try Self.item("lobby", 100)]).text(columns: 80) == "lobby 99+")
    }
}
