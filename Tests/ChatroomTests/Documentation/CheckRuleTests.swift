import ChatroomTestSupport
import Foundation
import Testing

/// The rules of `.ci/check` about lines that a compiler takes and a reader misreads.
struct CheckRuleTests {
    @Test(arguments: [
        "return zip(key, other.key).reduce(0) { $0 | $1.0 ^ $1.1 } == 0", "let a = x << 3 | y", "let a = x | y << 3",
        "let a = x & 7 | y", "let a = x >> 4 & 15", "let a = b ^ c & d", "let a = x | y + 1", "let a = x - 1 ^ y",
        "f(1, a | b ^ c)", "let a = x << 3\n    | y", "let a = [b & c | d]", "let a = x == y | z & 1",
    ])
    func aMixtureIsFound(code: String) throws {
        let found = try findings(code)
        #expect(found.contains("are mixed without parentheses"), "\(found)")
    }

    @Test(arguments: [
        "let a = (x << 3) | y", "let flags = O_RDWR | O_CREAT | O_EXCL", "if a & b == c && d | e == f || g ^ h == i {}",
        "func f<T: A & B>(_ x: inout T, _ y: any C & D) { g(&x) }", "let a = x &+ y &+ z", "let a = f(1 << 2, 3 | 4)",
        "let a = \"x | y & z\"", "let a = \"\"\"\n    x | y & z\n    \"\"\"", "let a: Set<Array<A & B>> = []",
        "a |= b << 3", "let a = x ?? y | z", "guard a & 1 == 0 else { return b | c }", "let a = x & y\nlet b = x | y",
        "let a = b ? c & d : e | f", "let a = x << 1 ..< y | 2", "values.map { $0 & 1 }.reduce(0) { $0 | $1 }",
        "// x | y & z", "let a = 2 * b + c - d / e",
    ])
    func whatIsNoneIsNot(code: String) throws { #expect(try findings(code).isEmpty) }

    @Test(arguments: ["a.lowercased() == b", "a.uppercased()", "a.caseInsensitiveCompare(b)"])
    func foldingOfAnyLanguageNeedsAReason(code: String) throws {
        #expect(try findings(code).contains("asciiLowercased"))
        #expect(try findings("// For a good reason.\n\(code)").isEmpty)
    }

    @Test(arguments: [
        "let file = path.withRawBytes { open($0, O_RDONLY | O_CLOEXEC) }", "Glibc.open(path, O_RDONLY)",
        "openat(directory, name, flags)", "guard fsync(file) == 0 else { return }", "rename(temporary, path)",
        "renameat(place, old, place, new)", "flock(file, LOCK_EX)", "mkdir(path, 0o700)", "x.lent { unlink($0) }",
        "let count = pread(file, &bytes, 1, 0)", "fstat(file, &status)", "stat($0, &status)", "opendir(path)",
        "Glibc.ftruncate(file, 0)", "chmod(path, 0o600)",
    ])
    func callsForFilesBelongToOneModule(code: String) throws {
        #expect(try findings(code).contains("by ChatroomSystem"))
        #expect(try findings(code, in: "ChatroomSystem").isEmpty)
    }

    @Test(arguments: [
        "directory.open(name, O_RDONLY)", "file.flush()", "directory.rename(old, to: new)", "var status = stat()",
        "try rename(to: name)", "lock.file.truncate(to: 0)", "func open(_ name: String, _ flags: Int32)",
        "let text = \"mkdir(path, 0o700)\"", "connection.link(to: other)",
    ])
    func whatIsNoCallOfTheSystemIsNotFound(code: String) throws { #expect(try findings(code).isEmpty) }

    /// What the rules say about a file of a module.
    private func findings(_ code: String, in module: String = "ChatroomCore") throws -> String {
        let scratch = try ScratchDirectory()
        let folder = "Sources/\(module)"
        try FileManager.default.createDirectory(
            atPath: scratch.file(folder), withIntermediateDirectories: true)
        _ = try scratch.write("\(folder)/A.swift", Array((code + "\n").utf8))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/awk")
        process.arguments = ["-f", Repository.path(".ci/check.awk"), "\(folder)/A.swift"]
        process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: output, as: UTF8.self)
    }
}
