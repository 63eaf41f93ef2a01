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
        var text = String(String.UnicodeScalarView(composed.unicodeScalars.map { isHarmless($0) ? $0 : "_" }))
        while let last = text.unicodeScalars.last, last == "." || last.properties.isWhitespace {
            text.unicodeScalars.removeLast()
        }
        let leading = text.unicodeScalars.prefix { $0 == "." || $0 == "-" || $0.properties.isWhitespace }.count
        text = String(repeating: "_", count: leading) + String(text.unicodeScalars.dropFirst(leading))
        guard text.contains(where: { $0 != "_" }) else { return id.description }
        return shortened(text)
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
        let dot = name.lastIndex(of: ".")
        let ending = dot.map { String(name[$0...]) } ?? ""
        let kept = ending.utf8.count <= longestEnding ? ending : ""
        var (head, size) = ("", 0)
        for character in name {
            size += character.utf8.count
            guard size <= FileName.longest - kept.utf8.count else { break }
            head.append(character)
        }
        return head + kept
    }
}
