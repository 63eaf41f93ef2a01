import ChatroomCore
import Foundation
import Glibc
import NIOCore

@testable import ChatroomClient

/// A directory to receive into, between a canary beside it and one in it.
struct ReceivingScene {
    /// The file that is received, unless a test needs more.
    let id: FileID
    /// The directory's path.
    let folder: String
    /// The directory above it.
    let parent: String

    /// The name that a file has until it is whole.
    var partName: String { ".\(id).part" }

    /// Lends a scene.
    static func with<Result>(_ body: (ReceivingScene) async throws -> Result) async throws -> Result {
        try await ScratchFolder.with { parent in
            let scene = ReceivingScene(id: try FileID("f_01998C3WB2"), folder: "\(parent)/folder", parent: parent)
            mkdir(scene.folder, 0o700)
            try scene.write("canary beside", at: "\(parent)/canary")
            return try await body(scene)
        }
    }

    /// A path in the directory.
    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Opens the directory.
    func directory() throws -> ReceivingDirectory { try ReceivingDirectory(path: folder, shownAs: "there") }

    /// Whether the directory says that it has a name.
    func exists(_ name: String) throws -> Bool { try directory().exists(name) }

    /// Writes a file, mode 0644.
    func write(_ text: String, at path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o644)
    }

    /// What a file holds; `nil` when it cannot be read.
    func text(_ path: String) -> String? {
        (try? Data(contentsOf: URL(fileURLWithPath: path))).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The names in a directory, sorted.
    func names(in path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// The names in the directory, sorted.
    var names: [String] { names(in: folder) }

    /// Whether nothing beside the directory was touched or made.
    var isUntouchedOutside: Bool {
        names(in: parent) == ["canary", "folder"] && text("\(parent)/canary") == "canary beside"
    }

    /// The kind of what has a path, of a link itself; 0 when there is nothing.
    func kind(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    /// Receives a whole file, as one goes on after what is there.
    ///
    /// - Parameters:
    ///   - text: All that it holds.
    ///   - name: The name to give it.
    ///   - id: Its id; that of the scene if there is none.
    ///   - replacing: Whether something may have that name.
    /// - Returns: How many bytes were there before.
    /// - Throws: What receiving throws.
    @discardableResult
    func receive(_ text: String, as name: String, id: FileID? = nil, replacing: Bool = false) throws -> Int64 {
        let bytes = Array(text.utf8)
        let directory = try directory()
        var part = try directory.begin(id ?? self.id, expecting: Int64(bytes.count))
        let before = part.size
        try part.append(ByteBuffer(bytes: bytes.dropFirst(Int(before))))
        try part.finish(as: name, replacing: replacing)
        return before
    }

    /// The error that opening the part ends with; `nil` when it is opened.
    func failureToBegin(expecting size: Int64 = 100) throws -> ChatError? {
        let directory = try directory()
        do throws(ChatError) {
            _ = try directory.begin(id, expecting: size)
            return nil
        } catch {
            return error
        }
    }
}
