internal import CReadline
internal import CTerminalGuard
internal import ChatroomCore
internal import ChatroomSystem
internal import ChatroomTerminal
internal import Glibc
internal import Synchronization

/// A person's terminal: the line that is being typed, and above it whatever arrives.
///
/// It is GNU readline on a thread of its own, the only one that touches the terminal (readline(3)). The thread waits
/// for keys, for signals and for work of other tasks at once. What is printed goes above the line, which is shown again
/// as it was.
actor LineEditor {
    /// What is printed while the terminal is lent is kept up to this size, in bytes.
    private static let lentLimit = 256 * 1024
    /// How long the shell goes on after a signal that ends it, and how long the thread sleeps at a time meanwhile.
    private static let patience: (whole: Duration, tick: Duration) = (.milliseconds(900), .milliseconds(50))
    /// The lines that Up brings back.
    private static let memory: Int32 = 1000

    private let manner: Manner
    private let completer: Completer
    private let doubt: Doubt
    private let thread = ThreadExecutor()
    private var signals: SignalPipe?
    private var safeguard: Int32 = -1
    private var prompt: String
    private var (isOpen, isClosed, isLent) = (false, false, false)
    private var (isContinued, isPromptStale) = (false, false)
    /// What was typed and not asked for yet; until then no more is read.
    private var lines: [ShellInput] = []
    /// What the rows above the line are about, and how many there are; `nil` when anything else was shown last.
    private var last: (subject: ShellView.Subject, rows: Int)?
    private var title: String?
    /// Why there are no more lines.
    private var ending: ShellInput?
    /// Whether whoever waits for a line is to wait no more.
    private nonisolated let isStopped = Atomic(false)
    /// How long the shell may go on; `nil` while no signal ends it.
    private var timeLeft: Duration?
    private var asker: CheckedContinuation<ShellInput, Never>?
    private var interruption: AsyncStream<Void>.Continuation?
    private var cycle: CompletionCycle?
    /// A line on which Return was pressed once though there was a doubt, and one that was put aside for it.
    private var (doubted, aside): (String?, String?)
    /// What waits to be shown.
    private nonisolated let posted = Mutex<[UInt8]>([])

    /// The terminal's own thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Prepares a terminal; ``run(remembering:)`` takes it over.
    ///
    /// - Parameters:
    ///   - prompt: The prompt.
    ///   - manner: What is known of the terminal.
    ///   - doubt: Finds what to say before a line is taken.
    ///   - completer: Finds what Tab may make of a line.
    init(prompt: String, manner: Manner, doubt: @escaping Doubt, completer: @escaping Completer) {
        self.prompt = prompt
        self.manner = manner
        self.doubt = doubt
        self.completer = completer
    }

    /// Takes the terminal over until ``close()`` or the end of the input.
    ///
    /// - Parameter earlier: What Up brings back, oldest first.
    /// - Throws: `ChatError` with code `configuration` when the process has too many open files.
    func run(remembering earlier: [String]) async throws(ChatError) {
        guard !isClosed else { return }
        let signals: SignalPipe
        do {
            signals = try SignalPipe([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])
        } catch {
            end(.end)
            throw error
        }
        self.signals = signals
        safeguard = terminal_guard_start(STDIN_FILENO, manner.knowsSequences ? 1 : 0)
        var owner = line_editor_owner()
        owner.context = Unmanaged.passUnretained(self).toOpaque()
        owner.may_take = { context, text in
            let text = text.flatMap { String(validatingCString: $0) }
            return LineEditor.with(context) { $0.mayTake(text) ? 1 : 0 } ?? 0
        }
        owner.take = { context, text in
            guard let text = text.flatMap({ String(validatingCString: $0) }) else { return 0 }
            return LineEditor.with(context) { $0.take(text) ? 1 : 0 } ?? 0
        }
        owner.complete = { context, text, point, direction in
            guard let text = text.flatMap({ String(validatingCString: $0) }) else { return }
            _ = LineEditor.with(context) { $0.complete(text, Int(point), backward: direction < 0) }
        }
        owner.press = { context, key in
            _ = LineEditor.with(context) { $0.press(UInt8(clamping: key)) }
        }
        owner.end = { context in _ = LineEditor.with(context) { $0.end(.end) } }
        var known = line_editor_manner(is_plain: manner.isPlain ? 1 : 0, reflows: manner.reflows ? 1 : 0)
        if manner.isPlain {
            // The prompt comes last, for it is not said again.
            let bytes = posted.withLock { posted in
                defer { posted = [] }
                return posted
            }
            try? OutputDescriptor.standardOutput.write(wrapped(bytes).bytes)
        }
        line_editor_open(&owner, &known, prompt)
        line_editor_limit_memory(Self.memory)
        for line in earlier { line_editor_remember(line) }
        isOpen = true
        if manner.hasTitle { send(WindowTitle.push + (title.map(WindowTitle.set) ?? "")) }
        while isOpen {
            // Whoever rings for these may have been heard before this wait, so they are looked at first.
            if isStopped.load(ordering: .acquiring) { end(.end) }
            refresh()
            let isReading = lines.isEmpty && ending == nil && !isLent
            let tick = timeLeft == nil ? nil : Self.patience.tick
            let ready = thread.wait(forWorkOr: [signals.descriptor] + (isReading ? [STDIN_FILENO] : []), for: tick)
            if ready.isEmpty, !isLent, let tick { countDown(tick) }
            while isOpen, let signal = signals.take() { handle(signal) }
            if ready.contains(STDIN_FILENO) { readKeys() }
            // What other tasks ask of the terminal is done now.
            await Task.yield()
        }
    }

    /// Gives the terminal back as it was; what waits to be shown is shown first.
    func close() {
        isClosed = true
        end(.end)
        guard isOpen else { return }
        refresh()
        let typed = String(cString: line_editor_text())
        if !typed.isEmpty { lines.append(.line(typed)) }
        if manner.hasTitle { send(WindowTitle.pop) }
        isOpen = false
        line_editor_close()
        interruption?.finish()
        signals?.release()
        terminal_guard_dismiss(safeguard)
        // The loop is to notice.
        thread.wake()
    }

    func next() async -> ShellInput {
        await withTaskCancellationHandler {
            if !lines.isEmpty { return lines.removeFirst() }
            if isStopped.load(ordering: .acquiring) { return .end }
            if let ending { return ending }
            return await withCheckedContinuation { asker = $0 }
        } onCancel: {
            isStopped.store(true, ordering: .releasing)
            thread.wake()
        }
    }

    func print(_ bytes: [UInt8]) {
        post(bytes)
        refresh()
    }

    /// Shows a message's rows; see ``ShellSurface/show(_:)``.
    func show(_ rows: ShellView.Rows) -> Bool {
        // What waits was to be shown before.
        refresh()
        guard isOpen, !isLent, !manner.isPlain else {
            print(rows.bytes)
            return false
        }
        if let again = rows.again, let last, last.subject == rows.subject {
            let (bytes, count) = wrapped(again)
            if bytes.withUnsafeBytes({ line_editor_reprint(Int32(last.rows), $0.baseAddress, $0.count) }) != 0 {
                self.last = (rows.subject, count)
                return true
            }
        }
        guard !rows.bytes.isEmpty else { return false }
        let (bytes, count) = wrapped(rows.bytes)
        bytes.withUnsafeBytes { line_editor_print($0.baseAddress, $0.count) }
        last = (rows.subject, count)
        return false
    }

    /// Whole lines as the terminal gets them, and how many of its rows they take.
    private func wrapped(_ lines: [UInt8]) -> (bytes: [UInt8], rows: Int) {
        LineWrap.counted(lines, columns: OutputDescriptor.standardOutput.columns ?? 80)
    }

    func signal(_ bytes: [UInt8]) {
        guard isOpen, !isLent else { return }
        bytes.withUnsafeBytes { line_editor_send($0.baseAddress, $0.count) }
    }

    func setTitle(_ title: String) {
        guard manner.hasTitle, title != self.title else { return }
        self.title = title
        if isOpen, !isLent { send(WindowTitle.set(title)) }
    }

    private func send(_ text: String) { signal(Array(text.utf8)) }

    func clear() {
        guard isOpen, !isLent else { return }
        line_editor_clear()
        last = nil
    }

    nonisolated func post(_ bytes: [UInt8]) {
        posted.withLock { $0 += bytes }
        thread.wake()
    }

    func setPrompt(_ prompt: String) {
        guard prompt != self.prompt else { return }
        self.prompt = prompt
        isPromptStale = true
        refresh()
    }

    /// Gives the terminal back for a while; what is printed meanwhile waits.
    func beginLending() {
        guard isOpen else { return }
        (isLent, last) = (true, nil)
        line_editor_suspend()
    }

    /// Takes the terminal again.
    func endLending() {
        guard isOpen else { return }
        line_editor_resume(1)
        isLent = false
        refresh()
    }

    /// Each Ctrl-C from now on, and the end of the input by a signal.
    func interruptions() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { interruption = $0 }
    }

    /// Enters the actor from one of readline's calls, which come from within its own methods, on its own thread.
    private static func with<Result: Sendable>(
        _ context: UnsafeMutableRawPointer?, _ body: @Sendable (isolated LineEditor) -> Result
    ) -> Result? {
        guard let context else { return nil }
        let editor = Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
        return editor.assumeIsolated { body($0) }
    }

    private func readKeys() {
        var keyboard = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        // Not for ever, as work of others waits.
        for _ in 0..<256 where isOpen && lines.isEmpty && ending == nil {
            guard poll(&keyboard, 1, 0) > 0 else { return }
            // To readline a terminal that is gone would be the end of a line, whose text it drops.
            guard keyboard.revents & Int16(POLLHUP | POLLERR | POLLNVAL) == 0 else { return end(.terminated) }
            line_editor_read()
        }
    }

    /// Shows what waits to be shown, and the prompt as it shall be.
    private func refresh() {
        guard isOpen, !isLent else { return posted.withLock { trim(&$0) } }
        if isPromptStale { isPromptStale = line_editor_set_prompt(prompt) == 0 }
        let bytes = posted.withLock { posted in
            defer { posted = [] }
            return posted
        }
        guard !bytes.isEmpty else { return }
        last = nil
        wrapped(bytes).bytes.withUnsafeBytes { line_editor_print($0.baseAddress, $0.count) }
    }

    /// Drops the older part of what comes while the terminal is lent.
    private func trim(_ bytes: inout [UInt8]) {
        guard bytes.count > Self.lentLimit else { return }
        let cut = bytes.dropFirst(bytes.count - Self.lentLimit / 2).drop { $0 != UInt8(ascii: "\n") }.dropFirst()
        bytes = Array("-- more came meanwhile; /history shows it --\n".utf8) + cut
    }

    /// Hands a line out, or keeps it until it is asked for.
    ///
    /// - Returns: Whether Up brings it back.
    private func take(_ text: String) -> Bool {
        let line = text.isEmpty ? aside ?? "" : Self.line(text)
        (doubted, aside) = (nil, nil)
        if let asker {
            self.asker = nil
            asker.resume(returning: .line(line))
        } else {
            lines.append(.line(line))
        }
        return !text.isEmpty && !line.isEmpty && !line.hasPrefix(" ")
    }

    /// Alt and a key: what stands for a command, whatever is typed.
    private func press(_ key: UInt8) {
        // A line that was put aside belongs where it was typed.
        (doubted, aside) = (nil, nil)
        let command = key == UInt8(ascii: "a") ? "/next" : "/go +\(Character(Unicode.Scalar(key)))"
        if let asker {
            self.asker = nil
            asker.resume(returning: .key(command))
        } else {
            lines.append(.key(command))
        }
    }

    /// What is pasted often ends in a line feed that nobody means to send.
    private static func line(_ text: String) -> String {
        var text = text[...]
        while text.utf8.last == UInt8(ascii: "\n") { text.removeLast() }
        return String(text)
    }

    /// Ends the input; a line that was typed before comes first.
    private func end(_ how: ShellInput) {
        if ending == nil { ending = how }
        guard let asker else { return }
        self.asker = nil
        asker.resume(returning: how)
    }

    private func mayTake(_ text: String?) -> Bool {
        guard let text else {
            post(Array("chatroom: this line is not UTF-8.\n".utf8))
            return false
        }
        if doubted != text, let question = doubt(Self.line(text)) {
            doubted = text
            post(Array("-- \(question.words) --\n".utf8))
            if !question.keepsLine {
                aside = text
                line_editor_replace(0, Int32(clamping: text.utf8.count), "")
            }
            return false
        }
        return true
    }

    private func complete(_ text: String, _ point: Int, backward: Bool) {
        let before = String(decoding: text.utf8.prefix(point), as: UTF8.self)
        if cycle?.isAt(before) != true {
            let result = completer(before)
            guard !result.candidates.isEmpty else { return }
            cycle = CompletionCycle(result, before: before)
            if let list = cycle?.list(columns: OutputDescriptor.standardOutput.columns ?? 80) {
                post(Array(list.utf8))
            }
        }
        guard let (start, candidate) = cycle?.step(backward: backward) else { return }
        line_editor_replace(Int32(start), Int32(point), candidate)
    }

    private func handle(_ signal: Int32) {
        guard isOpen else { return }
        switch signal {
        case SIGINT where isLent: break
        case SIGINT:
            (doubted, aside) = (nil, nil)
            interruption?.yield()
            line_editor_interrupt()
        case SIGTSTP:
            if !isLent { line_editor_suspend() }
            SignalPipe.act(on: SIGTSTP)
            // Its own SIGCONT is not to show the line once more.
            isContinued = true
            last = nil
            if !isLent { line_editor_resume(0) }
        case SIGCONT:
            if !isLent, !isContinued { line_editor_resume(0) }
            isContinued = false
        case SIGWINCH:
            last = nil
            if !isLent { line_editor_resize() }
        default:
            end(.terminated)
            interruption?.yield()
            timeLeft = timeLeft ?? Self.patience.whole
        }
    }

    /// Ends the process when a signal was to end the shell and no task does, because all threads that they share are
    /// occupied.
    private func countDown(_ tick: Duration) {
        guard let left = timeLeft else { return }
        timeLeft = left - tick
        guard left <= tick else { return }
        line_editor_close()
        // What a shell reports after SIGINT.
        _exit(130)
    }

    /// Takes back lines that were typed and not handed out; at the end the half-typed line is the last of them.
    func withdraw() -> [String] {
        defer { lines = [] }
        return lines.compactMap { if case .line(let line) = $0 { line } else { nil } }
    }
}
