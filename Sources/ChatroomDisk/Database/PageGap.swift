internal import ChatroomCore
internal import ChatroomSystem
internal import GRDB
internal import Glibc

/// The middle of a page of a database, between its list of cells and the cells, in which nothing is kept.
///
/// `secure_delete` overwrites what is deleted where it is. But when SQLite splits a page, what moves to another one stays
/// behind in the middle of the first, and nothing finds it there when it is deleted later; of messages in many
/// conversations that was one in 130. So the middle is made zeros on the way to the disk (``CleanFiles``).
///
/// The format is https://www.sqlite.org/fileformat2.html#b_tree_pages.
enum PageGap {
    /// With fewer pages than that, the number of a page with which a page of another kind begins has a first byte that is
    /// no kind of a b-tree page.
    static let mostPages: Int64 = 1 << 24

    /// Where the gap is.
    ///
    /// - Parameters:
    ///   - page: A whole page of a database.
    ///   - isFirst: Whether it is the first, which begins with the header of the file.
    /// - Returns: The bytes of the gap; none for a page that is no page of a b-tree.
    static func range(in page: UnsafeRawBufferPointer, isFirst: Bool) -> Range<Int> {
        let none = 0..<0
        let header = isFirst ? 100 : 0
        guard page.count >= 512, page.count & (page.count - 1) == 0 else { return none }
        let cells: Int
        switch page[header] {
        case 2, 5: cells = header + 12
        case 10, 13: cells = header + 8
        default: return none
        }
        let free = number(page, header + 1)
        let start = cells + 2 * number(page, header + 3)
        let written = number(page, header + 5)
        let content = written == 0 ? 65_536 : written
        // A page that says otherwise is none, or damaged; it is for SQLite to say so.
        guard start <= content, content <= page.count, free == 0 || free >= content, page[header + 7] <= 60 else {
            return none
        }
        return start..<content
    }

    private static func number(_ page: UnsafeRawBufferPointer, _ offset: Int) -> Int {
        (Int(page[offset]) << 8) | Int(page[offset + 1])
    }

    /// What `user_version` of a database is whose gaps were always zeros, or made so.
    private static let sweptVersion = 1

    /// Rids a database that nobody has open of what is in its gaps, once: earlier versions left it.
    ///
    /// Nothing that counts is changed, so a crash meanwhile does no harm. Reads the whole file.
    ///
    /// - Parameter path: The file, which may be empty.
    /// - Throws: ``ChatError`` with code `storage` when it cannot be read or written.
    static func sweep(_ path: String) throws(ChatError) {
        guard let file = Descriptor(path, O_RDWR | O_NOFOLLOW) else { throw DataDirectory.refusal(of: path, errno) }
        var header = [UInt8](repeating: 0, count: 100)
        guard header.withUnsafeMutableBytes({ file.read(into: $0, at: 0) }) == 100,
            header.starts(with: "SQLite format 3\0".utf8)
        else { return }
        guard header[60..<64].reduce(0, { ($0 << 8) | Int($1) }) < sweptVersion else { return }
        let written = (Int(header[16]) << 8) | Int(header[17])
        let size = written == 1 ? 65_536 : written
        guard size >= 512, size & (size - 1) == 0 else { return }
        var page = [UInt8](repeating: 0, count: size)
        let zeros = [UInt8](repeating: 0, count: size)
        var number: Int64 = 0
        while number < mostPages {
            let place = number * Int64(size)
            guard page.withUnsafeMutableBytes({ file.read(into: $0, at: place) }) == size else { break }
            let gap = page.withUnsafeBytes { range(in: $0, isFirst: number == 0) }
            if page[gap].contains(where: { $0 != 0 }) {
                guard zeros[..<gap.count].withUnsafeBytes({ file.write($0, at: place + Int64(gap.lowerBound)) }) else {
                    throw DataDirectory.refusal(of: path, errno)
                }
            }
            number += 1
        }
        guard file.flush() else { throw DataDirectory.refusal(of: path, errno) }
    }

    /// Notes that a database needs no ``sweep(_:)`` any more.
    static func noteSwept(_ access: DatabaseAccess) async throws(ChatError) {
        try await access.write { db in
            guard try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 < sweptVersion else { return }
            // A full disk is no reason not to start; it is done again then.
            try? db.execute(sql: "PRAGMA user_version = \(sweptVersion)")
        }
    }
}
