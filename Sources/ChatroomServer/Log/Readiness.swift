internal import ChatroomCore
internal import ChatroomStore

/// Whether the server can store, found by writing; looked at once in a while, however many ask.
actor Readiness {
    /// For how long the answer of one look is good.
    static let period: Duration = .seconds(1)

    private let store: any LogStore
    private let writer: LogWriter
    private var last: (isReady: Bool, at: ContinuousClock.Instant)?
    private var isLooking = false
    private var waiters: [CheckedContinuation<Bool, Never>] = []

    init(store: any LogStore, writer: LogWriter) { (self.store, self.writer) = (store, writer) }

    /// Whether a message would be stored now.
    func look() async -> Bool {
        // What the writer knows costs nothing to ask.
        guard await writer.canStore else { return false }
        if let last, last.at.duration(to: .now) < Self.period { return last.isReady }
        if isLooking { return await withCheckedContinuation { waiters.append($0) } }
        isLooking = true
        var isReady = true
        do { try await store.checkWritable() } catch { isReady = false }
        (last, isLooking) = ((isReady, .now), false)
        for waiter in waiters { waiter.resume(returning: isReady) }
        waiters = []
        return isReady
    }
}
