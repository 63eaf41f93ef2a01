import Foundation
import Testing

@testable import ChatroomShell

struct PathCompletionTests {
    /// Makes files, and a directory where the name ends in `/`.
    private func make(_ names: [String], in folder: String) throws {
        for name in names {
            if name.hasSuffix("/") {
                try #require(mkdir("\(folder)/\(name)", 0o700) == 0)
            } else {
                close(try #require([open("\(folder)/\(name)", O_CREAT | O_WRONLY, 0o600)].first { $0 >= 0 }))
            }
        }
    }

    @Test(arguments: [
        ("", ["Zed", "a.txt", "albums/", "link/"]), ("a", ["a.txt", "albums/"]), ("albums", ["albums/"]),
        ("albums/", ["albums/one"]), ("li", ["link/"]), ("link/o", ["link/one"]), (".", [".hidden/"]),
        (".h", [".hidden/"]), (".hidden/", [".hidden/x"]), ("..", ["../"]), ("x", []), ("A", []), ("a.txt/", []),
        ("nosuch/", []), ("dangling", []),
    ])
    func whatADirectoryHoldsIsOfferedInOrder(word: String, expected: [String]) async throws {
        try await ScratchFolder.with { folder in
            try make(["Zed", "a.txt", "albums/", "albums/one", ".hidden/", ".hidden/x"], in: folder)
            symlink("albums", "\(folder)/link")
            let found = PathCompletion.candidates(for: "\(folder)/\(word)", home: nil)
            #expect(found == expected.map { "\(folder)/\($0)" })
        }
    }

    @Test func aLinkThatLeadsNowhereIsAFile() async throws {
        try await ScratchFolder.with { folder in
            symlink("nowhere", "\(folder)/dangling")
            #expect(PathCompletion.candidates(for: "\(folder)/d", home: nil) == ["\(folder)/dangling"])
        }
    }

    @Test func aTildeStandsForTheHomeDirectory() async throws {
        try await ScratchFolder.with { folder in
            try make(["notes/", "notes/a b"], in: folder)
            #expect(PathCompletion.candidates(for: "~", home: folder) == ["~/"])
            #expect(PathCompletion.candidates(for: "~/", home: folder) == ["~/notes/"])
            #expect(PathCompletion.candidates(for: "~/notes/a", home: folder) == ["~/notes/a\\ b"])
            for word in ["~", "~/", "~/notes/"] { #expect(PathCompletion.candidates(for: word, home: nil).isEmpty) }
            #expect(PathCompletion.path(of: "~/notes/a\\ b", home: folder) == "\(folder)/notes/a b")
            #expect(PathCompletion.path(of: "~", home: "/h") == "/h")
            #expect(PathCompletion.path(of: "~/x", home: nil) == nil)
            #expect(PathCompletion.path(of: "\\~/x", home: "/h") == "~/x")
            #expect(PathCompletion.path(of: "a~/\\\\x\\", home: "/h") == "a~/\\x")
        }
    }

    @Test(arguments: ["my file", "it's", "say \"hi\"", "back\\slash", "~tilde", "ünï 🙂", "-n", "$HOME", "a\u{301} b"])
    func whatIsOfferedStandsForTheFile(name: String) async throws {
        try await ScratchFolder.with { folder in
            try make([name], in: folder)
            let found = PathCompletion.candidates(for: "\(folder)/", home: nil)
            #expect(found.count == 1)
            let word = try #require(found.first)
            #expect(PathCompletion.path(of: word, home: nil) == "\(folder)/\(name)")
            #expect(PathCompletion.candidates(for: word, home: nil) == found)
        }
    }

    @Test func aSpaceThatWasTypedIsUnderstood() async throws {
        try await ScratchFolder.with { folder in
            try make(["my dir/", "my dir/x", "myfile"], in: folder)
            for start in ["my\\ ", "my\\ d"] {
                #expect(PathCompletion.candidates(for: "\(folder)/\(start)", home: nil) == ["\(folder)/my\\ dir/"])
            }
            #expect(PathCompletion.candidates(for: "\(folder)/my\\", home: nil).count == 2)
            let inside = "\(folder)/my\\ dir/"
            #expect(PathCompletion.candidates(for: inside, home: nil) == ["\(inside)x"])
        }
    }

    @Test(arguments: [
        "a\nb", "a\tb", "a\u{1B}[2Jb", "a\u{7F}", "a\u{9B}2J", "a\u{202E}txt", "a\u{200B}b",
    ])
    func aNameThatATerminalMustNotBeSentIsLeftOut(name: String) async throws {
        try await ScratchFolder.with { folder in
            try make([name, "b"], in: folder)
            #expect(PathCompletion.candidates(for: "\(folder)/", home: nil) == ["\(folder)/b"])
        }
    }

    @Test func aNameThatIsNoTextIsLeftOut() async throws {
        try await ScratchFolder.with { folder in
            let path = Array(folder.utf8) + [UInt8(ascii: "/"), 0xFF, 0xFE, 0]
            let descriptor = path.withUnsafeBytes { bytes in
                bytes.baseAddress.map { open($0.assumingMemoryBound(to: CChar.self), O_CREAT | O_WRONLY, 0o600) } ?? -1
            }
            try #require(descriptor >= 0)
            close(descriptor)
            #expect(PathCompletion.candidates(for: "\(folder)/", home: nil).isEmpty)
        }
    }

    @Test func atMost500AreOffered() async throws {
        try await ScratchFolder.with { folder in
            try make((1_000..<1_600).map { "f\($0)" }, in: folder)
            let found = PathCompletion.candidates(for: "\(folder)/f", home: nil)
            #expect(found == (1_000..<1_500).map { "\(folder)/f\($0)" })
        }
    }

    @Test func theWorkingDirectoryIsMeantWithoutASlash() {
        let here = PathCompletion.candidates(for: "", home: nil)
        #expect(here == PathCompletion.candidates(for: "./", home: nil).map { String($0.dropFirst(2)) })
    }

    @Test func aNameThatBeginsWithATildeIsNotTheHomeDirectory() async throws {
        try await ScratchFolder.with { folder in
            try make(["~/", "~/inside", "~b"], in: folder)
            // In a process of its own, because the working directory is the whole process's.
            await #expect(processExitsWith: .success) { [folder = folder as String] in
                try #require(chdir(folder) == 0)
                #expect(PathCompletion.candidates(for: "", home: "/nowhere") == ["\\~/", "\\~b"])
                #expect(PathCompletion.candidates(for: "\\~", home: "/nowhere") == ["\\~/", "\\~b"])
                #expect(PathCompletion.candidates(for: "\\~/", home: "/nowhere") == ["\\~/inside"])
            }
        }
    }
}
