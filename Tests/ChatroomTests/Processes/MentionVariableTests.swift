import ChatroomCore
import Testing

@testable import Chatroom

struct MentionVariableTests {
    @Test(arguments: [0, 1, 50, 1000, 20_000])
    func aVariableHoldsTheFirstNamesAndIsNeverTooLongForAProgram(count: Int) {
        let names = (0..<count).map { "user\($0)-with-a-long-name" }
        let text = HandlerRuns.mentions(in: names.map { "@\($0)" }.joined(separator: " "))
        let told = text.split(separator: " ").map(String.init)
        #expect(told == Array(names.prefix(told.count)))
        #expect(text.utf8.count <= HandlerRuns.mostMentionBytes)
        #expect(told.count == count || text.utf8.count > HandlerRuns.mostMentionBytes - 64)
    }
}
