import Testing

@testable import ChatroomTestSupport

struct MarkFilterTests {
    private static let mark: [UInt8] = [0, 31, 0]
    /// Marks, what begins like one, and two that share a byte.
    private static let stream: [UInt8] = [1, 0, 31, 0, 0, 0, 31, 2, 0, 31, 0, 31, 0, 0, 31, 0, 0, 31]

    @Test func marksAreTakenOutWhereverTheStreamIsCut() {
        for first in 0...Self.stream.count {
            for second in first...Self.stream.count {
                var filter = MarkFilter(Self.mark)
                var (passed, marks): ([UInt8], Int) = ([], 0)
                for part in [Self.stream[..<first], Self.stream[first..<second], Self.stream[second...]]
                where !part.isEmpty {
                    let outcome = filter.pass(Array(part))
                    passed += outcome.passed
                    marks += outcome.marks
                }
                #expect(marks == 3)
                #expect(passed + filter.pass([]).passed == [1, 0, 0, 31, 2, 31, 0, 0, 31])
            }
        }
    }

    @Test func withoutAMarkEverythingPasses() {
        var filter = MarkFilter([])
        #expect(filter.pass([0, 31, 0]).passed == [0, 31, 0])
        #expect(filter.pass([]).marks == 0)
    }
}
