//! An identifier in SQL.

use std::cmp::Ordering;

use schemars::Schema;

use super::{Dialect, Rule, Violation, keywords as schema_keywords, review};

mod keywords;
#[cfg(test)]
mod tests;

/// Asks for the name of one table, column or the like, that stands in SQL without quotes and
/// means nothing else there.
///
/// Values belong into parameters of a prepared statement. A name cannot be one, so it is put
/// into the text of the statement, and this rule says which names are fit for it. Nothing is
/// rewritten: `a-b` is refused, and does not become `a_b`.
///
/// # What is refused
///
/// - Everything but ASCII letters, digits and underscores, and a digit in front: so quotes,
///   spaces, dots, semicolons and comments, and letters of other scripts, some of which
///   servers fold to ASCII. `$`, `#` and `@` too, which some dialects read as parameters,
///   temporary tables and variables.
/// - Reserved words of the [`dialect`](SqlIdentifier::dialect), in any case. Of the standard
///   these are many, `date`, `value` and `user` among them: name the dialect that you use. The words that begin
///   or extend a statement (`insert`, `drop`, `union`, `limit`, ..) in every dialect, also where one
///   would take them for names.
/// - More than the dialect keeps: 63 bytes for PostgreSQL, which cuts off the rest, 64 for
///   MySQL, 128 for the others.
///
/// # What is not promised
///
/// That the table exists or that the caller may see it. Where the names are known, use
/// [`one_of`](super::one_of). Dialects fold case in different ways: `Users` and `users` may
/// be one name or two. A name with a schema, `public.users`, is two identifiers: two arguments.
///
/// ```
/// use mcp_secure::rule::{Dialect, Rule, sql_identifier};
///
/// for good in ["users", "created_at", "_tmp", "Orders2026"] {
///     assert!(sql_identifier().judge(good).is_ok(), "{good}");
/// }
/// for bad in ["", "1st", "a-b", "a b", "a.b", "select", "users;--", "\"users\"", "naïve"] {
///     assert!(sql_identifier().judge(bad).is_err(), "{bad}");
/// }
/// assert!(sql_identifier().dialect(Dialect::Postgres).judge("date").is_ok());
/// assert!(sql_identifier().dialect(Dialect::Postgres).judge("analyse").is_err());
/// ```
pub fn sql_identifier() -> SqlIdentifier {
    SqlIdentifier { dialect: Dialect::Ansi }
}

/// See [`sql_identifier`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqlIdentifier {
    dialect: Dialect,
}

impl SqlIdentifier {
    /// Sets whose reserved words and longest name count; those of the standard by default.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    fn longest(self) -> usize {
        match self.dialect {
            Dialect::Postgres => 63,
            Dialect::MySql => 64,
            // SQLite has no limit; what is longer is no name.
            Dialect::Ansi | Dialect::Sqlite | Dialect::SqlServer => 128,
        }
    }

    fn too_long(self) -> &'static str {
        match self.longest() {
            63 => "must have at most 63 characters",
            64 => "must have at most 64 characters",
            _ => "must have at most 128 characters",
        }
    }

    fn broken(self, name: &str) -> Option<&'static str> {
        let Some(&first) = name.as_bytes().first() else {
            return Some("must not be empty");
        };
        if name.len() > self.longest() {
            return Some(self.too_long());
        }
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Some("must hold only ASCII letters, digits and underscores");
        }
        if first.is_ascii_digit() {
            return Some("must start with a letter or an underscore");
        }
        if is_reserved(name, self.dialect) || is_in(keywords::STATEMENTS, name) {
            return Some("must not be a reserved word of SQL");
        }
        None
    }
}

impl Default for SqlIdentifier {
    fn default() -> Self {
        sql_identifier()
    }
}

impl Rule<str> for SqlIdentifier {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        match self.broken(value) {
            None => Ok(()),
            Some(message) => Err(Violation::new("sql_identifier", message)),
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    /// The schema does not tell the reserved words: they count in any case, which a portable
    /// pattern cannot say.
    fn describe(&self, schema: &mut Schema) {
        schema_keywords::at_least(schema, "minLength", 1);
        schema_keywords::at_most(schema, "maxLength", self.longest());
        schema_keywords::also(schema, "pattern", "^[A-Z_a-z][0-9A-Z_a-z]*$".into());
        review::tell(schema, "dialect", format!("{:?}", self.dialect));
    }
}

/// Whether the word, in any case, is no name in the dialect unless it is quoted.
pub(super) fn is_reserved(word: &str, dialect: Dialect) -> bool {
    is_in(reserved(dialect), word)
}

fn is_in(words: &[&str], name: &str) -> bool {
    words.binary_search_by(|word| compare(word, name)).is_ok()
}

fn reserved(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Ansi => keywords::ANSI,
        Dialect::Postgres => keywords::POSTGRES,
        Dialect::MySql => keywords::MYSQL,
        Dialect::Sqlite => keywords::SQLITE,
        Dialect::SqlServer => keywords::SQL_SERVER,
    }
}

/// Compares a word of a list, which is in lower case, with a name in any case.
fn compare(word: &str, name: &str) -> Ordering {
    word.bytes().cmp(name.bytes().map(|byte| byte.to_ascii_lowercase()))
}
