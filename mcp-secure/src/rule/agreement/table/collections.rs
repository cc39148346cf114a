//! Rules for lists and maps, and for what is in them.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Case, Row, case, row};
use crate::rule::{each, keys, length, not, one_of, pattern, range, unique, values};

type Map<T> = BTreeMap<String, T>;

pub(super) fn rows() -> Vec<Row> {
    vec![
        row(
            "each",
            [
                case!(Vec<String>, each(length(1..=3))).good([json!([]), json!(["a", "abc"])]),
                case!(Vec<Option<i32>>, each(range(0..5))).good([json!([0, null, 4])]),
                case!(Vec<Vec<String>>, each(each(one_of(["a", "b"])))).good([json!([["a"], []])]),
                case!(Vec<String>, each(length(..=3).bytes()))
                    .good([json!(["a", "é"])])
                    .untold("must have at most 3 bytes", json!(["a", "éé"])),
            ],
        ),
        row(
            "keys",
            [
                case!(Map<i32>, keys(pattern("^[a-z]{1,3}$")))
                    .good([json!({}), json!({ "abc": 1 })]),
                case!(Map<i32>, keys(not(one_of(["a", ""])))).good([json!({ "b": 1 })]),
                case!(Map<i32>, keys(length(..=3).bytes()))
                    .good([json!({ "a": 1 })])
                    .untold("must have at most 3 bytes", json!({ "éé": 1 })),
            ],
        ),
        row(
            "unique",
            [
                case!(Vec<String>, unique()).good([json!([]), json!(["a", "A", "é", "e\u{301}"])]),
                case!(Vec<i64>, unique()).good([json!([1, 2])]),
                case!(Vec<Option<bool>>, unique()).good([json!([null, true, false])]),
            ],
        ),
        row(
            "values",
            [
                case!(Map<i32>, values(range(1..=9))).good([json!({}), json!({ "a": 1, "b": 9 })]),
                case!(Map<String>, values(pattern("^[a-z]$"))).good([json!({ "a": "b" })]),
                case!(Map<String>, values(length(1..=2))).good([json!({ "a": "b" })]).untold(
                    "must have names of at most 64 KiB, without control or tag characters",
                    json!({ "\0": "b" }),
                ),
            ],
        ),
    ]
}
