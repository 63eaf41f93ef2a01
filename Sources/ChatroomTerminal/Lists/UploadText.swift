public import ChatroomCore

/// Files that were begun and not sent, as a list and as JSON.
public enum UploadText {
    /// As a list, in the order in which they are given.
    public static func table(_ uploads: [PendingUpload]) -> ListTable {
        var table = ListTable([
            .init("ID"), .init("LAST SENT"), .init("TO"), .init("SENT", isRight: true), .init("OF", isRight: true),
            .init("NAME", wraps: true),
        ])
        for upload in uploads {
            table.add(
                .text(upload.file.description), .time(upload.touched), .target(upload.target), .size(upload.received),
                .size(upload.size), .text(upload.name.text))
        }
        return table
    }

    /// One of them as a line of JSON.
    public static func json(_ upload: PendingUpload) -> [UInt8] {
        JSONObject.line {
            $0.set("v", 1)
            $0.set("type", "upload")
            $0.set("id", upload.file.description)
            $0.set("conversation", upload.target.description)
            $0.set("name", upload.name.text)
            $0.set("size", upload.size)
            $0.set("received", upload.received)
            $0.set("time", RFC3339.text(upload.touched))
            $0.set("finished", upload.isFinished)
        }
    }
}
