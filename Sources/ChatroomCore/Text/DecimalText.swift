/// Writes numbers in decimal and hexadecimal straight into a buffer, without a `String` in between.
public enum DecimalText {
    /// Appends a number with as many digits as it has.
    public static func append(_ number: Int64, to buffer: inout [UInt8]) {
        if number < 0 { buffer.append(UInt8(ascii: "-")) }
        let start = buffer.count
        var rest = number.magnitude
        repeat {
            buffer.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        buffer[start...].reverse()
    }

    /// Appends the last digits of a number, with zeros in front.
    ///
    /// - Parameters:
    ///   - number: The number, not negative.
    ///   - width: How many digits, at least 1.
    ///   - buffer: What is appended to.
    public static func append(_ number: Int, width: Int, to buffer: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            buffer.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends some of a number's hexadecimal digits in lower case.
    ///
    /// - Parameters:
    ///   - number: The number.
    ///   - digits: Which digits, 0 being the most significant of 16.
    ///   - buffer: What is appended to.
    public static func append(hexadecimal number: UInt64, digits: Range<UInt64>, to buffer: inout [UInt8]) {
        for place in digits {
            let digit = UInt8(truncatingIfNeeded: (number >> (60 - 4 * place)) & 15)
            buffer.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
