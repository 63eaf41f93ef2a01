import ChatroomCore
import Testing

@testable import Chatroom

struct ExitStatusTests {
    @Test(
        arguments: [
            (ChatError.Code.nothingFound, 1), (.usage, 64), (.invalid, 65), (.tooLarge, 65), (.idReused, 65),
            (.fileMissing, 66), (.notFound, 68), (.unreachable, 69), (.shuttingDown, 69), (.timedOut, 69),
            (.internalError, 70), (.exists, 73), (.storage, 74), (.fileAccess, 74), (.rateLimited, 75), (.busy, 75),
            (.storageFull, 75), (.quotaExceeded, 75), (.digestMismatch, 74), (.readOnly, 75), (.unknownRequest, 76),
            (.protocolViolation, 76),
            (.protocolMismatch, 76),
            (.keyChanged, 76), (.keyUnknown, 76), (.notLoggedIn, 77), (.notAllowed, 77), (.wrongCredentials, 77),
            (.configuration, 78), (.waitedInVain, 124), (.commandNotRun, 126), (.commandMissing, 127),
            (.interrupted, 130),
        ] as [(ChatError.Code, Int32)])
    func everyCodeHasTheNumberOfTheManPage(code: ChatError.Code, number: Int32) {
        #expect(ExitStatus(code).rawValue == number)
        #expect(ExitStatus.table[code] != nil)
    }

    @Test func theTableHasNoRowThatTheTestDoesNotKnow() {
        #expect(ExitStatus.table.count == 33)
    }

    @Test func aCodeOfANewerServerIsAnInternalError() {
        #expect(ExitStatus(ChatError.Code(rawValue: "moon-phase")) == .internalError)
    }

    @Test(arguments: [(0, 0), (1, 10), (2, 11), (10, 19), (11, nil), (-1, nil)] as [(Int, Int32?)])
    func choicesAreNumberedFrom10ButForTheFirst(index: Int, number: Int32?) {
        #expect(ExitStatus.number(ofChoice: index) == number)
    }
}
