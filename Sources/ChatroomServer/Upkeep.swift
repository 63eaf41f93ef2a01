internal import ChatroomCore
internal import ChatroomStore
internal import Logging

/// What the server does by itself, beside serving: indexes for searches, tells of what changed, erases what is too old.
struct Upkeep {
    /// How often rooms are looked at for messages whose time is over.
    static let retentionPeriod: Duration = .seconds(20)
    /// How soon the words of deleted messages leave the files; where that takes long, a pause is three times as long.
    static let erasurePeriod: Duration = .seconds(20)
    /// How long messages are collected before they are indexed; a search does not wait for that.
    static let indexDelay: Duration = .milliseconds(200)

    /// How often files are looked for that nobody needs any more.
    static let sweepPeriod: Duration = .seconds(300)

    let services: Services

    /// Runs until its task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await index() }
            group.addTask { await announce() }
            group.addTask { await expire() }
            group.addTask { await erase() }
            group.addTask { await services.accounts.places.run() }
            group.addTask { await services.registry.tellPresence(clock: services.clock) }
        }
    }

    private func index() async {
        repeat {
            await attempt("messages could not be indexed") { try await services.engines.search.updateIndex() }
            do { try await ContinuousClock().sleep(for: Self.indexDelay) } catch { return }
        } while await services.bus.grown.next() != nil
    }

    /// Tells the two of a direct conversation of its first message.
    private func announce() async {
        while let begun = await services.bus.begun.next() {
            for conversation in begun {
                await attempt("a conversation could not be announced") {
                    let partners = try await services.engines.rooms.partners(in: conversation)
                    guard !partners.isEmpty else { return }
                    try await RoomChanges(services: services).open(conversation, for: Set(partners))
                }
            }
        }
    }

    private func expire() async {
        var watch = ClockWatch(services: services)
        while true {
            // What is erased is gone for good, so a clock that jumps must not decide about it.
            let isBelieved = await watch.look()
            await attempt("old messages could not be erased") {
                let now = isBelieved ? services.clock.now() : Timestamp(milliseconds: 0)
                if isBelieved {
                    let since = now.milliseconds - services.configuration.limits.uploadTime.wholeMilliseconds
                    try await services.engines.files.expireFiles(at: now, pendingSince: Timestamp(milliseconds: since))
                }
                // What was said in a removed room goes whatever the time is.
                for (conversation, seq) in try await services.engines.log.overdue(at: now) {
                    try await services.engines.log.expire(conversation, through: seq)
                }
            }
            do { try await ContinuousClock().sleep(for: Self.retentionPeriod) } catch { return }
        }
    }

    /// Erases what is left of deleted messages in files, and removes the bytes of files that nobody needs any more.
    private func erase() async {
        var sweptAt: ContinuousClock.Instant?
        while true {
            let begun = ContinuousClock.now
            var isErased = false
            await attempt("words of deleted messages could not be erased") {
                isErased = try await services.engines.log.eraseTraces()
            }
            if isErased || sweptAt.map({ $0.duration(to: .now) >= Self.sweepPeriod }) ?? true {
                await sweep()
                sweptAt = .now
            }
            let wait = max(Self.erasurePeriod, begun.duration(to: .now) * 3)
            do { try await ContinuousClock().sleep(for: wait) } catch { return }
        }
    }

    private func sweep() async {
        let files = services.engines.files
        await attempt("old files could not be removed") {
            try await services.engines.blobs.sweep(
                isPending: { try await files.isUploadKnown($0) }, isNeeded: { try await files.isBlobNeeded($0) })
        }
    }

    private func attempt(_ complaint: Logger.Message, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            services.logger.error(complaint, metadata: ["error": "\(error)"])
        }
    }
}
