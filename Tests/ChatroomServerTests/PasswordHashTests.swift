import ChatroomCore
import Testing

@testable import ChatroomServer

struct PasswordHashTests {
    /// RFC 7914, section 12: scrypt("password", "NaCl", N=1024, r=8, p=16).
    @Test func itIsTheScryptOfRFC7914() throws {
        let hash = try PasswordHash(
            of: "password", salt: Array("NaCl".utf8), cost: ScryptCost(logN: 10, blockSize: 8, parallelism: 16))
        let expected: [UInt8] = [
            0xFD, 0xBA, 0xBE, 0x1C, 0x9D, 0x34, 0x72, 0x00, 0x78, 0x56, 0xE7, 0x19, 0x0D, 0x01, 0xE9, 0xFE,
            0x7C, 0x6A, 0xD7, 0xCB, 0xC8, 0x23, 0x78, 0x30, 0xE7, 0x73, 0x76, 0x63, 0x4B, 0x37, 0x31, 0x62,
        ]
        #expect(hash.key == expected)
        #expect(hash.text == "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI")
    }

    @Test(arguments: [1, 2, 3, 16, 17])
    func theWrittenFormGivesTheSameHashAgain(saltBytes: Int) throws {
        let salt = (0..<saltBytes).map { UInt8(truncatingIfNeeded: $0 * 37) }
        let hash = try PasswordHash(of: "violet tractor", salt: salt, cost: ScryptCost(logN: 10, parallelism: 1))
        let again = try #require(PasswordHash(hash.text))
        #expect(again == hash)
        #expect(again.matches(hash))
        #expect(!hash.text.contains("="[...]) || hash.text.hasPrefix("$scrypt$ln=10,r=8,p=1$"))
    }

    @Test func anotherPasswordOrAnotherSaltDoesNotMatch() throws {
        let cost = ScryptCost(logN: 10, parallelism: 1)
        let hash = try PasswordHash(of: "violet tractor", salt: [1, 2, 3], cost: cost)
        #expect(!hash.matches(try PasswordHash(of: "violet tractoR", salt: [1, 2, 3], cost: cost)))
        #expect(!hash.matches(try PasswordHash(of: "violet tractor", salt: [1, 2, 4], cost: cost)))
        let shortened = try #require(PasswordHash("$scrypt$ln=10,r=8,p=1$AQID$AAAA"))
        #expect(!hash.matches(shortened))
        #expect(!shortened.matches(hash))
    }

    @Test(arguments: [
        "", "$", "$scrypt$", "scrypt$ln=10,r=8,p=1$AQID$AAAA", "$argon2id$ln=10,r=8,p=1$AQID$AAAA",
        "$scrypt$ln=10,r=8$AQID$AAAA", "$scrypt$ln=x,r=8,p=1$AQID$AAAA", "$scrypt$ln=10,r=8,p=1$A!$AAAA",
        "$scrypt$ln=10,r=8,p=1$AQID", "$scrypt$ln=10,r=8,p=1$AQID$AAAA$", "$scrypt$ln=10=1,r=8,p=1$AQID$AAAA",
    ])
    func whatIsNoHashIsNoHash(text: String) {
        #expect(PasswordHash(text) == nil)
    }
}
