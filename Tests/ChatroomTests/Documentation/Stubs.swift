import ChatroomTestSupport
import Foundation

/// Programs that the pages run and that nobody has, such as a deploy.
enum Stubs {
    private static let programs = [
        "make": "echo compiling; echo 'Build complete! (41.20s)'",
        "pg_dump": "echo '-- dump'",
        "psql": "cat",
        // Its process can be sent a signal by who reads the file.
        "stoppable": "echo $$ >pid; exec \"$@\"",
    ]

    /// The user, with these programs and `chatroom` on the path, and a `./deploy` in the home.
    static func adding(to user: ChatroomBinary) throws -> ChatroomBinary {
        for (name, text) in programs { try write("bin/\(name)", text, for: user) }
        try write("deploy", "echo deployed", for: user)
        var user = user
        let directory = (user.path as NSString).deletingLastPathComponent
        user.environment["PATH"] = "\(user.home.file("bin")):\(directory):\(user.environment["PATH"] ?? "")"
        return user
    }

    /// Writes a script that can be run.
    static func write(_ name: String, _ text: String, for user: ChatroomBinary) throws {
        let path = try user.home.write(name, Array("#!/bin/sh\n\(text)\n".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    }
}
