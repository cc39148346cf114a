#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::json::generate::{value, write_noisily};

/// The value, put together again from its parts.
fn rebuilt(raw: Raw<'_>) -> Value {
    if let Some(items) = raw.items() {
        return items.map(rebuilt).collect();
    }
    match raw.members() {
        Some(members) => {
            members.map(|(name, value)| (name.unescape().into_owned(), rebuilt(value))).collect()
        }
        None => serde_json::from_str(raw.text()).unwrap(),
    }
}

proptest! {
    #[test]
    fn the_parts_of_a_value_are_its_parts(value in value(), noise: u64) {
        let text = write_noisily(&value, noise);
        let mut parts = Parts::default();
        let raw = Raw::new(text.trim()).indexed(&mut parts).unwrap();
        prop_assert_eq!(rebuilt(raw), value);
    }

    /// A text that nobody has checked is refused or read, and never misread in silence.
    #[test]
    fn an_unbalanced_text_is_refused(text in "[\\[\\]{}:,\"a0 ]{0,12}") {
        let mut parts = Parts::default();
        let is_balanced = serde_json::from_str::<Value>(&text).is_ok();
        prop_assert!(!is_balanced || Raw::new(text.trim()).indexed(&mut parts).is_ok());
    }
}

#[test]
fn a_part_can_be_taken_again() {
    let mut parts = Parts::default();
    let raw = Raw::new(r#"{"a":[1,{"b":[]}],"c":{"d":"}"}}"#).indexed(&mut parts).unwrap();
    for _ in 0..2 {
        assert_eq!(raw.member("a").unwrap().text(), r#"[1,{"b":[]}]"#);
        assert_eq!(raw.member("c").unwrap().member("d").unwrap().text(), r#""}""#);
        assert!(raw.member("d").is_none());
    }
    let second = raw.member("a").unwrap().items().unwrap().nth(1).unwrap();
    assert_eq!(second.member("b").unwrap().kind(), Kind::Array);
}

#[test]
fn a_hidden_member_is_not_there() {
    let mut parts = Parts::default();
    let raw = Raw::new(r#"{"\u0061":{},"b":1}"#).indexed(&mut parts).unwrap().without("a");
    assert_eq!(raw.members().unwrap().count(), 1);
    assert!(raw.member("a").is_none());
    assert_eq!(raw.member("b").unwrap().kind(), Kind::Integer);
}

#[test]
fn a_value_is_of_one_kind() {
    for (text, kind) in [
        ("null", Kind::Null),
        ("true", Kind::Boolean),
        ("-1", Kind::Integer),
        ("1.0", Kind::Fraction),
        ("1e2", Kind::Fraction),
        ("\"1\"", Kind::String),
        ("[]", Kind::Array),
        ("{}", Kind::Object),
    ] {
        assert_eq!(Raw::new(text).kind(), kind, "{text}");
    }
}
