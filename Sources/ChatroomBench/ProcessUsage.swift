internal import ChatroomCore
internal import Glibc

/// What a process has used, from proc(5).
struct ProcessUsage: Sendable {
    /// User and system time in microseconds.
    let microseconds: Double
    /// Resident memory.
    let residentKilobytes: Int

    /// This process's id.
    static var ownPID: Int32 { getpid() }

    /// Reads it.
    init(of pid: Int32) throws(ChatError) {
        let line = try TextFile.firstLine(of: "/proc/\(pid)/stat")
        // The command's name, in parentheses, may hold anything.
        let fields = line[(line.lastIndex(of: ")") ?? line.startIndex)...].split(separator: " ")
        guard fields.count > 22, let user = Double(fields[12]), let system = Double(fields[13]),
            let pages = Int(fields[22])
        else { throw ChatError(.fileAccess, "/proc/\(pid)/stat is not as proc(5) says") }
        microseconds = (user + system) * 1_000_000 / Double(sysconf(Int32(_SC_CLK_TCK)))
        residentKilobytes = pages * sysconf(Int32(_SC_PAGESIZE)) / 1024
    }

    /// The time used between two readings, in microseconds.
    static func - (after: ProcessUsage, before: ProcessUsage) -> Double { after.microseconds - before.microseconds }
}
