//! Rules that take rules, and functions as rules.

use serde_json::json;

use super::{Case, Row, case, row};
use crate::rule::{
    Violation, all, any, check, each, filename, length, not, one_of, pattern, range, when,
};

pub(super) fn rows() -> Vec<Row> {
    vec![
        row(
            "all",
            [
                case!(String, all((length(2..=4), pattern("^[A-Z]+$"), pattern("[AEIOU]"))))
                    .good(["BAD", "AB"]),
                case!(i64, all((range(0..), range(..=10)))).good([0, 10]),
            ],
        ),
        row(
            "any",
            [
                case!(String, any((length(..=2), one_of(["long"]), pattern("^#[0-9]+$"))))
                    .good(["ab", "long", "#123"]),
                case!(Option<String>, any((one_of(["-"]), length(3..=3)))).good(["-", "abc"]),
                case!(Vec<i32>, any((length(..=1), each(range(0..)))))
                    .good([json!([-1]), json!([1, 2])]),
                case!(String, any((one_of(["-"]), length(2..=4).bytes())))
                    .good(["-", "ab", "日a"])
                    .untold("or must have 2 to 4 bytes", "日本"),
            ],
        ),
        row(
            "check",
            [case!(String, check(is_polite))
                .good(["please", "please do"])
                .untold("must begin with `please`", "do")],
        ),
        row(
            "not",
            [
                case!(String, not(one_of(["index", "new"]))).good(["plan", "Index", ""]),
                case!(Option<String>, not(length(1..=2))).good(["", "abc"]),
                case!(Vec<i32>, not(each(range(0..)))).good([json!([-1, 1])]),
                case!(String, not(all((length(2..), pattern("^a"))))).good(["a", "ba"]),
                case!(String, not(filename()))
                    .good([".", "a/b"])
                    .untold("must not be one of the values that are refused", "notes.md"),
            ],
        ),
        row(
            "when",
            [case!(String, when(|value: &str| value.starts_with('#'), pattern("^#[0-9]+$")))
                .good(["#42", "see above"])
                .untold("must match the pattern", "#4a")],
        ),
    ]
}

fn is_polite(value: &str) -> Result<(), Violation> {
    if value.starts_with("please") {
        return Ok(());
    }
    Err(Violation::new("is_polite", "must begin with `please`"))
}
