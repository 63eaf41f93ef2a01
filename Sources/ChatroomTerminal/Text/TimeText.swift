public import ChatroomCore
public import Glibc

/// Whose clock a time is shown in and read by.
public enum DisplayZone: Sendable {
    /// The zone of this machine: `TZ`, else /etc/localtime.
    case local
    /// Universal time, by `--utc`.
    case utc

    /// An instant as a calendar's date and a clock's time; years before 0 and after 9999 are clamped.
    func calendar(_ time: Timestamp) -> tm {
        let milliseconds = min(max(time.milliseconds, -62_167_219_200_000), 253_402_300_799_999)
        var seconds = time_t((Double(milliseconds) / 1000).rounded(.down))
        var parts = tm()
        switch self {
        case .local: localtime_r(&seconds, &parts)
        case .utc: gmtime_r(&seconds, &parts)
        }
        return parts
    }
}

/// Writes instants for people and for programs.
public enum TimeText {
    /// The days of the week, Sunday first, as `tm_wday` counts them.
    ///
    /// In English, like the rest of the program's words; strftime(3) would follow the locale.
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// The time of day: `16:58`.
    public static func clock(_ time: Timestamp, in zone: DisplayZone) -> String { clock(zone.calendar(time)) }

    /// The day: `2026-11-22`.
    static func date(_ time: Timestamp, in zone: DisplayZone) -> String {
        let parts = zone.calendar(time)
        var buffer: [UInt8] = []
        DecimalText.append(Int(parts.tm_year) + 1900, width: 4, to: &buffer)
        for number in [parts.tm_mon + 1, parts.tm_mday] {
            buffer.append(UInt8(ascii: "-"))
            DecimalText.append(Int(number), width: 2, to: &buffer)
        }
        return String(decoding: buffer, as: UTF8.self)
    }

    /// The line that stands before the first message of a day: `-- Sunday 22 November 2026 --`.
    static func dayRule(_ time: Timestamp, in zone: DisplayZone) -> String { dayRule(zone.calendar(time)) }

    /// The time of day: `16:58`.
    public static func clock(_ parts: tm) -> String {
        var buffer: [UInt8] = []
        DecimalText.append(Int(parts.tm_hour), width: 2, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        DecimalText.append(Int(parts.tm_min), width: 2, to: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }

    /// The line that stands before the first message of a day.
    static func dayRule(_ parts: tm) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        let day = weekdays[Int(parts.tm_wday)]
        return "-- \(day) \(parts.tm_mday) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900) --"
    }
}
