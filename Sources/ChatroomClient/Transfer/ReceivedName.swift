internal import ChatroomCore
internal import Foundation

/// The name of the one new file that is made of what a stranger calls it.
///
/// It is one component of a path; it does not hide, is no option of a command, shows all that it has, and fits.
enum ReceivedName {
    /// How many bytes of a name's end are kept when it is too long.
    private static let longestEnding = 16

    /// Makes the name.
    ///
    /// - Parameters:
    ///   - name: The sender's.
    ///   - id: What it is called when nothing of the sender's name is left.
    /// - Returns: The name.
    static func make(from name: FileName, id: FileID) -> String {
        // The same name, written in two ways, is the same file.
        let composed = name.text.precomposedStringWithCanonicalMapping
        let harmless = String(String.UnicodeScalarView(composed.unicodeScalars.map { isHarmless($0) ? $0 : "_" }))
        // What shows as something else is not the name that it seems to be.
        let text = TerminalText.line(harmless, replacing: "_")
        // What is cut may end or begin as no name may, so the ends are looked at last.
        let made = trimmed(shortened(text))
        return made.unicodeScalars.contains { $0 != "_" } ? made : id.description
    }

    /// A name that neither hides, nor looks like an option, nor ends in what nobody sees.
    private static func trimmed(_ name: String) -> String {
        var text = name
        while let last = text.unicodeScalars.last, last == "." || last.properties.isWhitespace {
            text.unicodeScalars.removeLast()
        }
        let isRefused: (Unicode.Scalar) -> Bool = { $0 == "." || $0 == "-" || $0.properties.isWhitespace }
        let leading = text.unicodeScalars.prefix(while: isRefused).count
        return String(repeating: "_", count: leading)
            + String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(leading)))
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "/", "\\": return false
        case " ": return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            return false
        default: return !scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    /// Cuts a name that is too long for a file system, but for its ending.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > FileName.longest else { return name }
        let scalars = name.unicodeScalars
        let ending = scalars.lastIndex(of: ".").map { String(scalars[$0...]) } ?? ""
        let kept = ending.utf8.count <= longestEnding ? ending : ""
        var (head, size) = (String.UnicodeScalarView(), 0)
        // By scalars, for what looks like one character may be longer than a name.
        for scalar in scalars {
            size += UTF8.width(scalar)
            guard size <= FileName.longest - kept.utf8.count else { break }
            head.append(scalar)
        }
        return String(head) + kept
    }
}
