extension Schema {
    /// Where accounts have logged in.
    ///
    /// A place is a digest with a key that is no part of the database. `seen` is the time of the last login that was
    /// noted, of which there is one each start of the server at most.
    static let schema5 = """
        CREATE TABLE places (
            user INTEGER NOT NULL REFERENCES users,
            place BLOB NOT NULL CHECK (length(place) = 16),
            seen INTEGER NOT NULL,
            PRIMARY KEY (user, place)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX places_by_place ON places (place);
        """
}
