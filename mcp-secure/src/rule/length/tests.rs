#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator, json_schema};
use serde_json::json;

use super::*;

fn message<T: Measured + ?Sized>(rule: impl Rule<T>, value: &T) -> String {
    rule.judge(value).unwrap_err().message().to_owned()
}

#[test]
fn counts_characters_items_and_members() {
    assert!(length(1..=2).judge("é😀").is_ok());
    assert!(length(1..=2).judge("aé😀").is_err());
    assert!(length(1..=2).judge(&[1, 2][..]).is_ok());
    assert!(length(1..=2).judge(&[1, 2, 3][..]).is_err());
    assert!(length(1..=2).judge(&BTreeMap::from([(1, 1)])).is_ok());
    assert!(length(2..).judge(&BTreeMap::from([(1, 1)])).is_err());
    assert!(length(2..).judge(&HashMap::from([(1, 1)])).is_err());
    assert!(length(1..).judge(&HashSet::from([1])).is_ok());
    assert!(length(2..).judge(&BTreeSet::from([1])).is_err());
}

#[test]
fn takes_every_kind_of_range() {
    let accepted = |rule: Length| -> Vec<usize> {
        (0..6).filter(|&count| rule.judge(&"a".repeat(count)[..]).is_ok()).collect()
    };
    assert_eq!(accepted(length(1..=3)), [1, 2, 3]);
    assert_eq!(accepted(length(1..3)), [1, 2]);
    assert_eq!(accepted(length(..=1)), [0, 1]);
    assert_eq!(accepted(length(4..)), [4, 5]);
    assert_eq!(accepted(length(3..=3)), [3]);
    assert_eq!(accepted(length(0..=0)), [0]);
    assert_eq!(accepted(length(..)), [0, 1, 2, 3, 4, 5]);
    let after_two = (Bound::Excluded(2), Bound::Unbounded);
    assert_eq!(accepted(length(after_two)), [3, 4, 5]);
}

#[test]
fn the_byte_shortcut_never_decides_wrongly() {
    for text in ["", "a", "é", "日", "😀", "aé日😀", "😀😀", "éé", "日日日", "aaaa"]
    {
        let count = text.chars().count();
        for min in 0..8 {
            for max in min..8 {
                assert_eq!(
                    length(min..=max).judge(text).is_ok(),
                    (min..=max).contains(&count),
                    "{text} {min} {max}"
                );
            }
        }
    }
}

#[test]
fn bytes_are_bytes() {
    assert!(length(..=3).bytes().judge("日").is_ok());
    assert!(length(..=2).bytes().judge("日").is_err());
    assert!(length(4..).bytes().judge("日").is_err());
}

#[test]
fn graphemes_are_what_is_read() {
    let accepted = |text: &str, count: usize| length(count..=count).graphemes().judge(text).is_ok();
    for (text, count) in [
        ("", 0),
        ("abc", 3),
        ("e\u{301}", 1),
        ("👩\u{200d}👩\u{200d}👧", 1),
        ("🇩🇪🇫🇷", 2),
        ("❤\u{fe0f}", 1),
        ("\r\n", 1),
        ("नमस्ते", 3),
        ("각", 1),
    ] {
        assert!(accepted(text, count), "{text}");
        assert!(!accepted(text, count + 1), "{text}");
    }
    // One letter with any number of accents is one, and so bounds nothing.
    let stacked = format!("a{}", "\u{301}".repeat(100_000));
    assert!(accepted(&stacked, 1));
    assert!(!Rule::<str>::bounds_length(&length(..=1).graphemes()));
    assert!(length(..=usize::MAX).graphemes().judge(&stacked).is_ok());
}

#[test]
fn says_what_it_asks_for() {
    assert_eq!(message(length(1..=64), ""), "must have 1 to 64 characters");
    assert_eq!(message(length(..=1), "ab"), "must have at most 1 character");
    assert_eq!(message(length(2..), "a"), "must have at least 2 characters");
    assert_eq!(message(length(5..=5), ""), "must have exactly 5 characters");
    assert_eq!(message(length(2..), &[1][..]), "must have at least 2 items");
    assert_eq!(message(length(1..=3).bytes(), ""), "must have 1 to 3 bytes");
    let read = message(length(1..=3).graphemes(), "");
    assert_eq!(read, "must have 1 to 3 characters as they are read");
    let map = BTreeMap::from([(1, 1)]);
    assert_eq!(message(length(2..), &map), "must have at least 2 members");
}

#[test]
fn refuses_an_empty_range() {
    #[expect(clippy::reversed_empty_ranges)]
    let empty: [fn() -> Length; 4] = [
        || length(5..=3),
        || length(3..3),
        || length(..0),
        || length((Bound::Excluded(usize::MAX), Bound::Unbounded)),
    ];
    for make in empty {
        assert!(std::panic::catch_unwind(make).is_err());
    }
}

#[test]
fn describes_by_what_it_counts() {
    let describe = |describe: &dyn Fn(&mut Schema)| {
        let mut schema = json_schema!({});
        describe(&mut schema);
        schema.to_value()
    };
    let rule = length(1..=64);
    assert_eq!(
        describe(&|schema| Rule::<str>::describe(&rule, schema)),
        json!({ "minLength": 1, "maxLength": 64 })
    );
    assert_eq!(
        describe(&|schema| Rule::<[u8]>::describe(&rule, schema)),
        json!({ "minItems": 1, "maxItems": 64 })
    );
    assert_eq!(
        describe(&|schema| Rule::<BTreeMap<u8, u8>>::describe(&rule, schema)),
        json!({ "minProperties": 1, "maxProperties": 64 })
    );
    assert_eq!(
        describe(&|schema| rule.bytes().describe(schema)),
        json!({ "minLength": 1, "maxLength": 64 })
    );
    assert_eq!(
        describe(&|schema| length(5..=8).bytes().describe(schema)),
        json!({ "minLength": 2, "maxLength": 8 })
    );
    assert_eq!(describe(&|schema| Rule::<str>::describe(&length(..=100_000), schema)), json!({}));
}

proptest! {
    #[test]
    fn agrees_with_the_schema(value in "[aé😀\u{301}\u{200d}]{0,12}", min in 0_usize..8, more in 0_usize..6) {
        let range = min..=min + more;
        let schema = |rule: &dyn Rule<str>| {
            let mut schema = String::json_schema(&mut SchemaGenerator::default());
            rule.describe(&mut schema);
            schema
        };
        let rule = length(range);
        prop_assert_eq!(
            rule.judge(&value[..]).is_ok(),
            jsonschema::is_valid(schema(&rule).as_value(), &json!(value))
        );
        // What the schema cannot say: bytes. It may be wider, never narrower.
        if rule.bytes().judge(&value).is_ok() {
            prop_assert!(jsonschema::is_valid(schema(&rule.bytes()).as_value(), &json!(value)));
        }
        if rule.graphemes().judge(&value).is_ok() {
            prop_assert!(jsonschema::is_valid(schema(&rule.graphemes()).as_value(), &json!(value)));
        }
    }
}
