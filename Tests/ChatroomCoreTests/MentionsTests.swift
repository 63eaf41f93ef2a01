import ChatroomCore
import Glibc
import Testing

struct MentionsTests {
    @Test(arguments: [
        ("", []), ("hello", []), ("@bob", ["bob"]), ("hi @Bob, see @ALICE.", ["bob", "alice"]), ("@bob @bob", ["bob"]),
        ("bob@example.org", []), ("a.@bob", []), ("(@bob)", ["bob"]), ("@bob's", ["bob"]),
        ("@ci.nightly...", ["ci.nightly"]),
        ("@", []), ("@ bob", []), ("@@bob", ["bob"]), ("@.bob", []), ("@all @here @system", []), ("@lobby", []),
        ("\n@bob\n@eve", ["bob", "eve"]), ("é@bob", ["bob"]), ("@bobé", ["bob"]), ("@é", []), ("🦀@bob🦀", ["bob"]),
        ("@bob@alice", ["bob"]), ("@bob-", ["bob"]), ("@abcdefghijklmnopqrstuvwxyz0123456", []), ("\0@bob\0", ["bob"]),
    ])
    func theNamesAfterAnAtSignAreMentioned(text: String, names: [String]) {
        #expect(Mentions.names(in: text).map(\.text) == names)
    }

    /// Others choose the text, so reading one that mentions as many users as fit must not cost its square.
    ///
    /// Sixteen times the text takes about as many times as long; a list searched for each name took over 200 times.
    /// The time is that of the thread, so that what else the machine does is not in it.
    @Test func aTextFullOfMentionsIsReadInLinearTime() {
        func nanoseconds() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
        }
        func cost(_ count: Int) -> Double {
            let text = (0..<count).map { "@\(100_000 + $0)" }.joined(separator: " ")
            let costs = (0..<5).map { _ in
                let start = nanoseconds()
                let found = Mentions.names(in: text).count
                let end = nanoseconds()
                #expect(found == count)
                return end - start
            }
            return costs.min() ?? 0
        }
        #expect(cost(8_000) / cost(500) < 64)
    }
}
