internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Foundation
internal import GRDB
internal import Testing

@testable internal import ChatroomDisk

/// A database that cannot be opened says why.
struct OpeningTests {
    @Test(arguments: [
        (ResultCode.SQLITE_NOTADB, ChatError.Code.storage), (.SQLITE_CORRUPT, .storage),
        (.SQLITE_CANTOPEN, .configuration), (.SQLITE_PERM, .configuration),
        (.SQLITE_READONLY, .configuration),
        (.SQLITE_BUSY, .configuration), (.SQLITE_LOCKED, .configuration), (.SQLITE_FULL, .storageFull),
        (.SQLITE_IOERR, .storage), (.SQLITE_NOMEM, .storage), (.SQLITE_ERROR, .storage),
    ])
    func eachReasonHasItsWords(result: ResultCode, code: ChatError.Code) {
        let faults = ScratchStore.FaultLog()
        let error = ChatError(opening: DatabaseError(resultCode: result), at: "/d/chatroom.db") {
            faults.add($0)
        }
        #expect(error.code == code)
        #expect(error.message.hasPrefix("cannot open the database /d/chatroom.db: "))
        #expect(error.hint != nil)
        #expect(faults.texts.count == 1)
    }

    @Test func aFileThatIsNoDatabaseIsSaidToBeNone() async throws {
        let directory = try ScratchDirectory()
        try directory.write("chatroom.db", Data(String(repeating: "no database ", count: 1000).utf8))
        await #expect { try await SQLiteStore.open(directory: directory.path) } throws: { error in
            let error = error as? ChatError
            return error?.code == .storage && error?.message.hasSuffix("it is no database") == true
        }
    }

    @Test func aDirectoryInThePlaceOfAFileIsNamed() async throws {
        let directory = try ScratchDirectory()
        try FileManager.default.createDirectory(
            atPath: directory.file("chatroom.db"), withIntermediateDirectories: false)
        await #expect { try await SQLiteStore.open(directory: directory.path) } throws: { error in
            let error = error as? ChatError
            return error?.code == .configuration && error?.hint != nil
        }
    }
}
