extension FileChunk: Call {
    /// The verb.
    public var verb: String { "put-chunk" }
    /// One of all requests.
    public var request: Request { .putChunk(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
}
