public import ChatroomCore
internal import Synchronization

/// Shows how far transfers are, one after the other, but not more often than anybody can read.
public final class TransferMeter: Sendable {
    private let display: TransferDisplay
    private let state = Mutex(State())

    private struct State {
        var progress = TransferProgress(name: "", size: nil, start: .now)
        var bytes: Int64 = 0
        var shown: String?
    }

    /// Shows transfers.
    ///
    /// - Parameter display: Where.
    public init(on display: TransferDisplay) { self.display = display }

    /// Takes what becomes of a transfer.
    public func take(_ notice: TransferNotice) {
        switch notice {
        case .began(let name, let size):
            state.withLock { $0 = State(progress: TransferProgress(name: name, size: size, start: .now)) }
        case .resuming(let bytes):
            state.withLock { state in
                state.bytes = bytes
                state.progress.resume(at: bytes)
            }
            say("resuming at \(ByteText.text(bytes))")
        case .moved(let bytes): note(bytes)
        case .line(let status): note(status)
        case .damaged(let name): display.note("what was kept of \(name) is damaged; it is fetched anew")
        case .finished(let digest):
            clear()
            display.conclude(
                state.withLock { $0.progress.conclusion(bytes: $0.bytes, digest: digest, at: .now) })
        case .stopped: clear()
        }
    }

    /// Notes how many bytes are there, and shows it if it is time to.
    private func note(_ bytes: Int64) {
        let room = display.room()
        let text: String? = state.withLock { state in
            state.bytes = bytes
            if case .none = room { return nil }
            guard state.progress.isDue(at: .now) else { return nil }
            let text: String
            if case .line(let columns) = room {
                // The last column stays free: some terminals begin a new line behind it.
                text = state.progress.line(bytes: bytes, at: .now, columns: columns - 1)
            } else {
                text = state.progress.share(of: bytes)
            }
            guard text != state.shown else { return nil }
            state.shown = text
            return text
        }
        if let text { display.show(text) }
    }

    private func note(_ status: LineStatus) {
        switch status {
        case .lost(let error, let wait): say("\(error.message); retrying in \(DurationText.text(wait))")
        case .back(let time): say("back after \(DurationText.text(time))")
        case .unreached(let error): say(error.message)
        case .reached(let time): say("reached after \(DurationText.text(time))")
        case .tooFast(let error, let wait): say("\(error.message); going on in \(DurationText.text(wait))")
        }
    }

    /// Takes away what is shown.
    private func clear() {
        let isShown = state.withLock { state in
            defer { state.shown = nil }
            return state.shown != nil
        }
        if isShown { display.show(nil) }
    }

    private func say(_ text: String) {
        clear()
        display.note(text)
    }
}
