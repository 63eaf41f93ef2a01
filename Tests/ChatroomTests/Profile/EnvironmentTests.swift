import ChatroomCore
import Glibc
import Testing

@testable import ChatroomSystem

struct EnvironmentTests {
    @Test func placesFollowTheHomeDirectory() throws {
        let environment = Environment(["HOME": "/home/alice"])
        #expect(try environment.configDirectory == "/home/alice/.config/chatroom")
        #expect(try environment.stateDirectory == "/home/alice/.local/state/chatroom")
        #expect(try environment.dataDirectory == "/home/alice/.local/share/chatroom")
        #expect(try environment.cacheDirectory == "/home/alice/.cache/chatroom")
    }

    @Test(arguments: [
        ("/srv/state", "/srv/state/chatroom"), ("relative", "/home/a/.local/state/chatroom"),
        ("", "/home/a/.local/state/chatroom"),
    ])
    func anXDGVariableCountsWhenItIsAnAbsolutePath(value: String, directory: String) throws {
        #expect(try Environment(["HOME": "/home/a", "XDG_STATE_HOME": value]).stateDirectory == directory)
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "relative"]])
    func withoutAHomeThereIsAnErrorThatSaysSo(variables: [String: String]) {
        let error = #expect(throws: ChatError.self) { try Environment(variables).stateDirectory }
        #expect(error?.code == .configuration)
        #expect(error?.message == "HOME is not set")
    }

    @Test(
        arguments: [
            ("/flag", ["STATE_DIRECTORY": "/var/lib/chatroom"], "/flag"),
            (nil, ["STATE_DIRECTORY": "/var/lib/chatroom"], "/var/lib/chatroom"),
            (nil, ["STATE_DIRECTORY": "/var/lib/a:/var/lib/b"], "/var/lib/a"),
            (nil, ["XDG_DATA_HOME": "/d"], "/d/chatroom"),
            (nil, ["HOME": "/home/a"], "/home/a/.local/share/chatroom"),
        ] as [(String?, [String: String], String)])
    func aServersDataLiesWhereTheFirstOfThreeSays(flag: String?, variables: [String: String], path: String) throws {
        #expect(try Environment(variables).serverData(flag) == path)
    }

    @Test(arguments: [
        ("/home/a", "/home/a/x/y", "~/x/y"), ("/home/a/", "/home/a/x", "~/x"), ("/home/a", "/home/ab/x", "/home/ab/x"),
        ("/", "/x", "/x"), ("/home/a", "/etc/x", "/etc/x"),
    ])
    func theHomeDirectoryIsATilde(home: String, path: String, shown: String) {
        #expect(Environment(["HOME": home]).abbreviated(path) == shown)
    }

    @Test func theEnvironmentOfTheProcessIsRead() async {
        await #expect(processExitsWith: .success) {
            setenv("CHATROOM_TEST", "a=b", 1)
            #expect(Environment.ofProcess()["CHATROOM_TEST"] == "a=b")
            #expect(Environment.ofProcess()["CHATROOM_NOT_SET"] == nil)
        }
    }
}
