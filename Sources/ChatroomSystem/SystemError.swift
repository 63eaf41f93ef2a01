public import ChatroomCore
internal import Glibc

/// An error number of the system, errno(3), in words.
public struct SystemError: Error, Equatable {
    /// The number.
    public let number: Int32

    /// Takes a number.
    public init(_ number: Int32) { self.number = number }

    /// The error of the last call in this thread.
    public static var last: SystemError { SystemError(errno) }

    /// Whether there is no room on the disk, or no more for this user.
    public var isFull: Bool { number == ENOSPC || number == EDQUOT }

    /// The system's words in lower case, such as `no such file or directory`.
    public var words: String {
        let words = given
        return words.prefix(1).asciiLowercased + words.dropFirst()
    }

    /// The system's words as it gives them, such as `No such file or directory`.
    public var given: String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The error as `WHAT (words)`.
    ///
    /// - Parameters:
    ///   - code: The code.
    ///   - what: What could not be done.
    ///   - hint: What to do next.
    /// - Returns: The error.
    public func chatError(_ code: ChatError.Code, _ what: String, hint: String? = nil) -> ChatError {
        ChatError(code, "\(what) (\(words))", hint: hint)
    }
}
