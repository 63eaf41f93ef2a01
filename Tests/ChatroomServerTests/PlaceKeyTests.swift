import ChatroomCore
import ChatroomTestSupport
import Glibc
import Testing

@testable import ChatroomServer

struct PlaceKeyTests {
    @Test func aKeyIsMadeOnceAndForItsOwnerOnly() throws {
        let directory = try ScratchDirectory()
        let digest = try PlaceKey(in: directory.path).digest("192.0.2.1")
        #expect(try PlaceKey(in: directory.path).digest("192.0.2.1") == digest)
        #expect(try PlaceKey(in: directory.path).digest("192.0.2.2") != digest)
        let other = try ScratchDirectory()
        #expect(try PlaceKey(in: other.path).digest("192.0.2.1") != digest)
        var status = stat()
        #expect(stat(directory.file("place-key"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test(arguments: ["", "AAAA", "no key at all, but long enough to be one by its length"])
    func aFileThatHoldsNoKeyIsRefused(text: String) throws {
        let directory = try ScratchDirectory()
        try PrivateFileWriter.write(text, to: directory.file("place-key"))
        let error = #expect(throws: ChatError.self) { try PlaceKey(in: directory.path) }
        #expect(error?.code == .configuration)
    }
}
