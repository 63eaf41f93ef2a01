import ChatroomCore
import Testing

@testable import Chatroom
@testable import ChatroomShell

/// What the shell says is said in its own commands.
struct SlashWordingTests {
    @Test(arguments: [
        ("Run 'chatroom room join ops'.", "Run '/join ops'."),
        ("'chatroom room list' shows all.", "'/rooms' shows all."),
        ("Leave one first: 'chatroom room leave ROOM'.", "Leave one first: '/leave ROOM'."),
        ("'chatroom getfile --list' shows what there is.", "'/files' shows what there is."),
        ("'chatroom getfile --list ops' shows it.", "'/files ops' shows it."),
        ("'chatroom room set --help' shows what there is.", "'/room set --help' shows what there is."),
        ("'chatroom history ops' shows how far.", "'/history ops' shows how far."),
        ("@bob may come in: chatroom room join ops", "@bob may come in: /join ops"),
        ("Try: chatroom send ops hello", "Try: /msg ops hello"), ("chatroom who", "/who"),
        ("'chatroom help' shows what there is.", "'/help get' shows what there is."),
        ("'chatroom sendfile' sends it as a file, --lines line by line.", "'/file' sends it as a file."),
        ("chatroom room list, chatroom room list", "/rooms, /rooms"),
    ])
    func aHintNamesACommandOfTheShell(text: String, said: String) {
        #expect(SlashWording.inShell(text, command: "get") == said)
        #expect(SlashWording.inShell(said, command: "get") == said)
    }

    /// What is done outside of the shell, and words that only look alike.
    @Test(arguments: [
        "", "chatroom", "chatroom ", "Run 'chatroom login NAME'.", "Is 'chatroom serve' running there?",
        "'chatroom sendfile --list' shows them; they go after a day.", "'chatroom sendfile' reads pipes.",
        "'chatroom listen' follows everything.", "chatroom whoever", "chatroom rooms", "mychatroom who",
        "chatroom help options", "another chatroom is fetching it", "chatroom room-list",
    ])
    func whatTheShellHasNoCommandForStays(text: String) {
        #expect(SlashWording.inShell(text) == text)
    }

    /// Every command that a hint of the program names is known to be one of the shell, or to be for outside of it.
    @Test func noHintInTheSourcesWasForgotten() throws {
        let outside = [
            "serve", "login", "register", "listen", "sendfile", "help", "shell", "history -", "getfile -h", "room -h",
        ]
        var count = 0
        for module in [
            "Chatroom/Conversation", "Chatroom/Shell", "Chatroom/Transfer", "ChatroomServer", "ChatroomDisk",
            "ChatroomStore",
        ] {
            for (file, text) in try Repository.sources(module) {
                for match in text.matches(of: /'chatroom ([a-z][^'\n]*)'/) {
                    count += 1
                    let said = SlashWording.inShell(String(match.0))
                    let isOutside = outside.contains { match.1.hasPrefix($0) }
                    #expect(said.hasPrefix("'/") || isOutside, "\(file): \(match.0)")
                }
            }
        }
        #expect(count >= 8)
    }

    @Test func aWordThatLooksLikeAnOptionIsNoPath() throws {
        #expect(try SlashPath.words(of: "f_01 'a b'", for: "get") == ["f_01", "a b"])
        #expect(try SlashPath.words(of: "", for: "get") == [])
        #expect(try SlashPath.words(of: "f_01 -- --force", for: "get") == ["f_01", "--force"])
        #expect(try SlashPath.words(of: "f_01 ./--force", for: "get") == ["f_01", "./--force"])
        #expect(try SlashPath.words(of: "-- -- --", for: "get") == ["--", "--"])
        #expect(try SlashPath.first(of: "a\\ b -5 degrees", for: "file") == ("a b", "-5 degrees"))
        #expect(try SlashPath.first(of: "-- -a  -b", for: "file") == ("-a", "-b"))
        for text in ["--force", "-f x", "'-f'", "\\-f", "-", "---"] {
            let error = #expect(throws: ChatError.self) { try SlashPath.words(of: text, for: "get") }
            #expect(error?.code == .usage && error?.hint?.contains("'./-") == true, "\(text)")
            #expect(throws: ChatError.self) { try SlashPath.first(of: text, for: "file") }
        }
    }
}
