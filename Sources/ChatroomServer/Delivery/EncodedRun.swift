internal import NIOCore
internal import Synchronization

/// Messages as the bytes of a door, one frame each.
struct Frames: Sendable {
    /// The frames, one after the other.
    var bytes = ByteBuffer()
    /// Where each frame ends, counted from the start of ``bytes``.
    var ends: [Int] = []

    /// Those after the first so many.
    func dropping(_ count: Int) -> Frames {
        guard count > 0 else { return self }
        let start = ends[count - 1]
        let rest = bytes.getSlice(at: start, length: bytes.writerIndex - start) ?? ByteBuffer()
        return Frames(bytes: rest, ends: ends[count...].map { $0 - start })
    }
}

/// A run that is encoded once for all followers of a door, by the first event loop on which there is one; what nobody
/// follows is never encoded.
final class EncodedRun: Sendable {
    let run: Run
    private let encoder: @Sendable (Run) -> Frames
    private let frames = Mutex<Frames?>(nil)

    init(_ run: Run, by encoder: @escaping @Sendable (Run) -> Frames) {
        self.run = run
        self.encoder = encoder
    }

    /// The frames; another loop that asks meanwhile waits no longer than it would take to encode them itself.
    func encoded() -> Frames {
        frames.withLock { frames in
            if let frames { return frames }
            let made = encoder(run)
            frames = made
            return made
        }
    }
}
