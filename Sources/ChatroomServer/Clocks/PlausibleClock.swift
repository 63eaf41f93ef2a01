internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomSystem
internal import Synchronization

/// The time of day that the server goes by: the system's clock, unless that is further ahead than can be.
///
/// A clock that is wrong for a moment would erase what is young, and stamp a conversation so that its time stands still
/// until that moment comes. So a clock counts as right up to an hour beyond the last time that is known, with the time
/// that has passed since; and beyond that when NTP keeps it, or the administrator says that it is right. Otherwise the
/// server's time goes on from where it was. A clock that goes back does no harm.
final class PlausibleClock: Sendable {
    /// How far the clock may be ahead of the time that is known to have passed.
    static let bound: Duration = .seconds(3600)

    /// A time of day, and the uptime at which it was.
    private struct Mark {
        let time: Timestamp
        let uptime: Duration

        func time(at uptime: Duration) -> Timestamp { time.advanced(by: uptime - self.uptime) }
    }

    private struct State {
        /// What is known to be right.
        var known: Mark
        /// What was last gone by.
        var last: Mark
        /// How far the clock is ahead, if that is more than can be.
        var lead: Duration?
    }

    private let system: WallClock
    private let state: Mutex<State>

    /// Makes a clock.
    ///
    /// - Parameters:
    ///   - system: The machine's.
    ///   - latest: A time that came before; `nil` when none is known, and the clock counts as right.
    init(_ system: WallClock, after latest: Timestamp?) {
        self.system = system
        let mark = Mark(time: latest ?? system.now(), uptime: system.uptime())
        state = Mutex(State(known: mark, last: mark))
    }

    /// The time of day.
    func now() -> Timestamp {
        let (wall, uptime) = (system.now(), system.uptime())
        return state.withLock { state in
            if wall > state.known.time(at: uptime).advanced(by: Self.bound) {
                guard system.isKept(wall) else {
                    let time = state.last.time(at: uptime)
                    state.lead = .milliseconds(wall.milliseconds &- time.milliseconds)
                    return time
                }
                state.known = Mark(time: wall, uptime: uptime)
            }
            state.last = Mark(time: wall, uptime: uptime)
            state.lead = nil
            return wall
        }
    }

    /// How far the clock is ahead of the time that the server goes by, if that is more than can be.
    var lead: Duration? {
        _ = now()
        return state.withLock { $0.lead }
    }

    /// Takes the clock for right as it is.
    func confirm() {
        let mark = Mark(time: system.now(), uptime: system.uptime())
        state.withLock { $0.known = mark }
    }
}
