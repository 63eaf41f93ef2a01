internal import ChatroomCore
internal import ChatroomSystem
internal import Crypto
internal import FoundationEssentials
internal import Glibc
internal import NIOSSL
internal import SwiftASN1
internal import X509

/// The certificate and key with which a server shows that it is itself.
public struct ServerCertificate {
    /// The chain, the server's own certificate first.
    let chain: [NIOSSLCertificate]
    /// The key of the first certificate.
    let key: NIOSSLPrivateKey
    /// `SHA256:` and the unpadded Base64 of SHA-256 over the key's SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7).
    let fingerprint: String
    /// When it is valid.
    let term: CertificateTerm
    /// Whether it was made just now.
    let isNew: Bool

    /// Reads a chain and a key from PEM files.
    ///
    /// - Throws: ``ChatError`` with code `configuration`, also when others than this user's group could read the key.
    init(chainFile: String, keyFile: String, isNew: Bool = false) throws(ChatError) {
        if let status = Directory.working.status(of: keyFile, followsLinks: true) {
            try PrivateFileWriter.check(keyFile, status, forbidden: 0o027)
        }
        let files = (chain: try TextPath(chainFile), key: try TextPath(keyFile))
        defer { withExtendedLifetime(files) {} }
        do {
            chain = try NIOSSLCertificate.fromPEMFile(files.chain.text)
            key = try NIOSSLPrivateKey(file: files.key.text, format: .pem)
            guard let own = chain.first else {
                throw ChatError(.configuration, "\(chainFile) holds no certificate")
            }
            term = CertificateTerm(from: own.notValidBefore, until: own.notValidAfter)
            let digest = Data(SHA256.hash(data: try own.extractPublicKey().toSPKIBytes()))
            fingerprint = "SHA256:" + digest.base64EncodedString().filter { $0 != "=" }
        } catch let error as ChatError {
            throw error
        } catch {
            throw ChatError(
                .configuration, "cannot use the certificate \(chainFile) with the key \(keyFile) (\(error))",
                hint: "Both must be PEM files that belong together.")
        }
        self.isNew = isNew
    }

    /// Reads the self-made certificate of a data directory, making it first if there is none.
    init(selfMadeIn directory: String) throws(ChatError) {
        let (chainFile, keyFile) = ("\(directory)/tls-cert.pem", "\(directory)/tls-key.pem")
        let isNew = Directory.working.status(of: keyFile, followsLinks: true) == nil
        if isNew { try Self.make(chainFile: chainFile, keyFile: keyFile) }
        guard let status = Directory.working.status(of: keyFile), status.st_mode & S_IFMT == S_IFREG else {
            throw ChatError(
                .configuration, "\(keyFile) is no file of its own", hint: "A link to a key is not followed.")
        }
        try PrivateFileWriter.check(keyFile, status, forbidden: 0o077)
        try self.init(chainFile: chainFile, keyFile: keyFile, isNew: isNew)
    }

    /// Makes a P-256 key and a certificate for this machine's names, signed by itself and valid for ten years.
    private static func make(chainFile: String, keyFile: String) throws(ChatError) {
        do {
            let key = P256.Signing.PrivateKey()
            let name = try DistinguishedName { CommonName("chatroom") }
            // A little in the past, for clients whose clock is behind.
            let start = Date(timeIntervalSinceNow: -3600)
            let certificate = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
                notValidBefore: start, notValidAfter: start.addingTimeInterval(10 * 365.25 * 86_400), issuer: name,
                subject: name, signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                    SubjectAlternativeNames(names)
                },
                issuerPrivateKey: .init(key))
            // The key last: a certificate without its key is made again.
            try PrivateFileWriter.write(try certificate.serializeAsPEM().pemString, to: chainFile)
            try PrivateFileWriter.write(key.pemRepresentation, to: keyFile)
        } catch let error as ChatError {
            throw error
        } catch {
            throw ChatError(.internalError, "cannot make a certificate (\(error))")
        }
    }

    /// What this machine is reached by, as far as it can know.
    private static var names: [GeneralName] {
        var names: [GeneralName] = [
            .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
            .ipAddress(ASN1OctetString(contentBytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
        ]
        if let host = hostName, host != "localhost" { names.append(.dnsName(host)) }
        return names
    }

    /// The name of this machine, if it has one that a certificate may hold.
    static var hostName: String? {
        guard let name = HostName.current, !name.isEmpty else { return nil }
        let isPlain = name.utf8.allSatisfy { ($0 | 32) >= 97 && ($0 | 32) <= 122 || ($0 >= 45 && $0 <= 57) }
        return isPlain ? name : nil
    }
}
