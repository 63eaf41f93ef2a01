internal import ChatroomClient
internal import ChatroomCore
internal import Synchronization

/// Follows one transfer and shows how far it is, but not more often than anybody can read.
final class TransferMeter: Sendable {
    private let display: TransferDisplay
    private let state: Mutex<State>

    private struct State {
        var progress: TransferProgress
        var bytes: Int64 = 0
        var shown: String?
    }

    /// Begins to follow a transfer.
    ///
    /// - Parameters:
    ///   - name: What is transferred.
    ///   - size: Its size in bytes, if that is known.
    ///   - display: Where it is shown.
    init(_ name: String, size: Int64?, on display: TransferDisplay) {
        self.display = display
        state = Mutex(State(progress: TransferProgress(name: name, size: size, start: .now)))
    }

    /// How many bytes are there.
    var bytes: Int64 { state.withLock { $0.bytes } }

    /// Notes that some bytes were there before this began.
    func resume(at bytes: Int64) {
        state.withLock { state in
            state.bytes = bytes
            state.progress.resume(at: bytes)
        }
        say("resuming at \(ByteText.text(bytes))")
    }

    /// Notes how many bytes are there, and shows it if it is time to.
    func note(_ bytes: Int64) {
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

    /// Notes what becomes of the connection.
    func note(_ status: ChatClient.Status) {
        switch status {
        case .lost(let error, let wait): say("\(error.message); retrying in \(DurationText.text(wait))")
        case .back(let time): say("back after \(DurationText.text(time))")
        case .unreached(let error): say(error.message)
        case .reached(let time): say("reached after \(DurationText.text(time))")
        case .tooFast(let error, let wait): say("\(error.message); going on in \(DurationText.text(wait))")
        }
    }

    /// Notes the end.
    ///
    /// - Parameter digest: What names the bytes.
    func finish(_ digest: FileDigest) {
        clear()
        let line = state.withLock { $0.progress.conclusion(bytes: $0.bytes, digest: digest, at: .now) }
        display.conclude(line)
    }

    /// Takes away what is shown.
    func clear() {
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
