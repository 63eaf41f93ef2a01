/// Writes one JSON object (RFC 8259) into a buffer, its keys in the order in which they are set.
///
/// It exists because of speed, order and safety: FoundationEssentials' `JSONEncoder` takes 9.7 µs a message here and
/// slows every start by loading, a `Dictionary` has no order, and what it writes may hold characters that a terminal
/// obeys. Here everything that ``TerminalText`` would write out is a `\u` escape, which loses nothing, so a line of
/// JSON is one line and harmless to look at whatever the text.
public struct JSONObject: Sendable {
    private var bytes: [UInt8] = []
    private var isEmpty = true

    private init() {}

    /// Appends an object to a buffer.
    ///
    /// - Parameters:
    ///   - buffer: What is appended to.
    ///   - fill: Sets the keys.
    public static func append(to buffer: inout [UInt8], _ fill: (inout JSONObject) -> Void) {
        var object = JSONObject()
        // The buffer is moved in and out, never copied.
        swap(&object.bytes, &buffer)
        object.bytes.append(UInt8(ascii: "{"))
        fill(&object)
        object.bytes.append(UInt8(ascii: "}"))
        swap(&object.bytes, &buffer)
    }

    /// One object as a line of its own, with its line feed.
    public static func line(_ fill: (inout JSONObject) -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes, fill)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// Sets a key to a text, or to null.
    public mutating func set(_ key: StaticString, _ value: String?) {
        appendKey(key)
        guard let value else { return appendNull() }
        JSONText.append(value, to: &bytes)
    }

    /// Sets a key to a whole number, or to null.
    public mutating func set(_ key: StaticString, _ value: Int64?) {
        appendKey(key)
        guard let value else { return appendNull() }
        DecimalText.append(value, to: &bytes)
    }

    /// Sets a key to true or false.
    public mutating func set(_ key: StaticString, _ value: Bool) {
        appendKey(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Sets a key to an array of texts.
    public mutating func set(_ key: StaticString, _ values: [String]) {
        appendKey(key)
        bytes.append(UInt8(ascii: "["))
        for (place, value) in values.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            JSONText.append(value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Sets a key to an object.
    public mutating func set(_ key: StaticString, object fill: (inout JSONObject) -> Void) {
        appendKey(key)
        JSONObject.append(to: &bytes, fill)
    }

    /// Sets a key to a text that is plain printable ASCII without quotes and backslashes, appended by the caller.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - append: Appends the text, without quotes.
    public mutating func set(_ key: StaticString, plain append: (inout [UInt8]) -> Void) {
        appendKey(key)
        bytes.append(UInt8(ascii: "\""))
        append(&bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Sets a key to null.
    mutating func setNull(_ key: StaticString) {
        appendKey(key)
        appendNull()
    }

    private mutating func appendNull() { bytes.append(contentsOf: "null".utf8) }

    private mutating func appendKey(_ key: StaticString) {
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        isEmpty = false
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }
}
