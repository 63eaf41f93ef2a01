import ChatroomTestSupport
import Foundation
import Testing

/// `/file`, `/files` and `/get`.
@Suite(.timeLimit(.minutes(2)))
struct ShellFileTests {
    @Test func filesGoAndComeWhileALineIsTyped() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let sent = String(repeating: "0123456789", count: 100_000)
            try alice.home.write("a file.txt", Array(sent.utf8))
            let (sender, receiver) = (try await ShellStage.open(alice), try await ShellStage.open(bob))
            sender.terminal.enter(#"/file a\ file.txt see this"#)
            sender.terminal.type("half typed")
            try await sender.waitForRow(endingIn: "1.0 MB a file.txt]  see this")
            try await sender.waitForLine("lobby> half typed")
            try await receiver.waitForRow(endingIn: "1.0 MB a file.txt]  see this")
            receiver.terminal.type("/get f")
            receiver.terminal.press(.tab)
            receiver.terminal.type("got.txt\r")
            try await receiver.waitForRow(endingIn: "saved got.txt")
            let got = try Data(contentsOf: URL(fileURLWithPath: bob.home.file("got.txt")))
            #expect(got == Data(sent.utf8))
            try await receiver.act("/files")
            #expect(receiver.rows.contains { $0.hasPrefix("f_") && $0.contains("lobby") })
            receiver.terminal.enter("/get f_0000000001")
            try await receiver.waitForRow(endingIn: "'/files' shows what")
            receiver.terminal.enter("/file missing")
            try await receiver.waitForRow(endingIn: "chatroom: missing: no such file.")
            sender.terminal.press(.controlC)
            try await sender.waitForLine("lobby> ")
            try await sender.quit()
            try await receiver.quit()
        }
    }

    @Test func scriptsWaitForThem() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try alice.home.write("one", Array("1".utf8))
            let id = try await alice.run(["shell", "-c", "/file one"]).check().lines
            #expect(id.count == 1 && id[0].hasPrefix("f_"))
            #expect(try await alice.run(["shell", "-c", "/get \(id[0]) two"]).check().lines == ["two"])
            try await alice.run(["shell", "-c", "/get \(id[0]) two"]).check(73)
            try await alice.run(["shell", "-c", "/file none", "-c", "x"]).check(66)
        }
    }
}
