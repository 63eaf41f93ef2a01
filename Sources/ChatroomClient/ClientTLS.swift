internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// The client's side of TLS 1.3: any certificate is taken in the handshake and kept, to be judged before anything is
/// sent.
struct ClientTLS: Sendable {
    /// What the server showed.
    struct Presented: Sendable {
        let fingerprint: KeyFingerprint
        /// The certificates in DER, the server's own first.
        let chain: [[UInt8]]
        /// When the server's own certificate is valid.
        let term: CertificateTerm
    }

    private let context: NIOSSLContext

    init() throws(ChatError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv13
        configuration.applicationProtocols = [Frame.applicationProtocol]
        // A name in the certificate proves nothing where the key itself is pinned, and the authorities check it again.
        configuration.certificateVerification = .noHostnameVerification
        // ServerTrust decides; loading the system's roots here would cost every start 10 ms.
        configuration.trustRoots = .certificates([])
        // A server that hangs does not say goodbye, and a signal is to end a command at once.
        configuration.shutdownTimeout = .milliseconds(500)
        do { context = try NIOSSLContext(configuration: configuration) } catch {
            throw ChatError(.internalError, "TLS cannot be set up (\(error))")
        }
    }

    /// Adds TLS to a new connection.
    ///
    /// - Returns: What the server showed, once the handshake is over.
    func add(to channel: any Channel, host: String) throws -> EventLoopFuture<Presented> {
        let done = channel.eventLoop.makePromise(of: Void.self)
        let shown = channel.eventLoop.makePromise(of: Presented.self)
        let isAddress = host.contains(":") || host.allSatisfy { $0.isASCII && $0.isNumber || $0 == "." }
        let handler = try NIOSSLClientHandler(
            context: context, serverHostname: isAddress ? nil : host,
            customVerificationCallback: { certificates, verdict in
                do {
                    guard let own = certificates.first else { throw NIOSSLError.noCertificateToValidate }
                    shown.succeed(
                        Presented(
                            fingerprint: KeyFingerprint(publicKeyInfo: try own.extractPublicKey().toSPKIBytes()),
                            chain: try certificates.map { try $0.toDERBytes() },
                            term: CertificateTerm(from: own.notValidBefore, until: own.notValidAfter)))
                    verdict.succeed(.certificateVerified)
                } catch {
                    verdict.succeed(.failed)
                }
            })
        try channel.pipeline.syncOperations.addHandlers([handler, PlaintextCopier(), Handshake(done: done)])
        done.futureResult.whenFailure { shown.fail($0) }
        return done.futureResult.and(shown.futureResult).map(\.1)
    }
}
