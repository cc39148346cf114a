//! An identifier in SQL.

use schemars::Schema;

use super::judged::judged_text;
use crate::rule::{Dialect, Rule, Violation, sql_identifier};

judged_text! {
    /// The name of a table or a column, to stand in SQL without quotes, as
    /// [`sql_identifier`](crate::rule::sql_identifier()) accepts it for every
    /// [`Dialect`]: so the words that one of them reserves are refused, and more than 63 bytes.
    /// Where that is too strict, take a `String` with the rule of your dialect.
    ///
    /// ```
    /// use mcp_secure::types::SqlIdent;
    ///
    /// let table: SqlIdent = "orders_2026".parse()?;
    /// assert_eq!(format!("SELECT count(*) FROM {table}"), "SELECT count(*) FROM orders_2026");
    /// for bad in ["orders; --", "a.b", "select", "analyse", ""] {
    ///     assert!(bad.parse::<SqlIdent>().is_err());
    /// }
    /// # Ok::<(), mcp_secure::Error>(())
    /// ```
    SqlIdent: InEveryDialect
}

struct InEveryDialect;

impl Rule<str> for InEveryDialect {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        DIALECTS.iter().try_for_each(|&dialect| sql_identifier().dialect(dialect).judge(value))
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        DIALECTS.iter().for_each(|&dialect| sql_identifier().dialect(dialect).describe(schema));
    }
}

const DIALECTS: [Dialect; 5] =
    [Dialect::Ansi, Dialect::Postgres, Dialect::MySql, Dialect::Sqlite, Dialect::SqlServer];
