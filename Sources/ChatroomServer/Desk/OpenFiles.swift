internal import ChatroomCore
internal import ChatroomStore

/// The files that one connection is sending or reading: what was looked up once and holds for piece after piece.
struct OpenFiles {
    /// A file that is being sent.
    struct Upload {
        let conversation: Conversation.ID
        /// The most bytes that it may have.
        let limit: Int64
        /// When the user's right to send it was looked at.
        var epoch: UInt64
        /// When it was noted last that it is still being sent.
        var noted: Timestamp
    }

    /// A file that is being read.
    struct Download {
        let stored: StoredFile
        /// When the user's right to read it was looked at.
        var epoch: UInt64
        /// When it was looked at whether the file is kept: after how many deletions, and at what time.
        var erased: UInt64
        var looked: Duration
        /// How many pieces were read.
        var pieces = 0
        /// Whether it was counted among the times that the file may be fetched.
        var isCounted = false
    }

    /// The most files of a kind that one connection may have open.
    static let limit = 16

    var uploads: [FileID: Upload] = [:]
    var downloads: [FileID: Download] = [:]

    /// Refuses one file too many.
    static func check(_ count: Int) throws(ChatError) {
        guard count < limit else {
            throw ChatError(.busy, "a connection sends and reads at most \(limit) files at once")
        }
    }
}
