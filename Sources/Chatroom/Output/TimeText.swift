internal import ChatroomCore
internal import Glibc

/// Whose clock a time is shown in and read by.
enum DisplayZone {
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
enum TimeText {
    /// The days of the week, Sunday first, as `tm_wday` counts them.
    ///
    /// In English, like the rest of the program's words; strftime(3) would follow the locale.
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// Appends an instant as RFC 3339 in UTC with milliseconds: `2026-11-22T17:01:07.204Z`.
    static func appendRFC3339(_ time: Timestamp, to buffer: inout [UInt8]) {
        let parts = DisplayZone.utc.calendar(time)
        let fields: [(number: Int32, width: Int, separator: UInt8)] = [
            (parts.tm_year + 1900, 4, UInt8(ascii: "-")), (parts.tm_mon + 1, 2, UInt8(ascii: "-")),
            (parts.tm_mday, 2, UInt8(ascii: "T")), (parts.tm_hour, 2, UInt8(ascii: ":")),
            (parts.tm_min, 2, UInt8(ascii: ":")), (parts.tm_sec, 2, UInt8(ascii: ".")),
        ]
        for field in fields {
            DecimalText.append(Int(field.number), width: field.width, to: &buffer)
            buffer.append(field.separator)
        }
        let thousandths = Int(time.milliseconds % 1000)
        DecimalText.append(thousandths < 0 ? thousandths + 1000 : thousandths, width: 3, to: &buffer)
        buffer.append(UInt8(ascii: "Z"))
    }

    /// An instant as RFC 3339 in UTC with milliseconds.
    static func rfc3339(_ time: Timestamp) -> String {
        var buffer: [UInt8] = []
        appendRFC3339(time, to: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }

    /// The time of day: `16:58`.
    static func clock(_ time: Timestamp, in zone: DisplayZone) -> String { clock(zone.calendar(time)) }

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
    static func clock(_ parts: tm) -> String {
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
