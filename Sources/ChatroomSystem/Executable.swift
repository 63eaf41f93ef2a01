public import ChatroomCore
internal import Glibc

/// Finds programs as a shell does.
public enum Executable {
    /// Looks for a program: at the path that its name is, or in directories.
    ///
    /// - Parameters:
    ///   - name: The program.
    ///   - directories: What `PATH` says; `nil` for the usual ones.
    /// - Returns: Where it is.
    /// - Throws: `ChatError` that names the program, with code `command-missing` when there is none, `command-not-run`
    ///   when it may not be executed.
    public static func path(of name: String, directories: String?) throws(ChatError) -> String {
        guard name.utf8.contains(UInt8(ascii: "/")) else {
            return try search(name, directories ?? "/usr/local/bin:/usr/bin:/bin")
        }
        if let error = obstacle(to: name) {
            let code: ChatError.Code = [ENOENT, ENOTDIR].contains(error.number) ? .commandMissing : .commandNotRun
            throw error.chatError(code, "cannot run '\(name)'", hint: hint(error, name))
        }
        return name
    }

    private static func search(_ name: String, _ directories: String) throws(ChatError) -> String {
        var denied: String?
        for directory in directories.split(separator: ":", omittingEmptySubsequences: false) {
            // An empty entry is the working directory, as for a shell.
            let path = "\(directory.isEmpty ? "." : directory)/\(name)"
            guard let error = obstacle(to: path) else { return path }
            if error.number == EACCES, denied == nil { denied = path }
        }
        if let denied {
            let error = SystemError(EACCES)
            throw error.chatError(.commandNotRun, "cannot run '\(name)'", hint: hint(error, denied))
        }
        throw ChatError(
            .commandMissing, "there is no command '\(name)'", hint: "A program in this directory is './\(name)'.")
    }

    /// Why a path cannot be executed; `nil` when it can.
    private static func obstacle(to path: String) -> SystemError? {
        var status = stat()
        guard path.withRawBytes({ stat($0, &status) }) == 0 else { return .last }
        guard status.st_mode & S_IFMT == S_IFREG else { return SystemError(EACCES) }
        return path.withRawBytes { access($0, X_OK) } == 0 ? nil : .last
    }

    private static func hint(_ error: SystemError, _ path: String) -> String? {
        error.number == EACCES ? "It must be an executable file: chmod +x \(path)" : nil
    }
}
