import ChatroomCore
import Foundation
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
    }

    /// A key that differs from the right one in one bit, wherever that is, is a wrong one.
    @Test func oneBitOfTheKeyMakesAnotherHash() throws {
        let hash = try PasswordHash(of: "violet tractor", salt: [1, 2, 3], cost: ScryptCost(logN: 10, parallelism: 1))
        let matching = try (0..<256).filter { bit in
            try hash.matches(hash.flipped(bit)) || hash.flipped(bit).matches(hash)
        }
        #expect(matching.isEmpty)
    }

    /// Made by the version that compared keys wrongly, with the costs that hold without an option.
    @Test func aHashOfAnEarlierVersionHolds() throws {
        let hash = try #require(
            PasswordHash(
                "$scrypt$ln=15,r=8,p=3$81k/CbBu5Osolt+e/hnxzA$QtRZ35G85zoQbrgzZq+Ox+A0TsUBvey9C+tNDw2ziXE"))
        #expect(hash.matches(try PasswordHash(of: "violet tractor 9", salt: hash.salt, cost: hash.cost)))
        #expect(!hash.matches(try PasswordHash(of: "violet tractor 8", salt: hash.salt, cost: hash.cost)))
    }

    /// Costs that would take more than 1 GiB, or for ever; a key or salt that is empty or of another length.
    @Test(arguments: [
        "ln=21,r=8,p=1", "ln=9,r=8,p=1", "ln=63,r=8,p=1", "ln=-1,r=8,p=1", "ln=20,r=9,p=1", "ln=10,r=8193,p=1",
        "ln=10,r=0,p=1", "ln=10,r=-8,p=1", "ln=10,r=9223372036854775807,p=1", "ln=10,r=8,p=0", "ln=10,r=8,p=17",
        "ln=10,r=8,p=-1", "ln=10,r=8,p=9223372036854775807", "ln=10,r=8,p=1,p=2", "ln=99999999999999999999,r=8,p=1",
    ])
    func costsThatNobodyBearsMakeNoHash(costs: String) {
        #expect(PasswordHash("$scrypt$\(costs)$AQID$QtRZ35G85zoQbrgzZq+Ox+A0TsUBvey9C+tNDw2ziXE") == nil)
    }

    @Test(arguments: [
        "AQID$", "$QtRZ35G85zoQbrgzZq+Ox+A0TsUBvey9C+tNDw2ziXE", "AQID$AAAA",
        "AQID$QtRZ35G85zoQbrgzZq+Ox+A0TsUBvey9C+tNDw2ziXEA", "AQID$QtRZ35G85zoQbrgzZq+Ox+A0TsUBvey9C+tNDw2ziQ",
        "\(String(repeating: "AQID", count: 22))$QtRZ35G85zoQbrgzZq+Ox+A0TsUBvey9C+tNDw2ziXE",
    ])
    func aKeyOrSaltOfAnotherLengthMakesNoHash(rest: String) {
        #expect(PasswordHash("$scrypt$ln=10,r=8,p=1$\(rest)") == nil)
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

extension PasswordHash {
    /// The hash with one bit of its key turned over.
    func flipped(_ bit: Int) throws -> PasswordHash {
        var key = key
        key[bit / 8] ^= 1 << UInt8(bit % 8)
        let written = Data(key).base64EncodedString().filter { $0 != "=" }
        let start = text.split(separator: "$", omittingEmptySubsequences: false).dropLast().joined(separator: "$")
        return try #require(PasswordHash("\(start)$\(written)"))
    }
}
