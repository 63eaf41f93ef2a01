internal import GRDB

/// The tables of a search index.
enum SearchSchema {
    /// Raised with every change of the tables or of what is put into them; an index of another version is rebuilt.
    static let version = 2

    /// Makes the tables in an empty database, or makes sure that they are what this program would make.
    ///
    /// - Parameters:
    ///   - db: The connection that writes, outside of any transaction.
    ///   - identity: What the main database is known by.
    /// - Throws: ``StaleIndex`` when the index must be rebuilt, or what the database throws.
    static func prepare(_ db: Database, identity: String) throws {
        if try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 {
            try db.inTransaction(.immediate) {
                try db.execute(sql: tables)
                try db.execute(sql: "INSERT INTO origin (identity) VALUES (?)", arguments: [identity])
                // Without this, which SQLite knows from 3.42 on, words that were deleted stay in the index until it is
                // merged.
                try? db.execute(sql: "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)")
                try db.execute(sql: "PRAGMA user_version = \(version)")
                return .commit
            }
        }
        guard try Int.fetchOne(db, sql: "PRAGMA user_version") == version else {
            throw StaleIndex(description: "it is damaged or of another version")
        }
        guard try String.fetchOne(db, sql: "SELECT identity FROM origin") == identity else {
            throw StaleIndex(description: "it belongs to another database")
        }
        // Reads the index's own directory, so that damage to it shows here.
        _ = try Row.fetchOne(db, sql: "SELECT rowid FROM search WHERE search MATCH 'tags : c1' LIMIT 1")
    }

    /// The rows of `search` and `rows` have the same numbers: ``SearchPosition``.
    ///
    /// Marks belong to words, as the vowels of India do; what people leave out is not in the text, see ``IndexText``. The
    /// index of prefixes is for such as `a*`, which would otherwise read half of all there is.
    private static let tables = """
        CREATE VIRTUAL TABLE search USING fts5 (
            body, tags, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", columnsize = 0,
            prefix = "1 2"
        );
        CREATE TABLE rows (
            position INTEGER PRIMARY KEY,
            conversation INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            UNIQUE (conversation, seq)
        ) STRICT;
        CREATE TABLE positions (conversation INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
        CREATE TABLE origin (identity TEXT NOT NULL) STRICT;
        CREATE TABLE erasure (pending INTEGER NOT NULL) STRICT;
        INSERT INTO erasure VALUES (0);
        """
}

/// Why an index is of no use and must be made anew.
struct StaleIndex: Error, CustomStringConvertible {
    let description: String
}
