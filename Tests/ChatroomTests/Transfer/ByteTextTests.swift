import ChatroomCore
import Testing

struct ByteTextTests {
    @Test(
        arguments: [
            (0, "0 bytes"), (1, "1 byte"), (2, "2 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (1049, "1.0 kB"),
            (1050, "1.1 kB"),
            (9_949, "9.9 kB"), (9_950, "10.0 kB"), (99_949, "99.9 kB"), (99_950, "100 kB"), (123_000, "123 kB"),
            (700_000, "700 kB"), (999_000, "999 kB"), (1_000_000, "1.0 MB"), (62_914_560, "62.9 MB"),
            (999_000_000, "999 MB"), (1_000_000_000, "1.0 GB"), (2_500_000_000_000, "2.5 TB"),
            (1_000_000_000_000_000, "1000 TB"), (.max, "9223372 TB"),
        ] as [(Int64, String)])
    func aNumberOfBytesIs(bytes: Int64, text: String) {
        #expect(ByteText.text(bytes) == text)
    }

    @Test(
        arguments: [
            (999_500, "1.0 MB"), (999_949, "1.0 MB"), (999_999, "1.0 MB"), (999_500_000, "1.0 GB"),
            (999_999_999_999, "1.0 TB"),
        ] as [(Int64, String)])
    func whatWouldBeAThousandHasTheNextUnit(bytes: Int64, text: String) {
        #expect(ByteText.text(bytes) == text)
    }

    @Test(
        arguments: [
            (123_449, "123 kB"), (123_450, "123 kB"), (123_499, "123 kB"), (123_500, "124 kB"), (999_450, "999 kB"),
            (999_499, "999 kB"), (555_480_000, "555 MB"),
        ] as [(Int64, String)])
    func aNumberIsRoundedOnce(bytes: Int64, text: String) {
        #expect(ByteText.text(bytes) == text)
    }

    @Test(
        arguments: [
            (0, 0, "0 of 0 bytes"), (0, 999, "0 of 999 bytes"), (500, 1000, "0.5 of 1.0 kB"),
            (32_212_254, 62_914_560, "32.2 of 62.9 MB"), (0, 62_914_560, "0.0 of 62.9 MB"),
            (1, 62_914_560, "0.0 of 62.9 MB"),
            (62_914_560, 62_914_560, "62.9 of 62.9 MB"), (150_000_000, 1_000_000_000, "0.2 of 1.0 GB"),
            (12_345_678, 700_000_000, "12.3 of 700 MB"),
        ] as [(Int64, Int64, String)])
    func aPartIsToldInTheUnitOfTheWhole(bytes: Int64, whole: Int64, text: String) {
        #expect(ByteText.text(bytes, of: whole) == text)
    }

    @Test func aLargerNumberIsNeverToldAsASmallerOne() {
        var last = 0.0
        var bytes: Int64 = 1
        while bytes < 5_000_000_000_000 {
            let words = ByteText.text(bytes).split(separator: " ")
            let units = ["byte": 1.0, "bytes": 1.0, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12]
            let told = (Double(words[0]) ?? -1) * (units[String(words[1])] ?? -1)
            #expect(told >= last, "\(bytes)")
            #expect(abs(told - Double(bytes)) <= Double(bytes) * 0.05, "\(bytes)")
            last = told
            bytes += max(1, bytes / 97)
        }
    }
}
