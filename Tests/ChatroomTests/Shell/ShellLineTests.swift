import Testing

@testable import ChatroomShell

struct ShellLineTests {
    @Test(
        arguments: [
            ("", .empty), ("  \t", .empty), ("hello", .text("hello")), (" /go x", .text(" /go x")),
            ("//etc is a place", .text("/etc is a place")), ("///", .text("//")), ("/", .command(name: "", rest: "")),
            ("/go ops", .command(name: "go", rest: "ops")), ("/GO  ops ", .command(name: "go", rest: "ops ")),
            ("/msg @bob one\ntwo", .command(name: "msg", rest: "@bob one\ntwo")),
            ("/quit\n", .command(name: "quit", rest: "")), ("1/2", .text("1/2")),
        ] as [(String, ShellLine)])
    func aLineIsTextOrACommand(line: String, meaning: ShellLine) {
        #expect(ShellLine(line) == meaning)
    }
}
