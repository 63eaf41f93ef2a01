/// What a helper of the tests throws when something did not go as the test needs it to.
public struct TestFailure: Error, CustomStringConvertible {
    /// What went wrong, with everything that helps to see why.
    public let description: String

    /// Makes a failure.
    public init(_ description: String) { self.description = description }

    /// A failure of a system call, with the reason that the system gave.
    static func system(_ call: String, _ number: Int32) -> TestFailure {
        TestFailure("\(call): \(SystemCall.reason(number))")
    }
}
