internal import Glibc

/// What a child process is started with.
struct Spawn {
    /// The executable's absolute path.
    var executable: String
    /// The arguments, without the executable's name.
    var arguments: [String]
    /// The whole environment.
    var environment: [String: String]
    /// Where the child begins; `nil` for where the tests run.
    var directory: String?
    /// What the child has as 0, 1, 2 and so on; `nil` for a number that is closed.
    var descriptors: [Descriptor?]
    /// A terminal that takes the place of 0, 1 and 2 and becomes the child's controlling terminal.
    var terminal: String?

    /// The `posix_spawn` of glibc, whose later additions the Swift module of glibc does not show.
    private typealias AddPath = @convention(c) (UnsafeMutableRawPointer, UnsafePointer<CChar>) -> Int32
    private typealias AddNumber = @convention(c) (UnsafeMutableRawPointer, Int32) -> Int32
    private typealias MakePipe = @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32
    private static let setSession: Int32 = 0x80

    /// A write to a child that has ended must be an error here, not a signal that ends the tests.
    private static let ignoreBrokenPipes: Void = { signal(SIGPIPE, SIG_IGN) }()

    /// Makes a pipe whose ends no child inherits by accident, neither of the tests nor of the code under test.
    static func pipe() throws -> (read: Descriptor, write: Descriptor) {
        var ends: [Int32] = [-1, -1]
        let make: MakePipe = try function("pipe2")
        try SystemCall.check("pipe") { make(&ends, O_CLOEXEC) }
        return (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
    }

    /// Starts the process in a session of its own, without a terminal unless it is given one, with every signal at its
    /// default and no descriptor but those named.
    func start() throws -> pid_t {
        Self.ignoreBrokenPipes
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        try addDescriptors(to: &actions)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = Self.setSession | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        return try withCStrings([executable] + arguments) { arguments in
            try withCStrings(environment.map { "\($0)=\($1)" }.sorted()) { environment in
                var pid: pid_t = 0
                try SystemCall.checkNumber("start \(executable)") {
                    posix_spawn(&pid, executable, &actions, &attributes, arguments, environment)
                }
                return pid
            }
        }
    }

    private func addDescriptors(to actions: inout posix_spawn_file_actions_t) throws {
        for (target, descriptor) in descriptors.enumerated() {
            if let descriptor {
                posix_spawn_file_actions_adddup2(&actions, descriptor.number, Int32(target))
            } else if terminal == nil {
                // Opened first, because closing what is not open would fail the whole start.
                posix_spawn_file_actions_addopen(&actions, Int32(target), "/dev/null", O_RDONLY, 0)
                posix_spawn_file_actions_addclose(&actions, Int32(target))
            }
        }
        if let terminal {
            // The first terminal that the leader of a session opens becomes the session's own.
            posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
            for target in [Int32(1), 2] { posix_spawn_file_actions_adddup2(&actions, 0, target) }
        }
        if let directory {
            let add: AddPath = try Self.function("posix_spawn_file_actions_addchdir_np")
            try SystemCall.checkNumber("addchdir") { add(&actions, directory) }
        }
        let closeFrom: AddNumber = try Self.function("posix_spawn_file_actions_addclosefrom_np")
        try SystemCall.checkNumber("addclosefrom") { closeFrom(&actions, Int32(max(3, descriptors.count))) }
    }

    private static func function<Function>(_ name: String) throws -> Function {
        guard let symbol = dlsym(nil, name) else { throw TestFailure("this C library has no \(name)") }
        return unsafeBitCast(symbol, to: Function.self)
    }

    private func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
    ) throws -> Result {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return try body(pointers + [nil])
    }
}
