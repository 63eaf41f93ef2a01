extension Schema {
    /// The version of a conversation's rights, another one with every change of who may do what there.
    ///
    /// Triggers count, so that no change is forgotten. A role that somebody was told of is none, and what concerns all
    /// conversations of an account, such as whether it administers, is looked at elsewhere.
    static let schema8 = """
        ALTER TABLE conversations ADD COLUMN rights INTEGER NOT NULL DEFAULT 0 CHECK (rights >= 0);
        CREATE TRIGGER rights_of_new_members AFTER INSERT ON members
        BEGIN UPDATE conversations SET rights = rights + 1 WHERE id = NEW.conversation; END;
        CREATE TRIGGER rights_of_members AFTER UPDATE OF role ON members
        BEGIN UPDATE conversations SET rights = rights + 1 WHERE id = NEW.conversation; END;
        CREATE TRIGGER rights_of_old_members AFTER DELETE ON members
        BEGIN UPDATE conversations SET rights = rights + 1 WHERE id = OLD.conversation; END;
        CREATE TRIGGER rights_of_banned AFTER INSERT ON bans
        BEGIN UPDATE conversations SET rights = rights + 1 WHERE id = NEW.conversation; END;
        CREATE TRIGGER rights_of_unbanned AFTER DELETE ON bans
        BEGIN UPDATE conversations SET rights = rights + 1 WHERE id = OLD.conversation; END;
        CREATE TRIGGER rights_of_rooms AFTER UPDATE OF kind, private ON conversations
        WHEN NEW.kind <> OLD.kind OR NEW.private <> OLD.private
        BEGIN UPDATE conversations SET rights = rights + 1 WHERE id = NEW.id; END;
        CREATE TRIGGER rights_forward BEFORE UPDATE OF rights ON conversations WHEN NEW.rights < OLD.rights
        BEGIN SELECT RAISE(ABORT, 'a version of rights never comes back'); END;
        """
}
