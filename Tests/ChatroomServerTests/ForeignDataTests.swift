import ChatroomCore
import ChatroomTestSupport
import Glibc
import Testing

@testable import ChatroomServer

/// A server uses no directory and no key that others could have made or changed.
struct ForeignDataTests {
    @Test(arguments: 0..<512)
    func modesOfADirectory(mode: Int) throws {
        var status = stat()
        (status.st_uid, status.st_mode) = (geteuid(), S_IFDIR | mode_t(mode))
        let isRefused = Self.isRefused(status, forbidden: 0o022)
        #expect(isRefused == (mode & 0o022 != 0))
    }

    @Test(arguments: [0, 1, 2, 1000, 65_534] as [uid_t])
    func ownersOfAFile(owner: uid_t) throws {
        var status = stat()
        (status.st_uid, status.st_mode) = (owner, S_IFREG | 0o600)
        #expect(Self.isRefused(status, forbidden: 0o077) == (owner != 0 && owner != geteuid()))
    }

    @Test(arguments: [0o777, 0o770, 0o702, 0o1777] as [mode_t])
    func aDirectoryThatOthersMayWriteToIsRefused(mode: mode_t) async throws {
        let directory = try ScratchDirectory()
        let data = try directory.makeDirectory("data")
        #expect(chmod(data, mode) == 0)
        #expect(await code { try await InProcessServer.with(in: directory) { _ in } } == .configuration)
        #expect(access(data + "/tls-key.pem", F_OK) != 0)
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o666] as [mode_t])
    func aKeyThatOthersMayReadIsRefused(mode: mode_t) async throws {
        let directory = try ScratchDirectory()
        try await InProcessServer.with(in: directory) { _ in }
        let (chain, key) = (directory.file("data/tls-cert.pem"), directory.file("data/tls-key.pem"))
        #expect(chmod(key, mode) == 0)
        #expect(await code { try await InProcessServer.with(in: directory) { _ in } } == .configuration)
        // A key that was named may be its group's.
        let own = await code { _ = try ServerCertificate(chainFile: chain, keyFile: key) }
        #expect(own == (mode == 0o640 ? nil : .configuration))
    }

    @Test func aLinkInThePlaceOfTheKeyIsRefused() async throws {
        let directory = try ScratchDirectory()
        try await InProcessServer.with(in: directory) { _ in }
        let key = directory.file("data/tls-key.pem")
        #expect(rename(key, directory.file("key")) == 0)
        #expect(symlink(directory.file("key"), key) == 0)
        #expect(await code { try await InProcessServer.with(in: directory) { _ in } } == .configuration)
    }

    private static func isRefused(_ status: stat, forbidden: mode_t) -> Bool {
        do {
            try PrivateFileWriter.check("x", status, forbidden: forbidden)
            return false
        } catch {
            return error.code == .configuration
        }
    }
}
