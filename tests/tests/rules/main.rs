//! The rules against lists that others keep, and against generators of everything that is meant
//! to be refused: what a rule accepts keeps its promise by the judgement of somebody else, and
//! what people really use is accepted.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use mcp_secure::rule::{self, Dialect, Rule};

#[rustfmt::skip] // Long lists.
mod addresses;
#[rustfmt::skip] // Long lists.
mod arguments;
mod confusables;
#[rustfmt::skip] // Long lists.
mod devices;
#[rustfmt::skip] // Long lists.
mod good;
#[rustfmt::skip] // Long lists.
mod identifiers;
mod invented;
mod naughty;
mod oracle;
#[rustfmt::skip] // Long lists.
mod registries;
#[rustfmt::skip] // Long lists.
mod traversal;
mod urls;

type Judge = Box<dyn Rule<str>>;

const DIALECTS: [Dialect; 5] =
    [Dialect::Ansi, Dialect::Postgres, Dialect::MySql, Dialect::Sqlite, Dialect::SqlServer];

/// Every rule that judges text, in its variants.
fn text_rules() -> Vec<(String, Judge)> {
    let mut rules: Vec<(&str, Judge)> = vec![
        ("filename", Box::new(rule::filename())),
        ("filename hidden", Box::new(rule::filename().hidden(true))),
        ("filename ASCII", Box::new(rule::filename().unicode(false))),
        ("filename txt", Box::new(rule::filename().extensions(["txt"]))),
        ("filename any", Box::new(rule::filename().dangerous_any_extension())),
        ("relative_path", Box::new(rule::relative_path())),
        ("relative_path hidden", Box::new(rule::relative_path().hidden(true))),
        ("url", Box::new(rule::url())),
        ("url http", Box::new(rule::url().schemes(["http", "https"]))),
        ("url public", Box::new(rule::url().schemes(["http", "https"]).public())),
        ("url_segment", Box::new(rule::url_segment())),
        ("hostname", Box::new(rule::hostname())),
        ("hostname unicode", Box::new(rule::hostname().unicode(true))),
        ("ip", Box::new(rule::ip())),
        ("ip public", Box::new(rule::ip().public())),
        ("email", Box::new(rule::email())),
        ("uuid", Box::new(rule::uuid())),
        ("date", Box::new(rule::date())),
        ("datetime", Box::new(rule::datetime())),
        ("mime", Box::new(rule::mime())),
        ("mime essence", Box::new(rule::mime().essence())),
        ("json_pointer", Box::new(rule::json_pointer())),
        ("command_arg", Box::new(rule::command_arg())),
        ("git_ref", Box::new(rule::git_ref())),
        ("regex", Box::new(rule::regex())),
        ("glob", Box::new(rule::glob())),
        ("glob hidden", Box::new(rule::glob().hidden(true))),
        ("text", Box::new(rule::text())),
        ("any_text", Box::new(rule::any_text())),
        ("length", Box::new(rule::length(..=10))),
        ("length in bytes", Box::new(rule::length(..=10).bytes())),
        ("length in graphemes", Box::new(rule::length(..=10).graphemes())),
        ("pattern", Box::new(rule::pattern("^[a-z]+$"))),
        ("one_of", Box::new(rule::one_of(["a", "b"]))),
        ("not", Box::new(rule::not(rule::one_of(["a", "b"])))),
    ];
    for dialect in DIALECTS {
        rules.push(("sql_identifier", Box::new(rule::sql_identifier().dialect(dialect))));
        rules.push(("sql_read_only", Box::new(rule::sql_read_only().dialect(dialect))));
    }
    rules.into_iter().map(|(name, rule)| (name.to_owned(), rule)).collect()
}

/// Each of these is accepted; all that are not are named.
#[track_caller]
fn accepts<T: AsRef<str>>(rule: &impl Rule<str>, values: impl IntoIterator<Item = T>) {
    let mut refused = Vec::new();
    let mut count = 0;
    for value in values {
        count += 1;
        if let Err(violation) = rule.judge(value.as_ref()) {
            refused.push(format!("{:?}: {violation}", value.as_ref()));
        }
    }
    assert!(count > 0 && refused.is_empty(), "refused {} of {count}:\n{refused:#?}", refused.len());
}

/// Each of these is refused; all that are not are named.
#[track_caller]
fn refuses<T: AsRef<str>>(rule: &impl Rule<str>, values: impl IntoIterator<Item = T>) {
    let mut accepted = Vec::new();
    let mut count = 0;
    for value in values {
        count += 1;
        if rule.judge(value.as_ref()).is_ok() {
            accepted.push(value.as_ref().to_owned());
        }
    }
    let some = accepted.iter().take(40).collect::<Vec<_>>();
    assert!(count > 0 && some.is_empty(), "accepted {} of {count}:\n{some:#?}", accepted.len());
}
