import ChatroomCore
import Testing

struct ChatErrorTests {
    /// Every code with the word that scripts compare; a word never changes.
    static let words: [(ChatError.Code, String)] = [
        (.invalid, "invalid"), (.tooLarge, "too-large"), (.notFound, "not-found"), (.exists, "exists"),
        (.idReused, "id-reused"), (.notLoggedIn, "not-logged-in"), (.notAllowed, "not-allowed"),
        (.wrongCredentials, "wrong-credentials"), (.rateLimited, "rate-limited"), (.busy, "busy"),
        (.storageFull, "storage-full"), (.readOnly, "read-only"), (.storage, "storage"),
        (.unknownRequest, "unknown-request"), (.protocolViolation, "protocol-violation"),
        (.protocolMismatch, "protocol-mismatch"), (.internalError, "internal"), (.shuttingDown, "shutting-down"),
        (.unreachable, "unreachable"), (.keyChanged, "key-changed"), (.keyUnknown, "key-unknown"),
        (.timedOut, "timed-out"), (.waitedInVain, "waited-in-vain"), (.configuration, "configuration"),
        (.fileMissing, "file-missing"), (.fileAccess, "file-access"), (.usage, "usage"),
        (.nothingFound, "nothing-found"), (.interrupted, "interrupted"), (.commandMissing, "command-missing"),
        (.commandNotRun, "command-not-run"),
    ]

    @Test(arguments: words)
    func aCodeIsAWordForEver(code: ChatError.Code, word: String) {
        #expect(code.rawValue == word)
        #expect(code.description == word)
        #expect(code == ChatError.Code(rawValue: word))
    }

    @Test func noTwoCodesAreTheSameWord() {
        #expect(Set(Self.words.map(\.1)).count == Self.words.count)
    }

    @Test func theDescriptionIsASentenceAndWhatToDoNext() {
        #expect(ChatError(.notFound, "no room 'x' here").description == "no room 'x' here.")
        #expect(ChatError(.notFound, "no room 'x' here", hint: "Try 'y'.").description == "no room 'x' here. Try 'y'.")
    }

    @Test func durationsAreWholeMilliseconds() {
        #expect(Duration.milliseconds(2400).wholeMilliseconds == 2400)
        #expect(Duration.microseconds(1999).wholeMilliseconds == 1)
        #expect(Duration.milliseconds(-1500).wholeMilliseconds == -1500)
        #expect(Duration.zero.wholeMilliseconds == 0)
        #expect(Duration.milliseconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration.milliseconds(Int64.min).wholeMilliseconds == .min)
        #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
        let justOver = Duration.milliseconds(Int64.max) + .milliseconds(100)
        #expect(justOver.wholeMilliseconds == .max)
    }
}
