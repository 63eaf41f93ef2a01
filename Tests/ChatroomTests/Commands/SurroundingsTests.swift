import ChatroomTestSupport
import Testing

/// Whatever the environment, the file system and the limits are: a command ends with a code of the table, never by a
/// signal.
@Suite(.timeLimit(.minutes(2)))
struct SurroundingsTests {
    /// The codes of chatroom(1).
    private static let codes: Set<Int> = [0, 1, 64, 65, 66, 68, 69, 73, 74, 75, 76, 77, 78, 124, 130]

    /// Commands of each kind; none waits for long.
    private static let commands = [
        "send lobby hi", "send lobby --run -- true", "history lobby", "listen lobby --since 1h --count 1 --timeout 5s",
        "sendfile lobby f", "shell -c hi", "who", "login --whoami", "login alice --password-file pw", "help send",
    ]

    /// Runs the commands, each in a shell that did something before.
    private func check(
        _ user: ChatroomBinary, _ before: String, commands: [String] = commands, redirections: String = ""
    ) async throws -> [Int] {
        let script = commands.map { command in
            let rest = redirections.isEmpty ? "</dev/null >/dev/null 2>err" : redirections
            // Where to write comes first: a shell needs descriptors of its own for that.
            return "( exec \(rest); \(before); exec \"$C\" \(command) ); echo = $? $(head -n 1 err)"
        }
        let lines = try await Surroundings(binary: user).run(
            "echo '\(Fixture.password)' >pw; touch err; echo x >f; \(script.joined(separator: "\n"))",
            within: .seconds(60)
        ).check().lines.filter { $0.hasPrefix("= ") }
        #expect(lines.count == commands.count)
        return zip(commands, lines).map { command, line in
            let code = Int(line.dropFirst(2).prefix { $0 != " " }) ?? -1
            #expect(Self.codes.contains(code), "\(before): \(command): \(line)")
            if redirections.isEmpty, code > 1 { #expect(line.contains("chatroom: "), "\(before): \(command): \(line)") }
            return code
        }
    }

    private func token(of user: ChatroomBinary) async throws -> String {
        try await user.run(["login", "alice", "--print-token", "--password-stdin"], input: .text(Fixture.password))
            .check().lines[0]
    }

    @Test(arguments: [
        "unset $V", "export $V=", "export $V=relative/path", "touch place; export $V=$PWD/place",
        "ln -sfn /nowhere/else place; export $V=$PWD/place", "ln -sfn place place; export $V=$PWD/place",
        "export $V=/dev/full", "export $V=/proc", "export $V=/$(printf '%05000d' 1)",
        "mkdir -p place; for n in chatroom .local .cache; do ln -sfn /nowhere/else place/$n; done; export $V=$PWD/place",
        "mkdir -p place; touch place/chatroom place/.local place/.cache; export $V=$PWD/place", #"export $V="$PWD/$N""#,
    ])
    func aPlaceForFilesMayBeAnything(_ setting: String) async throws {
        try await Fixture.with { fixture in
            let user = try await fixture.user("alice")
            let token = try await token(of: user)
            for variable in ["HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
                let name = setting.replacing("$V", with: variable)
                // What is stored is never told to have failed: a script would send it again.
                let before = "export CHATROOM_TOKEN=\(token) CHATROOM_PROFILE=default; \(name)"
                let codes = try await check(
                    user, before, commands: variable == "XDG_STATE_HOME" ? Self.commands : ["send lobby hi", "who"])
                let stored = try await user.run(["history", "lobby", "-n", "0", "--json"])
                let count = stored.lines.count { $0.contains(#""text":"hi""#) }
                let expected = codes[0] == 0 || variable == "XDG_CACHE_HOME"
                if variable == "XDG_CACHE_HOME" { #expect(codes == [0, 0], "\(name)") }
                #expect(!expected || count > 0, "\(name)")
            }
        }
    }

    @Test(arguments: [4, 5, 6, 7, 8, 10, 13, 16, 20, 24, 32, 40, 48, 50, 51, 52, 56])
    func descriptorsMayBeFew(_ count: Int) async throws {
        // Nobody is reached, so that it is the limit or the connection that ends it.
        let user = try ChatroomBinary(environment: [
            "CHATROOM_TOKEN": String(repeating: "0", count: 64), "CHATROOM_SERVER": "unix:nowhere",
        ])
        let commands = [
            "send lobby hi", "listen lobby -q --timeout 1s", "shell -q --timeout 1s", "serve --listen unix:",
        ]
        let codes = try await check(user, "ulimit -n \(count)", commands: commands)
        #expect(codes.allSatisfy { [78, 69, 64].contains($0) }, "\(codes)")
        #expect(count > 48 || codes.dropLast() == [78, 78, 78])
    }

    @Test(arguments: [7, 11, 13, 24, 50])
    func theNumberOfDescriptorsThatAnErrorAdvisesIsEnough(_ count: Int) async throws {
        let user = try ChatroomBinary(environment: [
            "CHATROOM_TOKEN": String(repeating: "0", count: 64), "CHATROOM_SERVER": "unix:nowhere",
        ])
        for command in ["send lobby hi", "serve --loops 0"] {
            let script = #"exec </dev/null 2>&1; ulimit -n "$1"; exec "$C" \#(command)"#
            let surroundings = Surroundings(binary: user)
            let few = try await surroundings.run("set -- \(count); \(script)").check(78)
            let advice = try #require(try /'ulimit -n (\d+)'/.firstMatch(in: few.output)?.1, "\(few)")
            let enough = try await surroundings.run("set -- \(advice); \(script)")
            #expect(!enough.output.contains("ulimit"), "\(count), then \(advice): \(enough)")
        }
    }

    @Test(arguments: ["-s 64", "-s 512", "-v 400000", "-f 0"]) func otherLimitsMayBeLow(_ limit: String) async throws {
        try await Fixture.with { fixture in
            let user = try await fixture.user("alice")
            // A file that may not grow holds no error either.
            _ = try await check(
                user, "ulimit \(limit)", redirections: limit == "-f 0" ? "</dev/null >/dev/null 2>/dev/null" : "")
        }
    }

    @Test(arguments: [900_000, 1_200_000])
    func aServerStartsOnlyWithRoomForItsThreads(_ kibibytes: Int) async throws {
        let surroundings = Surroundings(binary: try ChatroomBinary())
        let serve = "serve --listen unix:s --data data --password-cost 10"
        let ended = try await surroundings.run("ulimit -v \(kibibytes); exec timeout 2 \"$C\" \(serve)")
        // A release build may have room enough.
        #expect([.code(78), .code(124)].contains(ended.exit), "\(ended)")
    }

    @Test func whatIsStoredIsSaidToBeWhereItCannotBePrinted() async throws {
        try await Fixture.with { fixture in
            let surroundings = Surroundings(binary: try await fixture.user("alice"))
            let ended = try await surroundings.run(
                """
                "$C" send lobby one --print seq >/dev/full; echo $?
                echo two | "$C" send lobby --lines --json >/dev/full; echo $?
                echo three >f; "$C" sendfile lobby f >/dev/full; echo $?
                "$C" history lobby --format '{text}'
                """)
            #expect(ended.lines.prefix(5) == ["74", "74", "74", "one", "two"])
            #expect(ended.errors.contains("; the message is stored (#1)."))
            #expect(ended.errors.contains("; at least 1 lines are stored"))
            #expect(ended.errors.contains("; the file was sent (f_"))
        }
    }

    @Test(arguments: [
        "<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full 2>/dev/full",
    ])
    func standardDescriptorsMayBeClosed(_ redirections: String) async throws {
        try await Fixture.with { fixture in
            let user = try await fixture.user("alice")
            _ = try await check(user, ":", redirections: redirections)
            // What was written went into no file that took a closed descriptor's number.
            let ended = try await Surroundings(binary: user).run(
                "find .local .cache -type f -exec cat {} + | grep -c -e 'chatroom:' -e '^hi' || true")
            #expect(ended.lines == ["0"])
        }
    }
}
