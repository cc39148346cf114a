#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::*;
use crate::json::generate::{value, write_noisily};

proptest! {
    #[test]
    fn whatever_is_json_is_accepted(value in value(), noise: u64) {
        let text = write_noisily(&value, noise);
        prop_assert_eq!(&serde_json::from_str::<Value>(&text).unwrap(), &value);
        prop_assert_eq!(scan(text.as_bytes()), Ok(text.trim_ascii()));
    }

    /// Both ways: what is accepted is JSON, and what is refused is not, or has a reason.
    #[test]
    fn a_damaged_text_is_judged_as_serde_json_judges_it(
        value in value(),
        noise: u64,
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0..4u8, mutant()), 1..4),
    ) {
        let mut bytes = write_noisily(&value, noise).into_bytes();
        for (place, kind, byte) in damage {
            let at = place.index(bytes.len() + 1);
            match kind {
                0 => bytes.insert(at, byte),
                1 if at < bytes.len() => bytes[at] = byte,
                2 if at < bytes.len() => drop(bytes.remove(at)),
                _ => bytes.truncate(at),
            }
        }
        agrees_with_serde_json(&bytes)?;
    }

    #[test]
    fn a_random_text_is_judged_as_serde_json_judges_it(
        bytes in prop::collection::vec(mutant(), 0..16),
    ) {
        agrees_with_serde_json(&bytes)?;
    }

    /// The many-keys path and the few-keys path draw the same line.
    #[test]
    fn a_duplicate_is_found_wherever_it_is(count in 2usize..60, one: prop::sample::Index, other: prop::sample::Index) {
        let (one, other) = (one.index(count), other.index(count));
        let mut keys: Vec<String> = (0..count).map(|key| format!("\"key{key}\"")).collect();
        keys[other] = format!("\"\\u006bey{one}\"");
        let text = format!("[{{\"a\":0}},{{{}:0}}]", keys.join(":0,"));
        let result = scan(text.as_bytes()).map_err(|error| error.kind);
        prop_assert_eq!(result.is_ok(), one == other);
        prop_assert!(one == other || result == Err(ScanErrorKind::DuplicateKey));
    }
}

fn agrees_with_serde_json(bytes: &[u8]) -> Result<(), TestCaseError> {
    match scan(bytes) {
        Ok(_) => {
            prop_assert!(serde_json::from_slice::<IgnoredAny>(bytes).is_ok());
            // A number may be too large for a value, and only that.
            if let Err(error) = serde_json::from_slice::<Value>(bytes) {
                prop_assert!(error.to_string().contains("out of range"), "{}", error);
            }
        }
        Err(error) if error.kind.is_syntax() => {
            prop_assert!(serde_json::from_slice::<Value>(bytes).is_err(), "{}", error);
        }
        Err(error) => prop_assert_eq!(error.kind, ScanErrorKind::DuplicateKey),
    }
    Ok(())
}

/// Mostly bytes that mean something.
fn mutant() -> impl Strategy<Value = u8> {
    prop_oneof![
        4 => prop::sample::select(b"{}[]:,\"\\/ \n\t-+.eE0123456789truefalsnulbd".to_vec()),
        1 => any::<u8>(),
    ]
}

#[test]
fn depth_is_bounded_exactly() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth: usize| {
            let inner = if open == "[" { "[]" } else { "{}" };
            open.repeat(depth - 1) + inner + &close.repeat(depth - 1)
        };
        assert!(scan(nested(64).as_bytes()).is_ok());
        assert_eq!(kind_of(&nested(65)), ScanErrorKind::TooDeep);
    }
    // Siblings are not deeper.
    assert!(scan(format!("[{}[]]", "[],".repeat(1000)).as_bytes()).is_ok());
}

#[test]
fn a_deep_text_costs_nothing() {
    let error = scan("[".repeat(100_000).as_bytes()).unwrap_err();
    assert_eq!(error, ScanError { kind: ScanErrorKind::TooDeep, offset: 65 });
    let limits = Limits { depth: usize::MAX, values: usize::MAX };
    let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
    let mut scanner = Scanner::from_text(&deep, limits);
    assert_eq!(scanner.value(), Ok(deep.as_str()));
}

#[test]
fn values_are_bounded_exactly() {
    let limits = Limits { values: 5, ..Limits::default() };
    let count = |text| Scanner::from_text(text, limits).value().map_err(|error| error.kind);
    assert!(count(r#"[1,"a",null,{}]"#).is_ok());
    assert!(count(r#"{"a":1,"b":{"c":[]}, "d":0}"#).is_ok());
    assert_eq!(count("[1,2,3,4,5]"), Err(ScanErrorKind::TooManyValues));
    assert_eq!(count(r#"[{},{},{},[],""]"#), Err(ScanErrorKind::TooManyValues));
    let mut scanner = Scanner::from_text(r#"["a","b"]"#, Limits { values: 0, ..limits });
    assert_eq!(scanner.string().unwrap_err().kind, ScanErrorKind::TooManyValues);
    let mut scanner = Scanner::from_text(r#""a""#, Limits { values: 0, ..limits });
    assert_eq!(scanner.string().unwrap_err().kind, ScanErrorKind::TooManyValues);
    let many = format!("[{}0]", "0,".repeat(500_000));
    assert_eq!(kind_of(&many), ScanErrorKind::TooManyValues);
}

/// A quadratic comparison would take minutes for each of them.
#[test]
fn hostile_texts_take_linear_time() {
    let limits = Limits { depth: 64, values: usize::MAX };
    let keys = |key: &dyn Fn(usize) -> String| {
        (0..100_000).map(|index| format!("\"{}\":0", key(index))).collect::<Vec<_>>().join(",")
    };
    let texts = [
        format!("{{{}}}", keys(&|index| index.to_string())),
        format!("{{{}}}", keys(&|index| format!("\\u0061{index}"))),
        // One key in each of many objects, and an outer object that holds them.
        format!("{{\"x\":[{}{{}}]}}", "{\"a\":0,\"b\":0},".repeat(100_000)),
        // Few keys, long and equal up to the end.
        format!(
            "{{{}}}",
            (10..26)
                .map(|n| format!("\"{}{n}\":0", "k".repeat(60_000)))
                .collect::<Vec<_>>()
                .join(",")
        ),
        format!("\"{}\"", "\\n".repeat(1_000_000)),
        format!("[{}\"\"]", "\"\\\\\",".repeat(300_000)),
        format!("[{}0]", "1e5,".repeat(300_000)),
        "9".repeat(1_000_000),
        " ".repeat(1_000_000) + "0",
    ];
    let start = Instant::now();
    for text in &texts {
        let mut scanner = Scanner::from_text(text, limits);
        scanner.value().unwrap();
        scanner.finish().unwrap();
    }
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
}

/// Without this refusal a client could hand one message to the scanner and another to
/// whoever decodes a `Value` later.
#[test]
fn serde_json_would_read_a_message_within_a_message() {
    let text = r#"{"$serde_json::private::RawValue":"{\"name\":\"other_tool\"}"}"#;
    let smuggled: Value = serde_json::from_str(text).unwrap();
    assert_eq!(smuggled, serde_json::json!({ "name": "other_tool" }));
    assert_eq!(kind_of(text), ScanErrorKind::ReservedKey);
    // Only the names that serde_json uses.
    assert!(scan(br#"{"$serde_json":1,"serde_json::private::RawValue":2}"#).is_ok());
}

#[test]
fn an_error_tells_where_and_not_what() {
    let error = scan(b"{\"secret\":1,  \"secret\":2}").unwrap_err();
    assert_eq!(error, ScanError { kind: ScanErrorKind::DuplicateKey, offset: 14 });
    assert_eq!(error.to_string(), "duplicate key at byte 14");
    assert_eq!(scan(b"[1, \"ab\ncd\"]").unwrap_err().offset, 7);
    assert_eq!(scan(b"[1, \"ab\xff\"]").unwrap_err().offset, 7);
    assert_eq!(scan(b"[1, x]").unwrap_err().offset, 4);
    assert_eq!(scan(b"[1,\n]").unwrap_err().offset, 4);
}

#[test]
fn members_are_taken_one_by_one() {
    let text = r#" { "a" : [1, {"x":2}] , "\u0062" : "t\u0065xt" , "c" : 7 } "#;
    let mut scanner = Scanner::from_text(text, Limits::default());
    scanner.enter_object().unwrap();
    assert_eq!(scanner.next_key().unwrap().unwrap(), "a");
    assert_eq!(scanner.peek(), Some(b'['));
    assert_eq!(scanner.value().unwrap(), r#"[1, {"x":2}]"#);
    assert_eq!(scanner.next_key().unwrap().unwrap(), "b");
    assert_eq!(scanner.string().unwrap().unwrap().unescape(), "text");
    assert_eq!(scanner.next_key().unwrap().unwrap(), "c");
    assert!(scanner.string().unwrap().is_none());
    assert_eq!(scanner.depth(), 1);
    assert_eq!(scanner.next_key(), Ok(None));
    assert_eq!(scanner.depth(), 0);
    assert_eq!(scanner.finish(), Ok(()));
}

fn kind_of(text: &str) -> ScanErrorKind {
    scan(text.as_bytes()).unwrap_err().kind
}
