/// Guesses a media type by the end of a file's name.
///
/// Not by its bytes: what looks into them would be one more parser of hostile data in the server, and nothing here
/// relies on the type. The types are those of IANA's registry.
enum MediaType {
    /// What nothing is known of (RFC 2046, section 4.5.1).
    static let unknown = "application/octet-stream"

    private static let byEnding: [String: String] = [
        "7z": "application/x-7z-compressed", "avif": "image/avif", "bmp": "image/bmp", "bz2": "application/x-bzip2",
        "c": "text/x-c", "conf": "text/plain", "css": "text/css", "csv": "text/csv",
        "deb": "application/vnd.debian.binary-package",
        "diff": "text/x-diff", "doc": "application/msword",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "epub": "application/epub+zip",
        "flac": "audio/flac", "gif": "image/gif", "gz": "application/gzip", "htm": "text/html", "html": "text/html",
        "ics": "text/calendar", "jpeg": "image/jpeg", "jpg": "image/jpeg", "js": "text/javascript",
        "json": "application/json", "jsonl": "application/jsonl", "log": "text/plain", "md": "text/markdown",
        "mkv": "video/matroska", "mov": "video/quicktime", "mp3": "audio/mpeg", "mp4": "video/mp4",
        "odt": "application/vnd.oasis.opendocument.text",
        "ogg": "audio/ogg", "opus": "audio/opus", "patch": "text/x-diff", "pdf": "application/pdf",
        "pem": "application/x-pem-file",
        "png": "image/png", "ps": "application/postscript", "py": "text/x-python", "rs": "text/x-rust",
        "sh": "application/x-sh",
        "sql": "application/sql", "svg": "image/svg+xml", "swift": "text/x-swift", "tar": "application/x-tar",
        "tgz": "application/gzip", "toml": "application/toml", "tsv": "text/tab-separated-values", "txt": "text/plain",
        "wav": "audio/x-wav", "webm": "video/webm", "webp": "image/webp",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xml": "application/xml", "xz": "application/x-xz", "yaml": "application/yaml", "yml": "application/yaml",
        "zip": "application/zip", "zst": "application/zstd",
    ]

    /// The type of a file of some name.
    static func ofFile(named name: String) -> String {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let ending = parts.last else { return unknown }
        return byEnding[ending.asciiLowercased] ?? unknown
    }
}
