#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::*;

fn described() -> Value {
    let mut schema = String::json_schema(&mut SchemaGenerator::default());
    url_segment().describe(&mut schema);
    schema.to_value()
}

const GOOD: &[&str] = &[
    "a",
    "42",
    "-1",
    "_x",
    "~me",
    ".env",
    "a.b",
    "v1..2",
    "..a",
    "a..",
    "user@example.com",
    "a:b",
    "urn:isbn:1",
    "1,2",
    "x=1&y=2",
    "a+b",
    "it's",
    "(a)",
    "*",
    "!",
    "$",
    "[a]",
    "{id}",
    "<b>",
    "\"q\"",
    "a|b",
    "a^b",
    "`a`",
    "100%",
    "50% off",
    "a%20b",
    "%",
    "%zz",
    "%41",
    "a b",
    "Zürich",
    "日本語",
    "مرحبا",
    "👩\u{200d}🚀",
    "e\u{301}",
    "550e8400-e29b-41d4-a716-446655440000",
    "2026-11-23T10:00:00Z",
    "feature-1.2.3-rc.1",
    "C++",
];

const BAD: &[&str] = &[
    "",
    ".",
    "..",
    "...",
    "/",
    "//",
    "a/b",
    "../a",
    "a/..",
    "/a",
    "a/",
    "\\",
    "..\\a",
    "a\\b",
    "?",
    "a?b=c",
    "#",
    "a#b",
    ";",
    "..;",
    "a;b=c",
    "a;jsessionid=1",
    "%2e",
    "%2E%2e",
    ".%2e",
    "%2e.",
    "%2f",
    "a%2Fb",
    "%5c",
    "%5C..",
    "%3f",
    "%3F",
    "%23",
    "%3b",
    "%3B",
    "%00",
    "a%0d%0ab",
    "%7f",
    "%252e%252e",
    "a%252fb",
    "%25252f",
    "%2525253f",
    "%c0%ae",
    "%c0%af",
    "%e0%80%af",
    "%u002e",
    "%%32e",
    "%2%65",
    "%%32%66",
    "%25%32%66",
    "%%35c",
    "%ef%bc%8f",
    "%25ef%25bc%258f",
    "%e2%80%ae",
    "％2f",
    "a\u{2041}b",
    "%u2215",
    "a\n",
    "a\r\nb",
    "\0",
    "a\0b",
    "\ta",
    "\u{7f}",
    "\u{85}",
    "a\u{2028}b",
    " a",
    "a ",
    " ",
    ".. ",
    " ..",
    "\u{a0}a",
    "a\u{3000}",
    "a\u{200b}b",
    "\u{feff}a",
    "a\u{202e}b",
    "a\u{e0041}",
    "\u{fdd0}",
    "\u{e000}",
    "a∕b",
    "a／b",
    "a⁄b",
    "a＼b",
    "．．",
    "‥",
    "․․",
];

#[test]
fn accepts_segments_and_refuses_what_is_not_one() {
    for segment in GOOD {
        assert_eq!(url_segment().judge(segment), Ok(()), "{segment:?}");
    }
    for segment in BAD {
        let violation = url_segment().judge(segment).expect_err(segment);
        assert_eq!(violation.rule(), "url_segment");
    }
    assert!(url_segment().judge(&"a".repeat(255)).is_ok());
    assert!(url_segment().judge(&"a".repeat(256)).is_err());
    assert!(url_segment().judge(&"é".repeat(128)).is_err());
}

#[test]
fn names_the_first_broken_requirement() {
    let message = |segment| url_segment().judge(segment).unwrap_err().message().to_owned();
    assert!(message("").contains("empty"));
    assert!(message("..").contains("dots"));
    assert!(message("a\n/").contains("control"));
    assert!(message("a/%2f").contains("one path segment"));
    assert!(message("a%2f").contains("percent-encoded"));
    assert!(message("a／b").contains("look like"));
}

#[test]
fn describes_what_is_portable() {
    let schema = described();
    assert_eq!(schema["minLength"], 1);
    assert_eq!(schema["maxLength"], 255);
    // Construction refuses what the two dialects do not share.
    let shared = crate::rule::pattern(PORTABLE_PATTERN);
    for segment in ["", "a/b", "a\\b", "a?", "a#", "a;", "a\n", "\u{7f}"] {
        assert!(shared.judge(segment).is_err(), "{segment:?}");
        assert!(!jsonschema::is_valid(&schema, &json!(segment)), "{segment:?}");
    }
    for segment in GOOD {
        assert!(jsonschema::is_valid(&schema, &json!(segment)), "{segment:?}");
    }
}

proptest! {
    /// The schema accepts more: dots, encodings, spaces and characters beyond ASCII.
    #[test]
    fn accepts_nothing_that_the_schema_refuses(segment in "[a./\\\\?#;%2e5c :é\u{0}\u{7f}\n-]{0,6}") {
        if url_segment().judge(&segment).is_ok() {
            prop_assert!(jsonschema::is_valid(&described(), &json!(segment)));
        }
    }

    /// However often it is decoded on the way.
    #[test]
    fn stays_one_segment_when_it_is_encoded(segment in "[a.%2Ee5cCfF3bB0 é]{1,10}") {
        if url_segment().judge(&segment).is_ok() {
            let encoded: String = segment.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let url = url::Url::parse(&format!("https://example.com/a/{encoded}/b")).unwrap();
            prop_assert_eq!(url.path(), format!("/a/{encoded}/b"));
            let mut text = segment.into_bytes();
            for _ in 0..4 {
                prop_assert!(!text.iter().any(|&byte| is_delimiter(byte) || byte < 0x20));
                prop_assert!(!text.iter().all(|&byte| byte == b'.'));
                text = percent_decode(&text);
            }
        }
    }

    #[test]
    fn never_panics(segment: String) {
        let _ = url_segment().judge(&segment);
    }
}

/// By another implementation than the rule's.
fn percent_decode(text: &[u8]) -> Vec<u8> {
    let pair = text.iter().map(|&byte| match byte {
        b'+' => "%2B".to_owned(),
        b'&' => "%26".to_owned(),
        b'=' => "%3D".to_owned(),
        byte if byte.is_ascii() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    let query: String = pair.collect();
    let (name, _) = url::form_urlencoded::parse(query.as_bytes()).next().unwrap();
    name.into_owned().into_bytes()
}
