internal import ChatroomCore
internal import FoundationEssentials
internal import GRDB

/// Columns of a row, checked: a damaged database must end as an error, where GRDB's own subscripts end the process.
extension Row {
    func integer(_ column: Int) throws -> Int64 {
        guard let value = self[column] as Int64? else { throw missing(column) }
        return value
    }

    /// The column's text up to its end; GRDB's own `String` ends at the first NUL.
    func text(_ column: Int) throws -> String {
        guard let value = try optionalText(column) else { throw missing(column) }
        return value
    }

    func optionalText(_ column: Int) throws -> String? {
        try withUnsafeData(atIndex: column) { data in
            data?.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        }
    }

    func bytes(_ column: Int) throws -> [UInt8] {
        guard let value = try optionalBytes(column) else { throw missing(column) }
        return value
    }

    /// The 16 bytes of a message's id; here because a page of history has a thousand.
    func messageID(_ column: Int) throws -> MessageID {
        try withUnsafeData(atIndex: column) { data in
            guard let data, data.count == 16 else { throw UnreadableRow(description: "a message id has not 16 bytes") }
            return data.withUnsafeBytes { bytes in
                MessageID(
                    high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
            }
        }
    }

    func optionalBytes(_ column: Int) throws -> [UInt8]? {
        try withUnsafeData(atIndex: column) { data in
            data?.withUnsafeBytes { Array($0) }
        }
    }

    /// A column whose text or bytes only some values are written as.
    func value<Value>(_ column: Int, _ make: (String) throws -> Value?) throws -> Value {
        let text = try text(column)
        guard let value = try? make(text) else {
            throw UnreadableRow(description: "'\(text)' in column \(column) has no meaning")
        }
        return value
    }

    private func missing(_ column: Int) -> UnreadableRow { UnreadableRow(description: "column \(column) is NULL") }
}
