import ChatroomCore
import Synchronization
import Testing

@testable import ChatroomClient

struct ServerTrustTests {
    /// What is known of a server, and what becomes of the key that it shows.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var expected: Bool?
        var own: Bool?
        var pinned: Bool?
        var isVerified = false
        var acceptsNew = false
        /// The person's answer.
        var answer: Bool?
        var refusal: ChatError.Code?
        var isRemembered = false
        var isAsked = false

        var testDescription: String { name }
    }

    /// For each of `expected`, `own` and `pinned`: whether it is the key that the server shows.
    static let cases: [Case] = [
        Case(name: "nothing known, nobody to ask", refusal: .keyUnknown),
        Case(name: "nothing known, accepts new", acceptsNew: true, isRemembered: true),
        Case(name: "asked, yes", answer: true, isRemembered: true, isAsked: true),
        Case(name: "asked, no", answer: false, refusal: .keyUnknown, isAsked: true),
        Case(name: "accepts new and is not asked", acceptsNew: true, answer: false, isRemembered: true),
        Case(name: "an authority vouches", isVerified: true),
        Case(name: "an authority vouches, nobody is asked", isVerified: true, answer: false),
        Case(name: "as expected", expected: true, isRemembered: true),
        Case(name: "as expected and pinned", expected: true, pinned: true),
        Case(name: "as expected, another was pinned", expected: true, pinned: false, isRemembered: true),
        Case(name: "not as expected", expected: false, refusal: .keyChanged),
        Case(name: "not as expected but pinned", expected: false, pinned: true, refusal: .keyChanged),
        Case(name: "not as expected but own", expected: false, own: true, refusal: .keyChanged),
        Case(name: "not as expected but verified", expected: false, isVerified: true, refusal: .keyChanged),
        Case(
            name: "not as expected, accepts new", expected: false, acceptsNew: true, answer: true, refusal: .keyChanged),
        Case(name: "own", own: true, isRemembered: true),
        Case(name: "own and pinned", own: true, pinned: true),
        Case(name: "own, another was pinned", own: true, pinned: false, isRemembered: true),
        Case(name: "not own, nobody to ask", own: false, refusal: .keyUnknown),
        Case(name: "not own but pinned", own: false, pinned: true),
        Case(name: "pinned", pinned: true),
        Case(name: "another was pinned", pinned: false, refusal: .keyChanged),
        Case(name: "another was pinned, verified", pinned: false, isVerified: true, refusal: .keyChanged),
        Case(name: "another was pinned, accepts new", pinned: false, acceptsNew: true, refusal: .keyChanged),
        Case(name: "another was pinned, would be asked", pinned: false, answer: true, refusal: .keyChanged),
    ]

    @Test(arguments: cases)
    func decides(about known: Case) async throws {
        let shown = KeyFingerprint(publicKeyInfo: [1])
        func key(_ isShown: Bool?) -> KeyFingerprint? {
            isShown.map { $0 ? shown : KeyFingerprint(publicKeyInfo: [2]) }
        }
        let remembered = Mutex<[KeyFingerprint]>([])
        let asked = Mutex(0)
        var trust = ServerTrust { _, key in remembered.withLock { $0.append(key) } }
        trust.expected = key(known.expected)
        trust.own = key(known.own)
        trust.pinned = key(known.pinned)
        trust.acceptsNew = known.acceptsNew
        if let answer = known.answer {
            trust.ask = { _, _, _ in
                asked.withLock { $0 += 1 }
                return answer
            }
        }
        var refusal: ChatError.Code?
        do {
            _ = try await trust.check(shown, of: .standard) { known.isVerified }
        } catch let error as ChatError {
            refusal = error.code
        }
        #expect(refusal == known.refusal)
        #expect(remembered.withLock { $0 } == (known.isRemembered ? [shown] : []))
        #expect(asked.withLock { $0 } == (known.isAsked ? 1 : 0))
    }

    /// For each pin, `nil` for none: whether an error says that the key has changed.
    @Test(arguments: [(nil, false), (1, false), (2, true), (3, true)] as [(UInt8?, Bool)])
    func onlyWhatWasKnownCanHaveChanged(pin: UInt8?, isChanged: Bool) async throws {
        let (shown, named) = (KeyFingerprint(publicKeyInfo: [1]), KeyFingerprint(publicKeyInfo: [2]))
        var trust = ServerTrust { _, _ in Issue.record("remembered") }
        trust.expected = named
        trust.pinned = pin.map { KeyFingerprint(publicKeyInfo: [$0]) }
        let trusting = trust
        let error = await #expect(throws: ChatError.self) {
            _ = try await trusting.check(shown, of: .standard) { true }
        }
        #expect(error?.message.contains("HAS CHANGED") == isChanged)
        #expect(error?.message.contains("is not the one of --fingerprint") == !isChanged)
        #expect(error?.hint?.contains("Expected \(named), got \(shown)") == true)
    }

    @Test func aChangedKeyNamesBothKeys() {
        let (old, new) = (KeyFingerprint(publicKeyInfo: [1]), KeyFingerprint(publicKeyInfo: [2]))
        let error = ServerTrust.changed(.standard, expected: old, got: new)
        #expect(error.hint?.contains(old.description) == true)
        #expect(error.hint?.contains(new.description) == true)
    }
}
