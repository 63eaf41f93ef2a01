/// Numbers of bytes for people, in decimal units: `62.9 MB`.
enum ByteText {
    private static let units = ["kB", "MB", "GB", "TB"]

    /// A number of bytes with its unit.
    static func text(_ bytes: Int64) -> String {
        let unit = unit(for: bytes)
        return "\(number(bytes, in: unit)) \(name(of: unit))"
    }

    /// A part of a number of bytes, and the whole: `32.2 of 62.9 MB`.
    static func text(_ bytes: Int64, of whole: Int64) -> String {
        let unit = unit(for: whole)
        return "\(number(bytes, in: unit)) of \(number(whole, in: unit)) \(name(of: unit))"
    }

    /// How often a thousand goes into it.
    private static func unit(for bytes: Int64) -> Int {
        var (rest, unit) = (bytes, 0)
        // What would be rounded up to a thousand has the next unit.
        while rest >= 1000 || unit > 0 && Double(rest) + 0.95 > 1000, unit < units.count {
            rest /= 1000
            unit += 1
        }
        return unit
    }

    private static func number(_ bytes: Int64, in unit: Int) -> String {
        guard unit > 0 else { return "\(bytes)" }
        var scale: Int64 = 1
        for _ in 0..<unit { scale *= 1000 }
        let tenths = (bytes / (scale / 10) + (bytes % (scale / 10) >= scale / 20 ? 1 : 0))
        return tenths >= 1000 ? "\((tenths + 5) / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private static func name(of unit: Int) -> String { unit == 0 ? "bytes" : units[unit - 1] }
}
