import ChatroomCore
import ChatroomTestSupport
import Testing

struct FileIDTests {
    @Test func textAndNumberGoThereAndBack() throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<1000 {
            let id = FileID(using: &random)
            #expect(FileID(rawValue: id.rawValue) == id)
            #expect(try FileID(id.description) == id)
            #expect(try FileID(id.description.lowercased()) == id)
            #expect(try FileID(id.description.uppercased()) == id)
        }
    }

    @Test func newIDsDifferAndHaveOneForm() {
        var random = SeededRandom(seed: 12)
        let ids = Set((0..<10_000).map { _ in FileID(using: &random) })
        #expect(ids.count == 10_000)
        let alphabet = Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        for id in ids {
            let text = id.description
            #expect(text.utf8.count == 12 && text.hasPrefix("f_") && text.dropFirst(2).allSatisfy(alphabet.contains))
        }
    }

    @Test func everyDigitIsUsed() {
        var random = SeededRandom(seed: 13)
        let digits = (0..<1000).flatMap { _ in FileID(using: &random).description.dropFirst(2) }
        #expect(Set(digits).count == 32)
    }

    @Test(
        arguments: [
            (1, "f_0000000001"), (31, "f_000000000Z"), (32, "f_0000000010"), (17, "f_000000000H"), (18, "f_000000000J"),
            (20, "f_000000000M"), (27, "f_000000000V"), ((1 << 50) - 1, "f_ZZZZZZZZZZ"),
        ] as [(Int64, String)])
    func aNumberIsWritten(number: Int64, text: String) throws {
        #expect(FileID(rawValue: number)?.description == text)
        #expect(try FileID(text).rawValue == number)
    }

    @Test(arguments: [0, -1, .min, 1 << 50, .max] as [Int64])
    func aNumberOutOfBoundsIsNoID(number: Int64) {
        #expect(FileID(rawValue: number) == nil)
    }

    @Test(arguments: [
        ("f_o1998c3wb2", "f_01998C3WB2"), ("F_O1998C3WB2", "f_01998C3WB2"), ("f_0I998C3WB2", "f_01998C3WB2"),
        ("f_0i998C3WB2", "f_01998C3WB2"), ("f_0L998C3WB2", "f_01998C3WB2"), ("f_0l998C3WB2", "f_01998C3WB2"),
        ("f_OoIiLl0011", "f_0011110011"),
    ])
    func lettersThatAreEasilyConfusedAreDigits(text: String, id: String) throws {
        #expect(try FileID(text).description == id)
    }

    @Test(arguments: [
        "", "f_", "f", "f_0000000000", "f_OOOOOOOOOO", "f_01998C3WB", "f_01998C3WB22", "01998C3WB2", "0001998C3WB2",
        "f-01998C3WB2", "g_01998C3WB2", "f_01998C3WBU", "f_01998C3WBu", " f_01998C3WB2", "f_01998C3WB2 ",
        "f_01998C3WB\0", "f_01998C3WB\n", "f_01998C3W-2", "f_01998C3WB*", "f_１998C3WB2", "f_01998C3Wé", "f_ééééé",
        "ｆ_998C3WB2", "f_+1998C3WB2", "f_0x998C3WB@", "f_01998C3WB`", "f_01998C3WB{", "f_01998C3WB[",
        "f\u{332}998C3WB2A",
    ])
    func whatIsNoIDIsRefused(text: String) {
        let error = #expect(throws: ChatError.self) { try FileID(text) }
        #expect(error?.code == .invalid)
    }

    @Test func noByteButTheDigitsIsTaken() {
        let taken = (UInt8(0)...0x7F).filter { byte in
            (try? FileID("f_111111111\(Unicode.Scalar(byte))")) != nil
        }
        let letters = "0123456789ABCDEFGHIJKLMNOPQRSTVWXYZabcdefghijklmnopqrstvwxyz"
        #expect(taken == Array(letters.utf8))
    }
}
