import ChatroomTestSupport
import Testing

/// The environment variables that the manual describes are those that the program reads and sets.
@Suite(.timeLimit(.minutes(1)))
struct ManVariableTests {
    /// What libraries read by themselves: the C library, and readline.
    private static let ofLibraries: Set<String> = ["LANG", "LC_ALL", "LC_CTYPE", "TZ", "INPUTRC"]
    /// What is only named: what a pager gets.
    private static let named: Set<String> = ["LESS", "LESSCHARSET"]

    private let read: Set<String>
    private let given: Set<String>

    init() throws {
        // The topics of help have names in their text.
        let sources = try Repository.sources("").filter { !$0.key.contains("HelpTopic+") }.values
        let reading = #/(?:(?:environment|variables|self)\[\s*|place\(|getenv\()"([A-Z][A-Z0-9_]+)"/#
        read = Set(sources.flatMap { $0.matches(of: reading).map { String($0.1) } })
        given = Set(sources.flatMap { $0.matches(of: /\n\s*"(CHATROOM_[A-Z_]+)":/).map { String($0.1) } })
    }

    @Test func everyVariableIsDescribedOnTheFirstPageAndEveryDescribedOneIsRead() throws {
        let lines = try ManPage("chatroom.1").lines(of: "ENVIRONMENT")
        let items = ManPage.variables(lines, [".It Ev "])
        #expect(read.count > 20 && items == read.union(Self.ofLibraries))
        #expect(ManPage.variables(lines, [".Ev "]).subtracting(items) == given.union(Self.named))
    }

    @Test func everyVariableOfACommandIsDescribedWhereItIsRun() throws {
        #expect(given.count >= 10)
        let ofListen = try ManPage.variables(ManPage("chatroom-listen.1").lines, [".It Ev "])
        let ofShell = try ManPage.variables(ManPage("chatroom-shell.1").lines, [".Ev "])
        #expect(ofListen.intersection(given) == given.subtracting(["CHATROOM_TEXT"]))
        #expect(ofShell.contains("CHATROOM_TEXT"))
    }

    @Test func noPageNamesAVariableThatNothingReads() throws {
        let known = read.union(given).union(Self.ofLibraries).union(Self.named)
        for name in try ManPage.names() {
            #expect(try ManPage(name).variables.subtracting(known).isEmpty, "\(name)")
        }
    }
}
