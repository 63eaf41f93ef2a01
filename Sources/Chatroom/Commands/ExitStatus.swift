internal import ChatroomCore

/// What the process tells its caller when it ends; the same numbers in every command and every man page.
///
/// Most are those of sysexits(3); 124 is what timeout(1) uses, 126, 127 and 130 are what a shell reports.
enum ExitStatus: Int32, CaseIterable, Error {
    /// The command did what it was asked to.
    case done = 0
    /// A search, a history or an unread count holds nothing.
    case nothingFound = 1
    /// The command line is wrong.
    case usage = 64
    /// What was given to send breaks a rule.
    case invalidData = 65
    /// A file that was named is not there.
    case fileMissing = 66
    /// There is no such room or user.
    case notFound = 68
    /// The server cannot be reached or is shutting down.
    case unreachable = 69
    /// Something that should not happen did.
    case internalError = 70
    /// The name is taken.
    case exists = 73
    /// Reading or writing failed.
    case inputOutput = 74
    /// The same command can succeed later.
    case tryLater = 75
    /// The other end speaks another protocol or shows another key.
    case protocolMismatch = 76
    /// Not logged in, or not allowed.
    case notAllowed = 77
    /// A file, a setting or a mode on this machine is not as it must be.
    case configuration = 78
    /// What was waited for did not come.
    case waitedInVain = 124
    /// A command that was to be run cannot be, as a shell says it.
    case commandNotRun = 126
    /// There is no such command to run, as a shell says it.
    case commandMissing = 127
    /// The user stopped it.
    case interrupted = 130

    /// The status of a command that failed; 70 for a code that this version does not know.
    init(_ code: ChatError.Code) {
        self = Self.table[code] ?? .internalError
    }

    /// What the process returns for a command that failed.
    @Sendable static func number(_ code: ChatError.Code) -> Int32 { ExitStatus(code).rawValue }

    /// The one table from what went wrong to what the process returns.
    static let table: [ChatError.Code: ExitStatus] = [
        .usage: .usage,
        .invalid: .invalidData,
        .tooLarge: .invalidData,
        .idReused: .invalidData,
        .fileMissing: .fileMissing,
        .notFound: .notFound,
        .unreachable: .unreachable,
        .shuttingDown: .unreachable,
        .timedOut: .unreachable,
        .internalError: .internalError,
        .exists: .exists,
        .storage: .inputOutput,
        .fileAccess: .inputOutput,
        .rateLimited: .tryLater,
        .busy: .tryLater,
        .storageFull: .tryLater,
        .quotaExceeded: .tryLater,
        .digestMismatch: .inputOutput,
        .readOnly: .tryLater,
        .unknownRequest: .protocolMismatch,
        .protocolViolation: .protocolMismatch,
        .protocolMismatch: .protocolMismatch,
        .keyChanged: .protocolMismatch,
        .keyUnknown: .protocolMismatch,
        .notLoggedIn: .notAllowed,
        .notAllowed: .notAllowed,
        .wrongCredentials: .notAllowed,
        .configuration: .configuration,
        .waitedInVain: .waitedInVain,
        .commandNotRun: .commandNotRun,
        .commandMissing: .commandMissing,
        .interrupted: .interrupted,
        .nothingFound: .nothingFound,
    ]

    /// The number that tells a script which of the choices of `--ask` was taken: 0 for the first, 10 for the second.
    ///
    /// - Parameter index: The choice, counted from 0.
    /// - Returns: `nil` for a 12th choice and later, which have no number.
    static func number(ofChoice index: Int) -> Int32? {
        switch index {
        case 0: 0
        case 1...10: Int32(9 + index)
        default: nil
        }
    }
}

/// Ends a command with a number that has no fixed meaning: the choice that was taken, the status of a command.
struct ExitNumber: Error {
    /// What the process returns, 0 to 255.
    let number: Int32
}
