internal import Synchronization

/// A number that grows whenever anybody's rights, or what there is to read, may have changed, so that what was looked up before is looked up again.
final class RightsEpoch: Sendable {
    private let number = Atomic<UInt64>(0)

    /// The number at this moment.
    var current: UInt64 { number.load(ordering: .acquiring) }

    /// Makes everything that was looked up before count no more.
    func advance() { number.add(1, ordering: .acquiringAndReleasing) }
}
