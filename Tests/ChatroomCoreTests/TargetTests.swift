import ChatroomCore
import Testing

@testable import ChatroomTestSupport

struct TargetTests {
    @Test(arguments: [("lobby", "lobby"), ("ops", "ops"), ("#Ops", "ops"), ("@Bob", "@bob"), ("@7", "@7")])
    func aTargetIsReadAsAPersonWritesIt(written: String, description: String) throws {
        #expect(try Target(written).description == description)
    }

    @Test func whatATargetWritesItReads() throws {
        for target in [Target.lobby, Sample.ops, .direct(Sample.bob)] {
            #expect(try Target(target.description) == target)
        }
    }

    @Test(arguments: ["", "@", "#", "@lobby", "@@bob", "@#ops", "#@bob", "##ops", "@\u{301}bob", "ops ", " ops", "all"])
    func whatIsNoTargetIsRefused(text: String) {
        let error = #expect(throws: ChatError.self) { try Target(text) }
        #expect(error?.code == .invalid)
    }

    @Test func aRoomAndAUserOfOneNameAreTwoTargets() throws {
        #expect(try Target("bob") != Target("@bob"))
    }
}
