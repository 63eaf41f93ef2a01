import ChatroomTestSupport
import Foundation
import Testing

struct ScratchDirectoryTests {
    @Test func theDirectoryIsPrivateAndGoesWithItsLastReference() throws {
        var directory: ScratchDirectory? = try ScratchDirectory()
        let path = try #require(directory?.path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        try directory?.write("a/b", "hello".utf8)
        #expect(FileManager.default.contents(atPath: path + "/a/b") == Data("hello".utf8))
        directory = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aDirectoryOutlivesNoClosure() async throws {
        let path = try await ScratchDirectory.with { directory in
            #expect(FileManager.default.fileExists(atPath: directory.path))
            return directory.path
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aSocketsPathFits() throws {
        #expect(try ScratchDirectory().file("home/.run/chatroom/server.sock").utf8.count < 108)
    }
}
