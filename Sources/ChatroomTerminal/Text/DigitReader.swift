/// Takes a short text apart from left to right: fixed numbers of digits and the signs between them.
struct DigitReader {
    private var rest: Substring.UTF8View

    /// Reads a text from its start.
    init(_ text: String) { rest = text[...].utf8 }

    /// What a rule makes of the whole text; `nil`, and nothing taken, when it leaves something over.
    mutating func whole<Value>(_ rule: (inout DigitReader) -> Value?) -> Value? {
        var copy = self
        guard let value = rule(&copy), copy.rest.isEmpty else { return nil }
        self = copy
        return value
    }

    /// Takes one sign if it comes next.
    mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == sign.value else { return false }
        rest.removeFirst()
        return true
    }

    /// Takes exactly so many digits, if they make a number of a range.
    mutating func number(digits: Int, in range: ClosedRange<Int>) -> Int? {
        var number = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            number = number * 10 + digit
        }
        return range.contains(number) ? number : nil
    }

    /// Takes all digits that come next, at least one, if they make a number up to a largest.
    mutating func number(upTo largest: Int) -> Int? {
        guard var number = digit() else { return nil }
        while let next = digit() {
            number = number * 10 + next
            guard number <= largest else { return nil }
        }
        return number
    }

    /// Takes the digits of a fraction, at least one and at most nine, as thousandths; the rest is cut off.
    mutating func thousandths() -> Int64? {
        guard let first = digit() else { return nil }
        var digits = [first]
        while let next = digit() { digits.append(next) }
        guard digits.count <= 9 else { return nil }
        return (digits + [0, 0]).prefix(3).reduce(0) { $0 * 10 + Int64($1) }
    }

    private mutating func digit() -> Int? {
        guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte - UInt8(ascii: "0"))
    }
}
