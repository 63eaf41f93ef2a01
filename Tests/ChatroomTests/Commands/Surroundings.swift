import ChatroomTestSupport

/// The program, run by a shell that first makes its surroundings hostile.
struct Surroundings {
    let binary: ChatroomBinary

    /// Runs a script in which `"$C"` is the program and `$N` are the bytes `caf` and 0xE9, which are not UTF-8.
    func run(_ script: String, within limit: Duration = Deadline.standard) async throws -> FinishedProcess {
        let lines = "C=$1; N=$(printf 'caf\\351'); \(script)"
        return try await RunningProcess(
            "/bin/sh", ["-c", lines, "sh", binary.path], environment: binary.environment, directory: binary.home.path
        ).waitForExit(within: limit)
    }
}
