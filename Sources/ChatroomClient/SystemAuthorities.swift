internal import FoundationEssentials
internal import SwiftASN1
internal import X509

/// Whether the certificate authorities that this system trusts vouch for a server's certificate.
enum SystemAuthorities {
    /// Checks a chain for a host, as RFC 5280 and RFC 6125 say.
    ///
    /// - Parameters:
    ///   - chain: The certificates in DER, the server's own first.
    ///   - host: The name or address that was connected to.
    /// - Returns: Whether an authority vouches for it.
    static func verify(_ chain: [[UInt8]], for host: String) async -> Bool {
        do {
            let certificates = try chain.map { try Certificate(derEncoded: $0) }
            guard let leaf = certificates.first else { return false }
            var verifier = Verifier(rootCertificates: .systemTrustRoots) {
                RFC5280Policy()
                ServerIdentityPolicy(serverHostname: host, serverIP: host)
            }
            let result = await verifier.validate(
                leaf: leaf, intermediates: CertificateStore(certificates.dropFirst()))
            if case .validCertificate = result { return true }
            return false
        } catch {
            return false
        }
    }
}
