/// Numbers of bytes for people, in decimal units: `62.9 MB`.
public enum ByteText {
    private static let units = ["kB", "MB", "GB", "TB"]

    /// A number of bytes with its unit.
    public static func text(_ bytes: Int64) -> String {
        let unit = unit(for: bytes)
        return "\(number(bytes, in: unit)) \(bytes == 1 ? "byte" : name(of: unit))"
    }

    /// A part of a number of bytes, and the whole: `32.2 of 62.9 MB`.
    public static func text(_ bytes: Int64, of whole: Int64) -> String {
        let unit = unit(for: whole)
        return "\(number(bytes, in: unit)) of \(number(whole, in: unit)) \(whole == 1 ? "byte" : name(of: unit))"
    }

    /// How often a thousand goes into it; what would be rounded up to a thousand has the next unit.
    private static func unit(for bytes: Int64) -> Int {
        (0..<units.count).first { unit in
            let scale = scale(of: unit)
            return bytes < (unit == 0 ? 1000 : scale * 1000 - scale / 2)
        } ?? units.count
    }

    private static func number(_ bytes: Int64, in unit: Int) -> String {
        guard unit > 0 else { return "\(bytes)" }
        let scale = scale(of: unit)
        let tenths = rounded(bytes, by: scale / 10)
        // One digit behind the point where there are at most two before it.
        return tenths < 1000 ? "\(tenths / 10).\(tenths % 10)" : "\(rounded(bytes, by: scale))"
    }

    private static func rounded(_ bytes: Int64, by scale: Int64) -> Int64 {
        bytes / scale + (bytes % scale >= scale / 2 ? 1 : 0)
    }

    private static func scale(of unit: Int) -> Int64 { (0..<unit).reduce(1) { scale, _ in scale * 1000 } }

    private static func name(of unit: Int) -> String { unit == 0 ? "bytes" : units[unit - 1] }
}
