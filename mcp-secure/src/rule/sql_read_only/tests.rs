#![allow(clippy::unwrap_used)]

use super::*;

mod attacks;
mod functions;
mod generated;
mod limits;
mod queries;

const DIALECTS: [Dialect; 5] =
    [Dialect::Ansi, Dialect::Postgres, Dialect::MySql, Dialect::Sqlite, Dialect::SqlServer];

#[track_caller]
fn accepts(dialect: Dialect, statements: &[&str]) {
    let rule = sql_read_only().dialect(dialect);
    let refused: Vec<_> = statements
        .iter()
        .filter_map(|statement| rule.judge(statement).err().map(|error| (statement, error)))
        .map(|(statement, error)| format!("{statement}\n    {}", error.message()))
        .collect();
    assert!(refused.is_empty(), "{dialect:?} refuses\n{}", refused.join("\n"));
}

#[track_caller]
fn refuses(dialect: Dialect, statements: &[&str]) {
    let rule = sql_read_only().dialect(dialect);
    let accepted: Vec<_> =
        statements.iter().filter(|statement| rule.judge(statement).is_ok()).collect();
    assert!(accepted.is_empty(), "{dialect:?} accepts {accepted:#?}");
}
