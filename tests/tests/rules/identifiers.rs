//! Names in SQL: what passes is a name to another parser, and what writes is none.

use mcp_secure::rule::{self, Dialect, Rule};
use sqlparser::keywords::ALL_KEYWORDS;

use crate::{DIALECTS, accepts, oracle, refuses};

/// With which a statement begins or goes on, in every dialect.
const WORDS: &[&str] = &[
    "select", "insert", "update", "delete", "drop", "create", "alter", "truncate", "grant", "revoke", "union", "from",
    "where", "table", "and", "or", "not", "null", "into", "group", "order", "having", "join", "on", "as", "case", "when",
    "in", "is", "distinct", "all", "values",
];

#[test]
fn a_word_of_a_statement_is_no_name() {
    for dialect in DIALECTS {
        let rule = rule::sql_identifier().dialect(dialect);
        for word in WORDS {
            let mixed = format!("{}{}", word[..1].to_uppercase(), &word[1..]);
            // PostgreSQL and SQLite take this one for a name.
            if *word == "values" && dialect == Dialect::Postgres {
                continue;
            }
            refuses(&rule, [(*word).to_owned(), word.to_uppercase(), mixed]);
        }
    }
}

/// Every keyword that the parser knows: refused, or a name to the parser as well.
#[test]
fn a_keyword_is_refused_or_stands_for_itself() {
    let mut bad = Vec::new();
    for dialect in DIALECTS {
        let rule = rule::sql_identifier().dialect(dialect);
        let accepted: Vec<_> = ALL_KEYWORDS
            .iter()
            .filter(|word| dialect == Dialect::Ansi || !READ_OTHERWISE.contains(word))
            // SQL Server's, which the parser takes for that in every dialect.
            .filter(|word| **word != "TOP" && rule.judge(word).is_ok())
            .collect();
        assert!(accepted.len() > 200, "keywords that are names are names");
        let is_bad = |word: &str| std::panic::catch_unwind(|| oracle::assert_names_itself(word, dialect)).is_err();
        bad.extend(accepted.into_iter().filter(|word| is_bad(word)).map(|word| (dialect, word)));
    }
    assert!(bad.is_empty(), "{bad:?}");
}

/// Names by the manuals of the databases, but not to the parser, which takes them for the standard's
/// in every dialect. PostgreSQL calls some "non-reserved (cannot be function or type)".
const READ_OTHERWISE: &[&str] =
    &["EXISTS", "INTERVAL", "LATERAL", "LOCALTIME", "LOCALTIMESTAMP", "TRIM", "UNNEST"];

/// By a grammar: a name, something that ends it, and what an attacker appends.
#[test]
fn nothing_but_a_name_passes() {
    let ends = [
        " ", "\t", "\n", "\0", ";", "'", "\"", "`", "[", "]", "(", ")", ",", ".", "--", "/*", "#", "$", "@", ":", "?", "\\", "%",
        "=", "<", ">", "|", "&", "+", "-", "*", "/", "!", "~", "^", "{", "}", "\u{a0}", "\u{200b}", "\u{2019}", "\u{ff07}",
        "\u{2bc}", "\u{ff1b}", "\u{3000}", "é", "ſ", "\u{212a}", "İ", "１",
    ];
    let appended = ["", "x", " or 1=1", "; drop table users", " union select 1", "users", "--", "*/", "'"];
    for dialect in DIALECTS {
        let rule = rule::sql_identifier().dialect(dialect);
        for end in ends {
            refuses(&rule, appended.map(|rest| format!("users{end}{rest}")));
            refuses(&rule, appended.map(|rest| format!("{end}users{rest}")));
            refuses(&rule, [format!("{end}users{end}")]);
        }
        refuses(&rule, ["", "1", "1a", "0x1", "123abc", "9_", "users users", "public.users", "\"users\"", "[users]", "`users`"]);
        refuses(&rule, ["a".repeat(129), "a".repeat(1000), "_".repeat(4096)]);
    }
    refuses(&rule::sql_identifier().dialect(Dialect::Postgres), ["a".repeat(64)]);
    refuses(&rule::sql_identifier().dialect(Dialect::MySql), ["a".repeat(65)]);
}

#[test]
fn names_of_tables_and_columns_are_accepted() {
    let names = [
        "users", "orders", "order_items", "customer_id", "created_at", "updated_at", "first_name", "email", "id", "_id", "a",
        "A1", "userId", "CamelCase", "UPPER_CASE", "t1", "col_2026", "__private", "is_active", "price_eur", "x_y_z", "products",
        "description", "address", "phone", "city", "selected", "from_date", "to_date", "ordering", "tables", "dropped_at",
        "updated", "deleted", "inserted_by", "union_id", "wherever", "name", "title", "status", "amount", "quantity", "notes",
        "customers", "invoices", "employee", "department", "salary", "tags", "comments", "url", "image", "slug", "uuid",
    ];
    for dialect in DIALECTS {
        accepts(&rule::sql_identifier().dialect(dialect), names);
        names.iter().for_each(|name| oracle::assert_names_itself(name, dialect));
    }
    for (dialect, names) in [
        (Dialect::Postgres, &["date", "value", "type", "status", "count", "position", "timestamp", "year", "key", "role", "text"][..]),
        (Dialect::MySql, &["date", "value", "type", "status", "count", "position", "timestamp", "year", "user", "role", "text"][..]),
        (Dialect::Sqlite, &["date", "value", "type", "status", "count", "position", "timestamp", "year", "key", "user", "text"][..]),
        (Dialect::SqlServer, &["date", "value", "type", "status", "count", "position", "timestamp", "year", "role", "text"][..]),
    ] {
        accepts(&rule::sql_identifier().dialect(dialect), names);
    }
}
