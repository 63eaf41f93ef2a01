internal import Glibc

/// Calls of the C library with their results as errors.
enum SystemCall {
    /// Runs a call that returns a negative number and sets `errno` when it fails, again if a signal interrupted it.
    @discardableResult
    static func check<Number: SignedInteger>(_ name: String, _ call: () -> Number) throws -> Number {
        while true {
            let result = call()
            if result >= 0 { return result }
            let number = errno
            guard number == EINTR else { throw TestFailure.system(name, number) }
        }
    }

    /// Runs a call that returns an error's number.
    static func checkNumber(_ name: String, _ call: () -> Int32) throws {
        let number = call()
        guard number == 0 else { throw TestFailure.system(name, number) }
    }

    /// The system's words for an error's number.
    static func reason(_ number: Int32) -> String {
        guard let text = strerror(number) else { return "error \(number)" }
        return String(cString: text)
    }
}
