/// Everything an operator can choose about a server.
public struct ServerConfiguration: Sendable {
    /// Where it accepts connections; at least one.
    public var listen: [ListenAddress]
    /// The directory that holds the database and the self-made certificate.
    public var dataDirectory: String
    /// PEM files of a certificate chain and its key; `nil` uses a self-made certificate in the data directory.
    public var certificate: (chain: String, key: String)?
    /// Who may register.
    public var registration: Registration = .open
    /// What is bounded, and where.
    public var limits = Limits()
    /// The cost of new password hashes.
    public var passwordCost = ScryptCost.standard
    /// How many event loops serve connections, 1 or more.
    public var loops: Int
    /// Whether a commit waits until it is on the disk; anything but `true` is for experiments with power cuts.
    public var isDurable = true
    /// The name and version that clients are told.
    public var product: String

    /// Makes a configuration with the standard limits.
    public init(listen: [ListenAddress], dataDirectory: String, loops: Int, product: String) {
        self.listen = listen
        self.dataDirectory = dataDirectory
        self.loops = loops
        self.product = product
    }

    /// Who may make an account.
    public enum Registration: String, Sendable, CaseIterable {
        /// Everyone who can connect.
        case open
        /// Nobody, but for the first account of all.
        case closed
    }
}
