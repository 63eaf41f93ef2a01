internal import ChatroomCore

/// A file that was begun and not sent, as a line.
enum UploadText {
    /// For people and for cut(1): `f_01998C3WB2`, where it goes, how much is there, its name, with tabs between.
    static func line(_ upload: PendingUpload) -> String {
        let whole = upload.size.map { " of \(ByteText.text($0))" } ?? ""
        let fields = [
            upload.file.description, upload.target.description, "\(ByteText.text(upload.received))\(whole)",
            upload.name.text,
        ]
        return fields.map { TerminalText.line($0) }.joined(separator: "\t")
    }

    /// For programs.
    static func json(_ upload: PendingUpload) -> [UInt8] {
        JSONObject.line {
            $0.set("v", 1)
            $0.set("type", "upload")
            $0.set("id", upload.file.description)
            $0.set("conversation", upload.target.description)
            $0.set("name", upload.name.text)
            $0.set("size", upload.size)
            $0.set("received", upload.received)
            $0.set("time", TimeText.rfc3339(upload.touched))
            $0.set("finished", upload.isFinished)
        }
    }
}
