internal import ChatroomCore
internal import Glibc

/// What all processes of this machine have used, from proc(5); tells how much others disturbed a measurement.
struct MachineUsage: Sendable {
    /// Time that all processors together were busy, in microseconds.
    let microseconds: Double

    /// Reads it.
    init() throws(ChatError) {
        let numbers = try TextFile.firstLine(of: "/proc/stat").split(separator: " ").dropFirst().compactMap {
            Double($0)
        }
        guard numbers.count >= 8 else { throw ChatError(.fileAccess, "/proc/stat is not as proc(5) says") }
        // user, nice, system, idle, iowait, irq, softirq, steal; guests are in user already.
        let busy = numbers[0..<8].reduce(0, +) - numbers[3] - numbers[4]
        microseconds = busy * 1_000_000 / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The time used between two readings, in microseconds.
    static func - (after: MachineUsage, before: MachineUsage) -> Double { after.microseconds - before.microseconds }
}
