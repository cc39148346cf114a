//! A statement of SQL that only reads.

use std::{borrow::Cow, thread};

use schemars::Schema;

use super::{Dialect, Rule, Violation, keywords, review};

mod clause;
mod expression;
mod functions;
mod names;
mod query;
mod read;
mod scan;
mod table;
#[cfg(test)]
mod tests;
mod types;
mod walk;

/// Asks for one SQL statement that reads and does nothing else: a `SELECT`, a `VALUES` or a
/// combination of them, with or without a `WITH` in front. Needs the feature `sql`.
///
/// The statement is read whole, by the grammar of the [`dialect`](SqlReadOnly::dialect), and each
/// part of it has to be of a kind that is known to only read. So what is not known is refused,
/// whatever it is called and however deep it stands.
///
/// # What is refused
///
/// | | why |
/// |---|---|
/// | every other statement, also in a `WITH` or after a `;` | `WITH x AS (DELETE ..)`, `EXPLAIN ANALYZE`, `COPY`, `PRAGMA`, `CALL`.. |
/// | `INTO` | creates a table or a file |
/// | `FOR UPDATE`, `FOR SHARE`, locking table hints | they lock rows |
/// | functions that are not known to compute and nothing else | `pg_read_file`, `pg_sleep`, `nextval`, `load_file`, `load_extension`.. |
/// | comments that begin without a space or do not end, comments in comments, and in comments quotes, `;`, `:`, `?` and other signs of programs | databases, drivers and pools run some (`/*! .. */`, `/*+ .. */`), and end or read others differently |
/// | a quote after an odd number of backslashes | it ends the string, or does not: `'\'` |
/// | strings with a prefix (but `N'..'` and `X'..'`), dollar quotes | `E'..'`, `U&'..'`, `_gbk'..'`, `$$..$$` |
/// | variables and parameters | `@a := 1`, `@@x`, `$1`, `:name`, `?` |
/// | other than ASCII outside of quotes, control characters anywhere | some count as spaces or letters, or not |
/// | reserved words as names without quotes | `FROM a SHUTDOWN` is two statements for SQL Server |
/// | `(value).name` in PostgreSQL | calls the function of that name |
/// | names of four parts | they lead to another server |
/// | more than 64 KiB, more than 20 levels of parentheses, more than 100 joins | |
///
/// A `;` at the end is accepted.
///
/// # Functions
///
/// Of each dialect, those are accepted that its manual describes as computing their result from
/// their arguments, and the usual ones for time, chance and the name of the user; without a dialect
/// also those that most databases have, as `length` and `date_trunc`. Add others, also your own, by
/// [`functions`](SqlReadOnly::functions).
///
/// # What is not promised
///
/// - **Which tables are read.** Give the connection a role that may read what the caller may
///   read, and a read-only transaction where there is one: the database's own refusal stands
///   behind this one.
/// - **How much it costs.** A statement can be correct, harmless and endless: set the database's
///   own limits, as `statement_timeout`, and a limit of rows.
/// - What views, operators, types, generated columns, and functions that a schema puts in the
///   place of a built-in one do: they are the owner's.
/// - That the database accepts it. The connection has to speak UTF-8, and SQL Server has to be
///   given `nvarchar`: other encodings make quotes of other characters.
///
/// The statement goes to the database as it is. To put it into a larger one, ask for no `;` by
/// a second rule, and put parentheses around it.
///
/// The parser writes what it reads to the [`log`](https://docs.rs/log) crate at its level `debug`,
/// which a program may turn on.
///
/// ```
/// use mcp_secure::rule::{Dialect, Rule, sql_read_only};
///
/// let rule = sql_read_only().dialect(Dialect::Postgres);
/// for good in [
///     "SELECT name, count(*) FROM orders GROUP BY name ORDER BY 2 DESC LIMIT 10",
///     "WITH o AS (SELECT * FROM orders) SELECT avg(total) FILTER (WHERE total > 0) FROM o;",
///     "SELECT data->>'name', rank() OVER (PARTITION BY day ORDER BY total) FROM orders",
///     "SELECT id, -- of the order\n total /* in EUR */ FROM orders",
/// ] {
///     assert!(rule.judge(good).is_ok(), "{good}");
/// }
/// for bad in [
///     "DELETE FROM orders",
///     "WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone",
///     "SELECT * INTO copy FROM orders",
///     "SELECT * FROM orders FOR UPDATE",
///     "SELECT pg_read_file('/etc/passwd')",
///     "SELECT 1; DROP TABLE orders",
///     "SELECT 1 -- and more",
/// ] {
///     assert!(rule.judge(bad).is_err(), "{bad}");
/// }
/// ```
pub fn sql_read_only() -> SqlReadOnly {
    SqlReadOnly { dialect: Dialect::Ansi, functions: Vec::new() }
}

/// See [`sql_read_only`].
#[derive(Clone, Debug)]
pub struct SqlReadOnly {
    dialect: Dialect,
    functions: Vec<String>,
}

impl SqlReadOnly {
    /// Sets whose SQL it is; that of the standard by default. It has to be the dialect of the
    /// database that runs the statement: nothing is promised for any other.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Accepts these functions too, named as they are called, with their schema if that is
    /// written: `["app.score", "st_distance"]`. Case does not matter unless the call has quotes.
    ///
    /// That they only read is then your promise.
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, sql_read_only};
    ///
    /// let rule = sql_read_only().functions(["app.score"]);
    /// assert!(rule.judge("SELECT app.score(id) FROM players").is_ok());
    /// assert!(rule.judge("SELECT app.reset(id) FROM players").is_err());
    /// ```
    #[must_use]
    pub fn functions<F: Into<String>>(mut self, functions: impl IntoIterator<Item = F>) -> Self {
        self.functions.extend(functions.into_iter().map(Into::into));
        self
    }

    fn broken(&self, statement: &str) -> Result<(), Refused> {
        if statement.len() > MAX_BYTES {
            return Err(Refused::new("must have at most 64 KiB"));
        }
        let literals = scan::scan(statement, self.dialect)?;
        let judged = on_its_own_stack(|| {
            let read = read::read(statement, self.dialect, &literals)?;
            walk::Walk::new(self, &read).query(&read.query)
        });
        judged.unwrap_or(Err(Refused::new("cannot be judged at the moment, and so is refused")))
    }
}

impl Default for SqlReadOnly {
    fn default() -> Self {
        sql_read_only()
    }
}

impl Rule<str> for SqlReadOnly {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        self.broken(value).map_err(|refused| Violation::new("sql_read_only", refused.told()))
    }

    fn bounds_length(&self) -> bool {
        true
    }

    /// JSON Schema cannot tell SQL.
    fn describe(&self, schema: &mut Schema) {
        keywords::at_least(schema, "minLength", 1);
        keywords::length_at_most(schema, "maxLength", MAX_BYTES);
        review::tell(schema, "dialect", format!("{:?}", self.dialect));
        review::tell(schema, "functions", self.functions.clone());
    }
}

/// Why a statement is refused, and where.
struct Refused {
    message: &'static str,
    place: Option<Place>,
}

/// A line and a column, from 1 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Place {
    line: u64,
    column: u64,
}

impl Refused {
    fn new(message: &'static str) -> Self {
        Self { message, place: None }
    }

    fn at(message: &'static str, place: Place) -> Self {
        // The parser's word for "nowhere".
        let place = (place.line > 0).then_some(place);
        Self { message, place }
    }

    fn told(self) -> Cow<'static, str> {
        match self.place {
            None => self.message.into(),
            Some(Place { line, column }) => {
                format!("{} (line {line}, column {column})", self.message).into()
            }
        }
    }
}

/// The parser calls itself once for each level and each join, and so does the end of what it
/// has read: tokens that are not nested can make a deep tree too, as `1+1+1`. Whoever judges may
/// have little stack left. `None` if there is no thread to be had, or it panicked.
fn on_its_own_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.ok()?.join().ok()
    })
}

const MAX_BYTES: usize = 64 * 1024;

/// Address space; what is not used takes no memory. A build without optimization needs up to
/// 12 MiB within the limits of `scan`, one with it a fifth.
const STACK: usize = 32 << 20;
