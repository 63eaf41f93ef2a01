public import ChatroomCore
internal import Glibc

/// What the system lets this process have, looked at before anything is done that traps without it.
///
/// The event loops, the dispatch library and the runtime end a process by a signal when they get no descriptor, no
/// thread or no memory; none of them can be told to throw. So what they take is tried out first.
public struct ProcessLimits: Sendable {
    /// Free descriptors that the command needs.
    let descriptors: Int
    /// Threads that it needs at a time.
    public let threads: Int

    /// Free descriptors that the command needs in the end, at what stage it may be.
    private let whole: Int

    private init(descriptors: Int, threads: Int, whole: Int? = nil) {
        self.descriptors = descriptors
        self.threads = threads
        self.whole = whole ?? descriptors
    }

    /// What the runtime takes before it knows the command.
    ///
    /// - Parameter isServer: Whether it will be a server, of whose need an error then speaks.
    /// - Returns: What it takes.
    public static func start(ofServer isServer: Bool) -> ProcessLimits {
        let loops = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        let command = isServer ? server(loops: loops, listeners: 2) : client
        return ProcessLimits(descriptors: runtime, threads: 4, whole: command.descriptors)
    }

    /// The least address space that is left, in bytes: stacks and arenas of the threads, buffers.
    private var memory: Int { threads > Self.client.threads ? 1536 << 20 : 512 << 20 }

    /// Descriptors of the runtime, besides what the command needs.
    private static let runtime = 8

    /// What a client takes: two event loops of three each, a connection, signals, files, a child's pipes.
    public static let client = ProcessLimits(descriptors: 48, threads: 12)

    /// The most event loops of a client, whose connections are few.
    public static let clientLoops = 2

    /// The least stack that every thread has room in, in bytes; a thread's is what the limit says.
    private static let stack: rlim_t = 1 << 20

    /// What a server takes: its loops, the connections of its databases, its listeners.
    public static func server(loops: Int, listeners: Int) -> ProcessLimits {
        ProcessLimits(descriptors: 64 + 3 * loops + 2 * listeners, threads: 16 + loops)
    }

    /// Makes sure that what the command needs can be had.
    ///
    /// - Throws: `ChatError` with code `configuration` that names the limit.
    public func check() throws(ChatError) {
        try Self.checkStack()
        try checkDescriptors()
        try checkMemory()
        try checkThreads()
    }

    private static func checkStack() throws(ChatError) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0, limit.rlim_cur < stack else { return }
        throw Self.tooLow("the stack has \(limit.rlim_cur / 1024) KiB and needs \(stack / 1024)", "s \(stack / 1024)")
    }

    private func checkDescriptors() throws(ChatError) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        let most = Int(clamping: limit.rlim_cur)
        var opened: [Int32] = []
        var reason: Int32 = 0
        // Opened, not counted, for what all processes may have open together is bounded as well.
        while opened.count < descriptors, reason == 0 {
            let number = open("/dev/null", O_RDONLY | O_CLOEXEC)
            if number < 0 { reason = errno } else { opened.append(number) }
        }
        for number in opened { close(number) }
        let free = opened.count
        if reason == ENFILE {
            throw ChatError(
                .configuration, "the system can open no more files, nothing was done",
                hint: "Try again later; an administrator can raise 'sysctl fs.file-max'.")
        }
        guard reason == EMFILE else { return }
        // Named at once is what is enough for all that comes, in a round number.
        var enough = 64
        while enough < most - free + Self.runtime + whole { enough *= 2 }
        throw Self.tooLow("\(free) more files can be open and \(whole) are needed", "n \(enough)")
    }

    private func checkMemory() throws(ChatError) {
        let place = mmap(nil, memory, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard place != MAP_FAILED else {
            throw Self.tooLow("there is no room for \(memory >> 20) MiB of addresses", "v unlimited")
        }
        munmap(place, memory)
    }

    private func checkThreads() throws(ChatError) {
        guard let gate = PipeEnds() else {
            throw SystemError.last.chatError(.configuration, "cannot make a pipe")
        }
        var started: [pthread_t] = []
        var failure: Int32 = 0
        while started.count < threads, failure == 0 {
            var thread = pthread_t()
            // Each stays until the gate closes, for all of them must be there at once.
            failure = pthread_create(
                &thread, nil,
                { number in
                    var byte: UInt8 = 0
                    while read(Int32(Int(bitPattern: number)), &byte, 1) < 0, errno == EINTR {}
                    return nil
                }, UnsafeMutableRawPointer(bitPattern: Int(gate.reading)))
            if failure == 0 { started.append(thread) }
        }
        close(gate.writing)
        for thread in started { pthread_join(thread, nil) }
        close(gate.reading)
        guard failure == 0 else {
            throw Self.tooLow("\(started.count) threads can be started and \(threads) are needed", "u unlimited")
        }
    }

    private static func tooLow(_ what: String, _ setting: String) -> ChatError {
        ChatError(.configuration, "\(what), nothing was done", hint: "A limit is too low: 'ulimit -\(setting)'.")
    }
}
