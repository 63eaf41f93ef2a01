extension Schema {
    /// Who invited, and whether somebody knows of a role that others gave.
    ///
    /// Whoever reads on in a room has seen what one is there.
    static let schema7 = """
        ALTER TABLE invitations ADD COLUMN inviter INTEGER REFERENCES users;
        ALTER TABLE members ADD COLUMN news INTEGER NOT NULL DEFAULT 0 CHECK (news IN (0, 1));
        CREATE TRIGGER role_seen_first AFTER INSERT ON cursors WHEN new.name = 'read' BEGIN
            UPDATE members SET news = 0 WHERE conversation = new.conversation AND user = new.user AND news = 1;
        END;
        CREATE TRIGGER role_seen AFTER UPDATE ON cursors WHEN new.name = 'read' BEGIN
            UPDATE members SET news = 0 WHERE conversation = new.conversation AND user = new.user AND news = 1;
        END;
        """
}
