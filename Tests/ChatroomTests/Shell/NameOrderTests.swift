import ChatroomCore
import Testing

@testable import ChatroomShell

struct NameOrderTests {
    private func name(_ text: String) throws -> UserName { try UserName(text) }

    private func names(_ texts: String) throws -> [UserName] {
        try texts.split(separator: " ").map { try UserName(String($0)) }
    }

    private func offered(_ order: NameOrder, in target: String, _ prefix: String = "") throws -> String {
        order.names(in: try Target(target), startingWith: prefix).map(\.text).joined(separator: " ")
    }

    @Test func addressedThenSpeakersThenMembersThenTheRestThenOneself() throws {
        var order = NameOrder(own: try name("me-self"))
        order.know(try names("zoe adam me-self"))
        order.setMembers(try names("mona me-self carl bob"), of: try Target("ops"))
        order.spoke(try name("sam"), in: try Target("ops"))
        order.spoke(try name("bob"), in: try Target("ops"))
        order.addressed(try name("dora"))
        order.addressed(try name("erik"))
        #expect(try offered(order, in: "ops") == "erik dora bob sam carl mona adam zoe me-self")
    }

    @Test func whoSpokeElsewhereIsOnlyKnown() throws {
        var order = NameOrder(own: try name("own"))
        order.spoke(try name("zoe"), in: try Target("ops"))
        order.setMembers(try names("yan"), of: try Target("ops"))
        order.spoke(try name("bob"), in: .lobby)
        order.know(try names("adam"))
        #expect(try offered(order, in: "lobby") == "bob adam yan zoe own")
        #expect(try offered(order, in: "ops") == "zoe yan adam bob own")
        #expect(try offered(order, in: "builds") == "adam bob yan zoe own")
    }

    @Test func theLatestComesFirst() throws {
        var order = NameOrder(own: try name("own"))
        for who in try names("ann bob cid ann") {
            order.addressed(who)
            order.spoke(who, in: .lobby)
        }
        #expect(try offered(order, in: "lobby") == "ann cid bob own")
    }

    @Test(arguments: [
        ("", "bob bobby al own"), ("b", "bob bobby"), ("BOB", "bob bobby"), ("bobb", "bobby"), ("o", "own"), ("x", ""),
        ("@bob", ""), ("b*", ""), ("b\u{301}", ""), ("\u{0}", ""),
    ])
    func aPrefixNarrowsInAnyCase(prefix: String, expected: String) throws {
        var order = NameOrder(own: try name("own"))
        order.know(try names("al bob bobby"))
        order.addressed(try name("bobby"))
        order.addressed(try name("bob"))
        #expect(try offered(order, in: "lobby", prefix) == expected)
    }

    @Test func oneselfIsLastEvenIfAddressedAndSpeaking() throws {
        var order = NameOrder(own: try name("ann"))
        order.addressed(try name("ann"))
        order.spoke(try name("ann"), in: .lobby)
        order.setMembers(try names("ann zoe"), of: .lobby)
        #expect(try offered(order, in: "lobby") == "zoe ann")
    }

    @Test func theOtherEndOfADirectConversationIsInIt() throws {
        var order = NameOrder(own: try name("own"))
        order.know(try names("adam"))
        #expect(try offered(order, in: "@zoe") == "zoe adam own")
        #expect(try offered(order, in: "@own") == "adam own")
    }

    @Test func membersAreReplacedAndStayKnown() throws {
        var order = NameOrder(own: try name("own"))
        order.setMembers(try names("zoe"), of: .lobby)
        order.setMembers(try names("yan"), of: .lobby)
        #expect(try offered(order, in: "lobby") == "yan zoe own")
    }

    @Test func addresseesAndSpeakersAreBounded() throws {
        var order = NameOrder(own: try name("own"))
        for number in 100..<400 {
            order.addressed(try name("u\(number)"))
        }
        let all = order.names(in: .lobby, startingWith: "u").map(\.text)
        #expect(all.count == 300)
        #expect(all.first == "u399")
        #expect(all[199] == "u200")
        #expect(all[200] == "u100")
        var speaking = NameOrder(own: try name("own"))
        for number in 100..<400 { speaking.spoke(try name("u\(number)"), in: .lobby) }
        #expect(speaking.names(in: .lobby, startingWith: "u").map(\.text) == all)
    }

    @Test func theConversationThatWasSilentLongestIsForgotten() throws {
        var order = NameOrder(own: try name("own"))
        order.know(try names("adam"))
        for room in 0..<100 { order.spoke(try name("zoe"), in: try Target("r\(room)")) }
        #expect(try offered(order, in: "r0") == "zoe adam own")
        order.spoke(try name("zoe"), in: try Target("r0"))
        order.spoke(try name("zoe"), in: try Target("r100"))
        #expect(try offered(order, in: "r0") == "zoe adam own")
        #expect(try offered(order, in: "r1") == "adam zoe own")
    }

    @Test func moreNamesThanCanBeKeptAreLeftOut() throws {
        var order = NameOrder(own: try name("own"))
        order.know(try (0..<10_100).map { try name("u\($0)") })
        #expect(order.names(in: .lobby, startingWith: "").count == 10_001)
        order.spoke(try name("late"), in: .lobby)
        #expect(try offered(order, in: "lobby", "l") == "late")
        order.setMembers(try (0..<3_000).map { try name("u\($0)") }, of: .lobby)
        #expect(order.names(in: .lobby, startingWith: "").count == 10_002)
    }
}
