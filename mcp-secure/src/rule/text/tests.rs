#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator, json_schema};
use serde_json::json;

use super::*;

/// The promise, said another way.
fn is_plain(value: &str) -> bool {
    value.chars().all(|character| {
        let code = u32::from(character);
        let is_control = code < 0x20 || (0x7f..0xa0).contains(&code);
        let is_tag = (0xe0000..0xe0080).contains(&code);
        let is_noncharacter =
            (0xfdd0..0xfdf0).contains(&code) || [0xfffe, 0xffff].contains(&(code % 0x10000));
        "\t\n\r".contains(character) || !(is_control || is_tag || is_noncharacter)
    })
}

#[test]
fn accepts_text_as_people_write_it() {
    let good = [
        "",
        "plain",
        "two\nlines\r\nand\ta tab",
        "résumé, façade, naïve — “quoted”… £5 §3 ½",
        "日本語、한국어、العربية، עברית, हिन्दी, ไทย",
        "می‌خواهم",
        "👩‍👩‍👧 ❤️ 🇨🇭",
        "\u{feff}with a byte order mark",
        "\u{202b}right to left\u{202c}",
        "<b>markup</b> & 'quotes' \"too\"; DROP TABLE notes; -- $(id) ../../etc",
        "e\u{301} not in normal form",
        "\u{fffd}\u{fffc}",
        "\u{e0100}",
    ];
    for value in good {
        assert!(text().judge(value).is_ok(), "{value:?}");
    }
}

#[test]
fn every_character_is_judged_rightly() {
    for character in '\0'..=char::MAX {
        let value = format!("a{character}b");
        assert_eq!(text().judge(&value).is_ok(), is_plain(&value), "{value:?}");
    }
}

#[test]
fn a_bad_character_is_found_wherever_it_stands() {
    let rule = text();
    for bad in ['\0', '\u{85}', '\u{e0041}', '\u{ffff}', '\u{7f}'] {
        for filler in ["a", "é", "日", "😀"] {
            for before in (0..4 * BLOCK).step_by(61).chain(BLOCK - 5..BLOCK + 5) {
                let mut value = filler.repeat(before);
                assert!(rule.judge(&value).is_ok());
                value.push(bad);
                value.push_str(filler);
                assert!(rule.judge(&value).is_err(), "{bad:?} after {before} {filler}");
            }
        }
    }
}

#[test]
fn counts_bytes() {
    assert!(text().judge(&"a".repeat(65_536)).is_ok());
    assert!(text().judge(&"a".repeat(65_537)).is_err());
    assert!(text().judge(&"é".repeat(32_769)).is_err());
    assert!(text().max_bytes(2).judge("é").is_ok());
    assert!(text().max_bytes(1).judge("é").is_err());
    assert!(text().max_bytes(100_000).judge(&"a".repeat(65_537)).is_ok());
}

#[test]
fn the_violation_says_what_was_broken() {
    let message = |value| text().judge(value).unwrap_err().message().to_owned();
    assert_eq!(
        message("\u{1b}[0m"),
        "must not hold control characters, apart from tabs and line breaks"
    );
    assert_eq!(message("\u{e0041}"), "must not hold Unicode tag characters");
    assert_eq!(message("\u{fdd0}"), "must not hold Unicode noncharacters");
}

#[test]
fn tells_small_caps_only() {
    let mut schema = json_schema!({ "type": "string" });
    text().describe(&mut schema);
    assert_eq!(schema.as_value(), &json!({ "type": "string" }));
    text().max_bytes(100).describe(&mut schema);
    assert_eq!(schema.as_value(), &json!({ "type": "string", "maxLength": 100 }));
}

proptest! {
    #[test]
    fn refuses_exactly_what_it_says(value: String) {
        prop_assert_eq!(text().judge(&value).is_ok(), is_plain(&value));
    }

    #[test]
    fn accepts_nothing_that_the_schema_refuses(value in "[aé😀\u{0}]{0,9}") {
        let rule = text().max_bytes(6);
        let mut schema = String::json_schema(&mut SchemaGenerator::default());
        rule.describe(&mut schema);
        if rule.judge(&value).is_ok() {
            prop_assert!(jsonschema::is_valid(schema.as_value(), &json!(value)));
        }
    }
}
