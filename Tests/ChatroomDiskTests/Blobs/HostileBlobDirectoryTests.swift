internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Foundation
internal import Glibc
internal import Testing

@testable internal import ChatroomDisk

struct HostileBlobDirectoryTests {
    /// What is in the place of a file.
    enum Obstacle: CaseIterable {
        case link
        case danglingLink
        case directory
        case fifo

        func put(at path: String, victim: String) throws {
            let outcome =
                switch self {
                case .link: symlink(victim, path)
                case .danglingLink: symlink(victim + ".missing", path)
                case .directory: mkdir(path, 0o700)
                case .fifo: mkfifo(path, 0o600)
                }
            guard outcome == 0 else { throw TestFailure("no \(self) could be made at \(path)") }
        }
    }

    private let directory: ScratchDirectory
    private let victim: String
    private let blobs: ScratchBlobs

    init() throws {
        directory = try ScratchDirectory()
        victim = try directory.write("victim", Array("precious".utf8))
        blobs = try ScratchBlobs()
    }

    private var isVictimWell: Bool {
        FileManager.default.contents(atPath: victim) == Data("precious".utf8)
            && !FileManager.default.fileExists(atPath: victim + ".missing")
    }

    @Test(arguments: Obstacle.allCases) func anUploadThatIsNoFileIsNotOpened(obstacle: Obstacle) async throws {
        let id = try FileID.numbered(1)
        try obstacle.put(at: blobs.path(of: id), victim: victim)
        #expect(try await refusal(of: await blobs.store.open(id)) == .storage)
        #expect(await blobs.store.received(id) == 0)
        #expect(isVictimWell)
        unlink(blobs.path(of: id))
        rmdir(blobs.path(of: id))
        _ = try await blobs.store.open(id)
    }

    @Test(arguments: Obstacle.allCases) func aWholeFileThatIsNoFileIsNotUsed(obstacle: Obstacle) async throws {
        let bytes = Array("precious".utf8)
        let digest = try bytes.digest
        let path = blobs.path(of: digest)
        try FileManager.default.createDirectory(
            atPath: String(path.dropLast(65)), withIntermediateDirectories: false)
        try obstacle.put(at: path, victim: victim)
        #expect(try await refusal(of: await blobs.store.read(digest, at: 0, count: 8)) == .storage)
        if obstacle == .directory {
            #expect(try await refusal(of: await blobs.add(bytes, as: .numbered(1))) == .storage)
        } else {
            // It is replaced itself, wherever it leads.
            try await blobs.add(bytes, as: .numbered(1))
            #expect(try await blobs.bytes(of: digest) == bytes)
        }
        #expect(isVictimWell)
    }

    @Test func aLinkInPlaceOfADirectoryIsNotFollowed() async throws {
        let digest = try await blobs.add([1], as: .numbered(1))
        let fan = String(blobs.path(of: digest).dropLast(65))
        #expect(rename(fan, directory.file("moved")) == 0)
        #expect(symlink(directory.file("moved"), fan) == 0)
        #expect(try await refusal(of: await blobs.store.read(digest, at: 0, count: 1)) == .storage)
        #expect(try await refusal(of: await blobs.add([1], as: .numbered(2))) == .storage)
        let other = try DirectoryBlobStore(path: blobs.path)
        let sweep = { try await other.sweep(isPending: { _ in false }, isNeeded: { _ in false }) }
        #expect(try await refusal(of: await sweep()) == .storage)
        #expect(FileManager.default.fileExists(atPath: directory.file("moved/\(digest)")))
    }

    @Test(arguments: ["", "/uploads", "/blobs"]) func aStoreBehindALinkIsNotOpened(part: String) throws {
        #expect(rename(blobs.path + part, directory.file("moved")) == 0)
        #expect(symlink(directory.file("moved"), blobs.path + part) == 0)
        let error = #expect(throws: ChatError.self) { try DirectoryBlobStore(path: blobs.path) }
        #expect(error?.code == .storage)
    }

    @Test func onlyTheOwnerMayLookInside() async throws {
        let id = try FileID.numbered(2)
        let digest = try await blobs.add([1], as: .numbered(1))
        #expect(FileManager.default.createFile(atPath: blobs.path(of: id), contents: nil))
        chmod(blobs.path(of: id), 0o666)
        _ = try await blobs.store.open(id)
        for name in ["", "/uploads", "/blobs", "/blobs/\(digest.description.prefix(2))"] {
            #expect(try blobs.mode(blobs.path + name) == 0o700)
        }
        #expect(try blobs.mode(blobs.path(of: digest)) == 0o600)
        #expect(try blobs.mode(blobs.path(of: id)) == 0o600)
    }
}
