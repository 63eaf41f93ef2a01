internal import ChatroomCore
internal import ChatroomStore
internal import Logging

/// What the server does by itself, beside serving: indexes for searches, tells of what changed, erases what is too old.
struct Upkeep {
    /// How often rooms are looked at for messages whose time is over.
    static let retentionPeriod: Duration = .seconds(20)
    /// How long messages are collected before they are indexed; a search does not wait for that.
    static let indexDelay: Duration = .milliseconds(200)

    let services: Services

    /// Runs until its task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await index() }
            group.addTask { await announce() }
            group.addTask { await expire() }
            group.addTask { await services.registry.tellPresence(clock: services.clock) }
        }
    }

    private func index() async {
        repeat {
            await attempt("messages could not be indexed") { try await services.store.updateIndex() }
            do { try await ContinuousClock().sleep(for: Self.indexDelay) } catch { return }
        } while await services.bus.grown.next() != nil
    }

    /// Tells the two of a direct conversation of its first message.
    private func announce() async {
        while let begun = await services.bus.begun.next() {
            for conversation in begun {
                await attempt("a conversation could not be announced") {
                    let partners = try await services.store.partners(in: conversation)
                    guard !partners.isEmpty else { return }
                    try await RoomChanges(services: services).open(conversation, for: Set(partners))
                }
            }
        }
    }

    private func expire() async {
        repeat {
            await attempt("old messages could not be erased") {
                for (conversation, time) in try await services.store.retentions() {
                    let oldest = Timestamp(
                        milliseconds: services.clock.now().milliseconds - time.wholeMilliseconds)
                    let seq = try await services.store.position(before: oldest, in: conversation)
                    guard try await services.store.floor(of: conversation) < seq else { continue }
                    try await services.store.expire(conversation, through: seq)
                }
            }
            do { try await ContinuousClock().sleep(for: Self.retentionPeriod) } catch { return }
        } while true
    }

    private func attempt(_ complaint: Logger.Message, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            services.logger.error(complaint, metadata: ["error": "\(error)"])
        }
    }
}
