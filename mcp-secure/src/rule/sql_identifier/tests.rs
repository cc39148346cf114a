#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::*;

const DIALECTS: [Dialect; 5] =
    [Dialect::Ansi, Dialect::Postgres, Dialect::MySql, Dialect::Sqlite, Dialect::SqlServer];

fn described(rule: SqlIdentifier) -> Value {
    let mut schema = String::json_schema(&mut SchemaGenerator::default());
    rule.describe(&mut schema);
    schema.to_value()
}

#[track_caller]
fn refuses(rule: SqlIdentifier, reason: &str, names: &[&str]) {
    for name in names {
        let Err(violation) = rule.judge(name) else { panic!("accepted {name:?}") };
        assert_eq!(violation.rule(), "sql_identifier");
        assert!(violation.message().contains(reason), "{name:?}: {}", violation.message());
    }
}

#[test]
fn accepts_names_as_people_give_them() {
    let longest = "a".repeat(63);
    for dialect in DIALECTS {
        for name in [
            "a",
            "Z",
            "_",
            "__",
            "_a1",
            "users",
            "Users",
            "USERS",
            "user_id",
            "created_at",
            "x1",
            "id",
            "name",
            "email",
            "orders2026",
            "selected",
            "select_",
            "_select",
            "from_date",
            "tables",
            "dropped",
            "union_id",
            "ordering",
            "notes",
            "status",
            "description",
            "price",
            "customer",
            "product_name",
            "is_active",
            "title",
            "payload",
            "uuid",
            "url",
            &longest,
        ] {
            let rule = sql_identifier().dialect(dialect);
            assert!(rule.judge(name).is_ok(), "{dialect:?} {name:?}");
        }
    }
}

#[test]
fn refuses_what_leaves_the_name() {
    for dialect in DIALECTS {
        let rule = sql_identifier().dialect(dialect);
        refuses(rule, "empty", &[""]);
        refuses(rule, "start with a letter", &["1", "1abc", "9_", "0x1F", "1e5"]);
        refuses(
            rule,
            "only ASCII",
            &[
                " ",
                "a b",
                " a",
                "a ",
                "a\n",
                "a\t",
                "a\0",
                "\0",
                "a\u{b}b",
                "a.b",
                ".",
                "a-b",
                "a--",
                "--",
                "a/**/b",
                "/*",
                "a#",
                "#t",
                "@v",
                "@@version",
                "$1",
                "a$b",
                "$",
                "a;b",
                ";",
                "a'",
                "'a'",
                "\"a\"",
                "`a`",
                "[a]",
                "]",
                "a\\",
                "a)",
                "(a",
                "a,b",
                "*",
                "a=b",
                "a|b",
                "a%b",
                "a:b",
                ":a",
                "?",
                "a+b",
                "a&b",
                "a<b",
                "a!b",
                "a~b",
                "a^b",
                "{a}",
                "users; DROP TABLE users",
                "users WHERE 1=1",
                "users--",
                "U&\"a\"",
                "x'41'",
                // Letters and spaces that only look like it, or are folded to it.
                "naïve",
                "таблица",
                "ａ",
                "ſelect",
                "a\u{a0}b",
                "a\u{200b}",
                "a\u{3000}b",
                "İd",
                "\u{212a}",
                "a\u{301}",
                "\u{feff}a",
                "a\u{ff07}",
                "٣a",
                "a٣",
                "a\u{2028}b",
            ],
        );
    }
}

#[test]
fn a_name_is_as_long_as_the_dialect_keeps() {
    for (dialect, longest) in [
        (Dialect::Ansi, 128),
        (Dialect::Postgres, 63),
        (Dialect::MySql, 64),
        (Dialect::Sqlite, 128),
        (Dialect::SqlServer, 128),
    ] {
        let rule = sql_identifier().dialect(dialect);
        assert!(rule.judge(&"a".repeat(longest)).is_ok());
        refuses(rule, &format!("at most {longest} "), &[&"a".repeat(longest + 1)]);
        assert_eq!(described(rule)["maxLength"], longest);
    }
}

#[test]
fn every_reserved_word_is_refused_in_any_case() {
    for dialect in DIALECTS {
        let rule = sql_identifier().dialect(dialect);
        for word in reserved(dialect) {
            let mixed: String = word
                .char_indices()
                .map(|(at, letter)| if at % 2 == 0 { letter.to_ascii_uppercase() } else { letter })
                .collect();
            refuses(rule, "reserved", &[word, &word.to_uppercase(), &mixed]);
            assert!(rule.judge(&format!("{word}_")).is_ok() || word.len() > 62);
        }
    }
}

#[test]
fn the_words_of_every_statement_are_reserved_everywhere() {
    for dialect in DIALECTS {
        for word in [
            "select",
            "FROM",
            "Where",
            "union",
            "table",
            "create",
            "into",
            "group",
            "order",
            "having",
            "and",
            "or",
            "not",
            "null",
            "case",
            "when",
            "then",
            "else",
            "distinct",
            "in",
            "is",
            "on",
            "as",
            "to",
            "all",
            "default",
            "primary",
            "references",
            "unique",
        ] {
            refuses(sql_identifier().dialect(dialect), "reserved", &[word]);
        }
    }
}

#[test]
fn each_dialect_has_words_of_its_own() {
    for (dialect, reserved, free) in [
        (Dialect::Ansi, "date", "analyse"),
        (Dialect::Postgres, "analyse", "date"),
        (Dialect::MySql, "zerofill", "analyse"),
        (Dialect::Sqlite, "autoincrement", "zerofill"),
        (Dialect::SqlServer, "holdlock", "autoincrement"),
    ] {
        let rule = sql_identifier().dialect(dialect);
        refuses(rule, "reserved", &[reserved]);
        assert!(rule.judge(free).is_ok(), "{dialect:?} {free}");
    }
    assert_eq!(sql_identifier(), SqlIdentifier::default().dialect(Dialect::default()));
}

#[test]
fn the_lists_are_fit_for_the_search() {
    assert!(keywords::STATEMENTS.is_sorted_by(|a, b| a < b));
    for dialect in DIALECTS {
        let words = reserved(dialect);
        assert!(words.is_sorted_by(|a, b| a < b), "{dialect:?}");
        assert!(words.iter().all(|word| *word == word.to_ascii_lowercase()));
    }
}

proptest! {
    #[test]
    fn accepts_nothing_that_the_schema_refuses(name in "[a-zA-Z0-9_ $.\n'é]{0,5}|[a_]{60,66}") {
        for dialect in DIALECTS {
            let rule = sql_identifier().dialect(dialect);
            let is_valid = jsonschema::is_valid(&described(rule), &json!(name));
            let is_reserved = reserved(dialect).contains(&name.to_ascii_lowercase().as_str());
            prop_assert_eq!(rule.judge(&name).is_ok(), is_valid && !is_reserved, "{:?}", name);
        }
    }

    #[test]
    fn never_panics(name: String) {
        let _ = sql_identifier().judge(&name);
    }
}
