import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import Crypto
import Foundation
import Testing

struct KeyFingerprintTests {
    /// A certificate and what `openssl x509 -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary |
    /// base64` says of its key.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBfTCCASOgAwIBAgIUSQuQPDRg31GRJ9Qg7gNCpdWlAGMwCgYIKoZIzj0EAwIw
        EzERMA8GA1UEAwwIY2hhdHJvb20wIBcNMjYxMTIyMjEyMjQ0WhgPMjEyNjEwMjky
        MTIyNDRaMBMxETAPBgNVBAMMCGNoYXRyb29tMFkwEwYHKoZIzj0CAQYIKoZIzj0D
        AQcDQgAEerCyoGqsLcEtSQucVggo4vlbz84RhQmUBDQI6JjUvKO+eRVFxlcB5ZDn
        gHgMVtipi9ibMqflfId3lyk1PGaf7qNTMFEwHQYDVR0OBBYEFJwZcBuMNYxlCoA+
        2wwulvyHHMbgMB8GA1UdIwQYMBaAFJwZcBuMNYxlCoA+2wwulvyHHMbgMA8GA1Ud
        EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAIjRDzhwC6+llAw0piAPh87j
        JWJHRkXKEh8syMDJf+oOAiBQP1JzhgFEvXcwrjeMQuZ9jiuuZ5zlIacoN8QE3mTt
        iQ==
        -----END CERTIFICATE-----
        """

    @Test func itIsWhatOpenSSLSays() throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write("cert.pem", Array(Self.certificate.utf8))
        let fingerprint = try #require(KeyFingerprint(certificateFile: file))
        #expect(fingerprint.description == "SHA256:JJdJTZRhtTjFwkP4ZA0okLFPKD+MU7BANQ3XkU3sG8Q")
        #expect(KeyFingerprint(certificateFile: scratch.file("none.pem")) == nil)
        let noise = try scratch.write("noise.pem", Array("no certificate".utf8))
        #expect(KeyFingerprint(certificateFile: noise) == nil)
    }

    @Test func itIsTheDigestOfTheKey() throws {
        let bytes = Array("any key".utf8)
        let digest = Data(SHA256.hash(data: bytes)).base64EncodedString()
        let fingerprint = KeyFingerprint(publicKeyInfo: bytes)
        #expect(fingerprint.description + "=" == "SHA256:" + digest)
        #expect(try KeyFingerprint(fingerprint.description) == fingerprint)
        #expect(try KeyFingerprint(String(fingerprint.description.dropFirst(7))) == fingerprint)
    }

    @Test(arguments: [
        "", "SHA256:", "MD5:" + String(repeating: "A", count: 43), String(repeating: "A", count: 42),
        String(repeating: "A", count: 44), "SHA256:" + String(repeating: "!", count: 43),
        "SHA256:" + String(repeating: "A", count: 42) + "ä",
    ])
    func isRefused(text: String) {
        let error = #expect(throws: ChatError.self) { try KeyFingerprint(text) }
        #expect(error?.code == .usage)
    }
}
