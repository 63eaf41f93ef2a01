/// What a frame holds as the answer to a call, which alone knows how to read and write it.
public struct ReplyContent: Sendable, Equatable {
    let wire: PBServerFrame.OneOf_Content
    /// A piece of a file, whose bytes are not copied into a message.
    let chunk: FileChunk?

    init(_ wire: PBServerFrame.OneOf_Content) {
        self.wire = wire
        chunk = nil
    }

    init(_ chunk: FileChunk) {
        wire = .fileChunk(PBFileChunk())
        self.chunk = chunk
    }

    /// That it is done.
    public static let done = ReplyContent(.done(PBDone()))
}
