import Foundation

/// The checkout that the tests were built from.
enum Repository {
    /// Its top level.
    static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The path of something in it.
    static func path(_ name: String) -> String { "\(path)/\(name)" }

    /// The text of each Swift and C file of a module, or of all with an empty name, by its path below `Sources`.
    static func sources(_ module: String) throws -> [String: String] {
        let files = FileManager.default.enumerator(atPath: path("Sources/\(module)"))
        var texts: [String: String] = [:]
        while let name = files?.nextObject() as? String {
            guard name.hasSuffix(".swift") || name.hasSuffix(".c") else { continue }
            texts[name] = try text("Sources/\(module)/\(name)")
        }
        return texts
    }

    /// The text of a file in it.
    static func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
}
