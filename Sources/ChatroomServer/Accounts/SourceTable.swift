/// What is remembered of sources, in bounded memory however many there are.
///
/// Pure. When it is full, a newcomer takes the place of that one of the next few entries in turn which would be forgotten
/// first anyway, so that many sources with little to remember push out each other, and not the few of which much is
/// remembered. Each step looks at ``reach`` entries at most.
struct SourceTable<Record: EndingRecord> {
    /// How many entries are looked at for the one that goes.
    static var reach: Int { 16 }

    /// How many sources are remembered.
    let capacity: Int
    private var entries: [(source: Source, record: Record)] = []
    private var positions: [Source: Int] = [:]
    private var hand = 0

    /// Makes an empty table.
    ///
    /// - Parameter capacity: How many sources are remembered, 1 or more.
    init(capacity: Int) { self.capacity = max(capacity, 1) }

    /// What is remembered of a source; forgets it when set to `nil`.
    subscript(source: Source) -> Record? {
        get { positions[source].map { entries[$0].record } }
        set {
            switch (positions[source], newValue) {
            case (let position?, let record?): entries[position].record = record
            case (nil, let record?): insert(record, of: source)
            case (let position?, nil): remove(at: position)
            case (nil, nil): break
            }
        }
    }

    private mutating func insert(_ record: Record, of source: Source) {
        if entries.count >= capacity { remove(at: nearestToItsEnd()) }
        positions[source] = entries.count
        entries.append((source, record))
    }

    private mutating func nearestToItsEnd() -> Int {
        var found = hand % entries.count
        for step in 0..<min(Self.reach, entries.count) {
            let position = (hand + step) % entries.count
            if entries[position].record.end < entries[found].record.end { found = position }
        }
        hand = (hand + Self.reach) % entries.count
        return found
    }

    private mutating func remove(at position: Int) {
        positions[entries[position].source] = nil
        let last = entries.removeLast()
        guard position < entries.count else { return }
        entries[position] = last
        positions[last.source] = position
    }
}

/// What is remembered until a time.
protocol EndingRecord {
    /// When it means nothing any more, counted as the times that made it.
    var end: Duration { get }
}
