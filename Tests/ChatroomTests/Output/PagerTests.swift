import Foundation
import Testing

@testable import ChatroomSystem
@testable import ChatroomTerminal

struct PagerTests {
    @Test(
        arguments: [
            (["PAGER": "more"], "more"),
            (["PAGER": "more", "CHATROOM_PAGER": "most -s"], "most -s"),
            (["CHATROOM_PAGER": "", "PAGER": "more"], nil), (["PAGER": "cat"], nil),
        ] as [([String: String], String?)])
    func theUserChoosesThePager(variables: [String: String], command: String?) {
        #expect(Pager.command(in: Environment(variables)) == command)
    }

    @Test func lessIsUsedWhereItIs() async throws {
        try await ScratchFolder.with { folder in
            let variables = ["PATH": "/nonexistent:\(folder)", "TERM": "xterm"]
            #expect(Pager.command(in: Environment(variables)) == nil)
            let less = "\(folder)/less"
            #expect(FileManager.default.createFile(atPath: less, contents: nil, attributes: [.posixPermissions: 0o755]))
            #expect(Pager.command(in: Environment(variables)) == "less -FIRX")
            #expect(Pager.command(in: Environment(variables.merging(["TERM": "dumb"]) { $1 })) == nil)
            #expect(Pager.command(in: Environment(variables.filter { $0.key != "TERM" })) == nil)
            #expect(Pager.isThere("less -R", in: Environment(variables)))
            #expect(!Pager.isThere("nosuchpager", in: Environment(variables)))
            #expect(Pager.isThere("LESS=F less", in: Environment(variables)))
        }
    }

    @Test func thePagerGetsEverythingAndIsWaitedFor() async throws {
        try await ScratchFolder.with { folder in
            let environment = Environment(["PATH": "/usr/bin:/bin", "OUT": "\(folder)/out"])
            let pager = try Pager(
                "cat > \"$OUT\"; printf '%s' \"$LESS $LESSCHARSET\" >> \"$OUT\"", environment: environment)
            let printer = Printer(pager)
            try await printer.write([UInt8](repeating: UInt8(ascii: "a"), count: 200_000))
            try await printer.line("b")
            await printer.finish()
            let text = try String(contentsOfFile: "\(folder)/out", encoding: .utf8)
            #expect(text == String(repeating: "a", count: 200_000) + "b\nFIRX utf-8")
        }
    }

    @Test func aPagerThatIsLeftEarlyEndsTheOutput() async throws {
        ProcessSignals.ignorePipe()
        let pager = try Pager("exit 0", environment: Environment(["PATH": "/usr/bin:/bin"]))
        let printer = Printer(pager)
        await #expect(throws: OutputEnd.closed) { try await printer.write([UInt8](repeating: 0, count: 1 << 20)) }
        await printer.finish()
    }
}
