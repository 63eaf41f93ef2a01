/// The letters of Greek, Cyrillic, Hebrew and Arabic that Unicode has both whole and as a letter with accents.
///
/// SQLite's tokenizer drops the accents of Latin letters; these are dropped before it sees the text.
enum AccentedLetters {
    /// The plain letter of each accented one.
    static let plain: [Unicode.Scalar: Unicode.Scalar] = {
        var plain: [Unicode.Scalar: Unicode.Scalar] = [:]
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: ":")
            guard parts.count == 2, let letter = scalar(parts[0]) else { continue }
            for run in parts[1].split(separator: " ") {
                let ends = run.split(separator: "-").compactMap { UInt32($0, radix: 16) }
                guard let first = ends.first, let last = ends.last, first <= last else { continue }
                for accented in (first...last).compactMap(Unicode.Scalar.init) { plain[accented] = letter }
            }
        }
        return plain
    }()

    private static func scalar(_ hexadecimal: Substring) -> Unicode.Scalar? {
        UInt32(hexadecimal, radix: 16).flatMap(Unicode.Scalar.init)
    }

    /// A letter, and the characters whose canonical decomposition (UnicodeData.txt, 15.0) is that letter and marks.
    private static let table = """
        391: 386 1F08-1F0F 1F88-1F8F 1FB8-1FBC
        395: 388 1F18-1F1D 1FC8-1FC9
        397: 389 1F28-1F2F 1F98-1F9F 1FCA-1FCC
        399: 38A 3AA 1F38-1F3F 1FD8-1FDB
        39F: 38C 1F48-1F4D 1FF8-1FF9
        3A1: 1FEC
        3A5: 38E 3AB 1F59 1F5B 1F5D 1F5F 1FE8-1FEB
        3A9: 38F 1F68-1F6F 1FA8-1FAF 1FFA-1FFC
        3B1: 3AC 1F00-1F07 1F70-1F71 1F80-1F87 1FB0-1FB4 1FB6-1FB7
        3B5: 3AD 1F10-1F15 1F72-1F73
        3B7: 3AE 1F20-1F27 1F74-1F75 1F90-1F97 1FC2-1FC4 1FC6-1FC7
        3B9: 390 3AF 3CA 1F30-1F37 1F76-1F77 1FD0-1FD3 1FD6-1FD7
        3BF: 3CC 1F40-1F45 1F78-1F79
        3C1: 1FE4-1FE5
        3C5: 3B0 3CB 3CD 1F50-1F57 1F7A-1F7B 1FE0-1FE3 1FE6-1FE7
        3C9: 3CE 1F60-1F67 1F7C-1F7D 1FA0-1FA7 1FF2-1FF4 1FF6-1FF7
        3D2: 3D3-3D4
        406: 407
        410: 4D0 4D2
        413: 403
        415: 400-401 4D6
        416: 4C1 4DC
        417: 4DE
        418: 40D 419 4E2 4E4
        41A: 40C
        41E: 4E6
        423: 40E 4EE 4F0 4F2
        427: 4F4
        42B: 4F8
        42D: 4EC
        430: 4D1 4D3
        433: 453
        435: 450-451 4D7
        436: 4C2 4DD
        437: 4DF
        438: 439 45D 4E3 4E5
        43A: 45C
        43E: 4E7
        443: 45E 4EF 4F1 4F3
        447: 4F5
        44B: 4F9
        44D: 4ED
        456: 457
        474: 476
        475: 477
        4D8: 4DA
        4D9: 4DB
        4E8: 4EA
        4E9: 4EB
        5D0: FB2E-FB30
        5D1: FB31 FB4C
        5D2: FB32
        5D3: FB33
        5D4: FB34
        5D5: FB35 FB4B
        5D6: FB36
        5D8: FB38
        5D9: FB1D FB39
        5DA: FB3A
        5DB: FB3B FB4D
        5DC: FB3C
        5DE: FB3E
        5E0: FB40
        5E1: FB41
        5E3: FB43
        5E4: FB44 FB4E
        5E6: FB46
        5E7: FB47
        5E8: FB48
        5E9: FB2A-FB2D FB49
        5EA: FB4A
        5F2: FB1F
        627: 622-623 625
        648: 624
        64A: 626
        6C1: 6C2
        6D2: 6D3
        6D5: 6C0
        """
}
