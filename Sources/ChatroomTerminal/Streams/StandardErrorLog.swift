internal import ChatroomCore
internal import ChatroomSystem
public import Logging

/// How the server's log is written.
public enum LogFormat: String, CaseIterable, Sendable {
    /// A line for people.
    case text
    /// A JSON object a line.
    case json
}

/// Writes the server's log to standard error, one line an entry, whatever is in it.
public struct StandardErrorLog: LogHandler {
    public let format: LogFormat
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]

    /// Sets every part.
    public init(format: LogFormat, logLevel: Logger.Level, metadata: Logger.Metadata = [:]) {
        (self.format, self.logLevel, self.metadata) = (format, logLevel, metadata)
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let time = RFC3339.text(Timestamp.ofSystem())
        switch format {
        case .text:
            let rest = fields.map { " \($0.key)=\($0.value)" }.joined()
            let line = TerminalText.line("\(time) \(event.level) \(event.message)\(rest)")
            try? OutputDescriptor.standardError.write(Array("\(line)\n".utf8))
        case .json:
            let line = JSONObject.line { object in
                object.set("v", 1)
                object.set("type", "log")
                object.set("time", time)
                object.set("level", event.level.rawValue)
                object.set("message", "\(event.message)")
                object.set("fields", fields.map { "\($0.key)=\($0.value)" })
            }
            try? OutputDescriptor.standardError.write(line)
        }
    }
}
