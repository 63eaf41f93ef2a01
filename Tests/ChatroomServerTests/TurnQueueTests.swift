import Testing

@testable import ChatroomServer

struct TurnQueueTests {
    private var queue = TurnQueue<String>(width: 2)

    @Test mutating func sourcesTakeTurns() {
        for number in 0..<32 { #expect(add("a\(number)", .login, 1) == "waits") }
        #expect(add("a32", .login, 1) == "refused")
        #expect(add("b", .login, 2) == "waits")
        #expect(add("c", .login, 3) == "waits")
        #expect(served(6) == ["a0", "b", "c", "a1", "a2", "a3"])
    }

    @Test mutating func onlySoManyRunAtATime() {
        for number in 0..<4 { _ = add("a\(number)", .login, 1) }
        #expect(queue.next() != nil)
        #expect(queue.next() != nil)
        #expect(queue.next() == nil)
        queue.finish(.login)
        #expect(queue.next()?.ticket == "a2")
        #expect(queue.next() == nil)
    }

    /// Registrations never have both places, so a login goes next as soon as it comes.
    @Test mutating func registrationsLeaveAPlaceToLogins() {
        for source in 0..<16 { _ = add("r\(source)", .registration, UInt32(source)) }
        #expect(queue.next()?.ticket == "r0")
        #expect(queue.next() == nil)
        #expect(add("login", .login, 1) == "waits")
        #expect(queue.next()?.ticket == "login")
    }

    @Test mutating func aFloodOfRegistrationsLeavesRoomToLogins() {
        for number in 0..<1000 { _ = add("r\(number)", .registration, UInt32(number % 100)) }
        #expect(add("r", .registration, 1000) == "refused")
        for source in 0..<64 { #expect(add("l\(source)", .login, UInt32(source)) == "waits") }
        #expect(add("l", .login, 64) == "refused")
        #expect(add("owner", .familiarLogin, 64) == "waits")
    }

    @Test mutating func nobodyStarves() {
        for number in 0..<4 { _ = add("r\(number)", .registration, UInt32(number)) }
        for number in 0..<40 {
            _ = add("l\(number)", .login, UInt32(number))
            _ = add("f\(number)", .familiarLogin, UInt32(number))
        }
        let first = served(22)
        let counts = ["f", "l", "r"].map { letter in first.count { $0.hasPrefix(letter) } }
        #expect(counts == [12, 8, 2])
    }

    @Test mutating func aSourceWithManyGivesWayToOneWithFew() {
        for source in 0..<2 {
            for number in 0..<32 { _ = add("\(source).\(number)", .login, UInt32(source)) }
        }
        let displaced = add("new", .login, 9)
        #expect(displaced.hasSuffix(".31"))
        for _ in 0..<6 { _ = add("more", .login, 9) }
        #expect(served(5).contains("new"))
    }

    private mutating func add(_ ticket: String, _ work: PasswordWork, _ source: UInt32) -> String {
        switch queue.add(ticket, work, of: .ipv4(source)) {
        case .waits: "waits"
        case .displaces(let other): other
        case .refused: "refused"
        }
    }

    private mutating func served(_ count: Int) -> [String] {
        (0..<count).compactMap { _ in
            guard let (ticket, work) = queue.next() else { return nil }
            queue.finish(work)
            return ticket
        }
    }
}
