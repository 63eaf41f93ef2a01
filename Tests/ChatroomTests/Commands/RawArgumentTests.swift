import ChatroomTestSupport
import Foundation
import Testing

/// Arguments, variables and paths that are not UTF-8.
@Suite(.timeLimit(.minutes(2)))
struct RawArgumentTests {
    @Test func aTextOrNameIsRefusedWhereverItStands() async throws {
        // Nothing of them gets as far as a server.
        let surroundings = Surroundings(binary: try ChatroomBinary())
        let commands = [
            #"send ops "$N""#, #"send ops a "b $N c""#, #"send "$N" hi"#, #"send "@$N" hi"#,
            #"send ops hi --update "$N""#, #"send ops hi --reply-to "$N""#, #"send ops --ask "$N""#,
            #"send ops --ask a --choice "$N""#, #"send ops hi --id "$N""#, #"history "$N""#,
            #"history ops --search "$N""#, #"history ops --from "$N""#, #"history ops --since "$N""#,
            #"history ops --format "$N""#, #"history ops --thread "$N""#, #"listen "$N""#,
            #"listen ops --match "$N""#, #"listen ops --cursor "$N""#, #"room create "$N""#,
            #"room create a --topic "$N""#, #"room topic ops "$N""#, #"login "$N""#, #"register "$N""#,
            #"login --fingerprint "$N""#, #"who --profile "$N""#, #"who --server "$N""#, #"who --server="$N:80""#,
            #"sendfile ops f --name "$N""#, #"sendfile ops f --message "$N""#, #"getfile "$N""#,
            #"getfile --last "$N""#, #"serve --listen "$N:80""#,
            #"serve --limit "$N""#, #"serve --registration "$N""#, #"--profile "$N" who"#,
        ]
        let script = commands.map { command in
            "\"$C\" \(command) </dev/null >/dev/null 2>err; echo $? $(head -n 1 err)"
        }
        let lines = try await surroundings.run("touch f; \(script.joined(separator: "\n"))").check().lines
        #expect(lines.count == commands.count)
        for (command, line) in zip(commands, lines) {
            #expect(line.hasPrefix("65 chatroom: ") || line.hasPrefix(#"65 {"v":1"#), "\(command): \(line)")
        }
    }

    @Test func aVariableThatIsATextIsRefused() async throws {
        let surroundings = Surroundings(binary: try ChatroomBinary())
        let ended = try await surroundings.run(
            #"CHATROOM_PROFILE=$N "$C" who; echo $?; CHATROOM_SERVER=$N "$C" who; echo $?"#)
        #expect(ended.lines == ["65", "65"])
        #expect(ended.errors.contains(#"'caf\xe9' is not UTF-8"#))
    }

    @Test func pathsAndCommandsKeepTheirBytes() async throws {
        let surroundings = Surroundings(binary: try ChatroomBinary())
        // Everything that takes a path or a command has one that is not UTF-8.
        let ended = try await surroundings.run(
            #"""
            set -e
            mkdir "$N-home"; export HOME="$PWD/$N-home" V="$N"; unset XDG_STATE_HOME XDG_CACHE_HOME XDG_CONFIG_HOME
            "$C" serve --data "$N-data" --listen "unix:$PWD/$N.s" --password-cost 10 2>log & server=$!
            trap 'kill $server 2>/dev/null; wait' EXIT
            while ! grep -q 'no accounts' log; do kill -0 $server; done
            export CHATROOM_SERVER="unix:$PWD/$N.s"
            echo 'correct horse 1' >"$N.pw"
            "$C" register alice --password-file "$N.pw" 2>/dev/null
            test -e "$HOME/.local/state/chatroom/credentials" && test -e "$N-data/chatroom.db"
            "$C" login alice --print-token --password-file "$N.pw" >"$N.token"
            CHATROOM_TOKEN_FILE="$N.token" "$C" login --whoami
            echo content >"$N.txt"
            status=0; "$C" sendfile lobby "$N.txt" 2>&1 || status=$?; echo $status
            id=$("$C" sendfile lobby "$N.txt" --name plain.txt)
            "$C" getfile "$id" -o "$N.out" >path; test "$(cat path)" = "$N.out"; cat "$N.out"
            status=0; "$C" getfile "$id" -o "$N.json" --json 2>/dev/null || status=$?; echo $status
            mkdir "$N-dir"; "$C" getfile "$id" -o "$N-dir" >/dev/null; cat "$N-dir/plain.txt"
            printf '#!/bin/sh\nprintf %%s "$1$V" >ran\n' >"$N.sh"; chmod +x "$N.sh"
            "$C" send lobby --run -- "./$N.sh" "$N"; test "$(cat ran)" = "$N$N"; rm ran
            "$C" send lobby --run -- sh "$N.sh" "$N"; test "$(cat ran)" = "$N$N"; rm ran
            "$C" listen lobby --since 1h --cursor c --count 1 --exec "./$N.sh x" 2>/dev/null; test "$(cat ran)" = "x$N"
            printf '/get %s %s\n' "$id" "$N.got" >"$N.script"; "$C" shell --script "$N.script" >/dev/null; cat "$N.got"
            "$C" shell -c "/exec cp $N.got $N.copy" >/dev/null; cat "$N.copy"
            trap - EXIT; kill $server; wait $server
            ls "$PWD" | grep -c "$(printf '\357\277\275')" || true
            """#, within: .seconds(60))
        try ended.check()
        #expect(
            ended.lines == [
                "alice", #"chatroom: the name 'caf\xe9.txt' is not UTF-8. 'sendfile --name' gives the file another."#,
                "65", "content", "65", "content", "content", "content", "0",
            ])
        #expect(!FileManager.default.fileExists(atPath: surroundings.binary.home.file("caf\u{FFFD}.s")))
    }

    @Test func aLineOfTheShellIsTextButForPaths() async throws {
        try await Fixture.with { fixture in
            let surroundings = Surroundings(binary: try await fixture.user("alice"))
            let ended = try await surroundings.run(
                #"""
                for line in "$N" "/msg @alice $N" "/room topic $N" "/search $N"; do
                    "$C" shell -c "$line"; echo $?
                done
                printf 'fine\n%s\nnever\n' "$N" | "$C" shell; echo $?
                touch "$N.txt"; "$C" shell -c "/file $N.txt"; echo $?; touch f; "$C" shell -c "/file f $N"; echo $?
                "$C" history lobby --format '{text}'
                """#)
            #expect(ended.lines == ["65", "65", "65", "65", "65", "65", "65", "fine"])
        }
    }
}
