import ChatroomCore
import ChatroomTestSupport
import Glibc
import Testing

@testable import ChatroomSystem

/// A server uses no path in which somebody else could put something in the place of what is there.
@Suite(.timeLimit(.minutes(1)))
struct PathTrustTests {
    @Test(arguments: 0..<0o2000) func modesOfADirectoryAbove(mode: Int) {
        var status = stat()
        (status.st_uid, status.st_mode) = (geteuid(), S_IFDIR | mode_t(mode))
        let isOpen = mode & 0o022 != 0 && mode & 0o1000 == 0
        #expect((PathTrust.reason(against: status) != nil) == isOpen)
        status.st_uid = 0
        #expect((PathTrust.reason(against: status) != nil) == isOpen)
        status.st_uid = 65_000
        #expect(PathTrust.reason(against: status) != nil)
    }

    @Test(arguments: ["data", "data/", "sub/data", "link/data", "closed/link/data", "sub/../data", "e\u{301}/data"])
    func aDirectoryAboveThatOthersMayWriteToIsRefused(path: String) throws {
        let scratch = try ScratchDirectory()
        let open = try scratch.makeDirectory("open")
        for name in ["closed", "sub", "e\u{301}"] { #expect(mkdir("\(open)/\(name)", 0o700) == 0) }
        #expect(symlink("sub", "\(open)/link") == 0 && symlink("../sub", "\(open)/closed/link") == 0)
        try PathTrust.check("\(open)/\(path)")
        for mode in [0o777, 0o770, 0o720, 0o702] as [mode_t] {
            #expect(chmod(open, mode) == 0)
            let error = #expect(throws: ChatError.self) { try PathTrust.check("\(open)/\(path)") }
            #expect(error?.code == .configuration)
            #expect(error?.message.hasPrefix("\(open) is writable by others (mode 0\(String(mode, radix: 8)))") == true)
            #expect(error?.hint?.contains("chmod go-w \(open)") == true)
        }
        // As /tmp is.
        #expect(chmod(open, 0o1777) == 0)
        try PathTrust.check("\(open)/\(path)")
    }

    @Test func aLinkThatOthersMayReplaceIsRefused() throws {
        let scratch = try ScratchDirectory()
        let (open, closed) = (try scratch.makeDirectory("open"), try scratch.makeDirectory("closed"))
        #expect(symlink(closed, "\(open)/link") == 0)
        try PathTrust.check("\(open)/link/data")
        #expect(chmod(open, 0o777) == 0)
        #expect(throws: ChatError.self) { try PathTrust.check("\(open)/link/data") }
        try PathTrust.check("\(closed)/data")
    }

    @Test func noServerStartsThere() async throws {
        let scratch = try ScratchDirectory()
        let open = try scratch.makeDirectory("open")
        #expect(chmod(open, 0o777) == 0)
        for isSocket in [false, true] {
            let found = await code {
                try await InProcessServer.with(adjust: { configuration in
                    if isSocket {
                        configuration.listen = [.unix(path: "\(open)/s")]
                    } else {
                        configuration.dataDirectory = "\(open)/a/data"
                    }
                }) { _ in }
            }
            #expect(found == .configuration)
            #expect(access("\(open)/a", F_OK) != 0 && access("\(open)/s", F_OK) != 0)
        }
    }
}
