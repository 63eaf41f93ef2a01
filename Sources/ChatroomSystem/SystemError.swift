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

    /// The system's words in lower case, such as `no such file or directory`.
    public var words: String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let words = String(decoding: bytes, as: UTF8.self)
        return words.prefix(1).asciiLowercased + words.dropFirst()
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
