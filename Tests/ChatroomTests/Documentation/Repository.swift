import Foundation

/// The checkout that the tests were built from.
enum Repository {
    /// Its top level.
    static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The path of something in it.
    static func path(_ name: String) -> String { "\(path)/\(name)" }

    /// The text of a file in it.
    static func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
}
