internal import GRDB

/// The shape of the database: every released version of it, oldest first.
///
/// A released migration never changes; a new shape is another migration in a file of its own. Rules that a single row
/// or its neighbour can show broken are kept by the database itself, so that a mistake above it ends as an error, not
/// as a broken log.
enum Schema {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("schema-1", foreignKeyChecks: .immediate) { db in try db.execute(sql: schema1) }
        migrator.registerMigration("schema-2", foreignKeyChecks: .deferred) { db in try db.execute(sql: schema2) }
        migrator.registerMigration("schema-3", foreignKeyChecks: .immediate) { db in try db.execute(sql: schema3) }
        migrator.registerMigration("schema-4", foreignKeyChecks: .immediate) { db in try migrateTo4(db) }
        migrator.registerMigration("schema-5", foreignKeyChecks: .immediate) { db in try db.execute(sql: schema5) }
        migrator.registerMigration("schema-6", foreignKeyChecks: .immediate) { db in try migrateTo6(db) }
        migrator.registerMigration("schema-7", foreignKeyChecks: .immediate) { db in try db.execute(sql: schema7) }
        return migrator
    }()
}
