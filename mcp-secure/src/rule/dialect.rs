//! Dialects of SQL.

/// Whose SQL a rule judges by; see [`sql_identifier`](super::sql_identifier).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// The standard, ISO/IEC 9075.
    #[default]
    Ansi,
    /// PostgreSQL.
    Postgres,
    /// MySQL.
    MySql,
    /// SQLite.
    Sqlite,
    /// Microsoft SQL Server.
    SqlServer,
}
