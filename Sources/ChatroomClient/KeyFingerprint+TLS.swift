internal import NIOSSL

extension KeyFingerprint {
    /// Names the key of the first certificate in a PEM file; `nil` when there is no certificate that can be read.
    public init?(certificateFile: String) {
        guard let certificate = try? NIOSSLCertificate.fromPEMFile(certificateFile).first,
            let info = try? certificate.extractPublicKey().toSPKIBytes()
        else { return nil }
        self.init(publicKeyInfo: info)
    }
}
