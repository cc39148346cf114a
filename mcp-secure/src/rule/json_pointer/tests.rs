#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::rule::{agreement::Described, pattern};

fn described() -> Described {
    Described::text(&json_pointer())
}

#[test]
fn accepts_pointers() {
    let longest = format!("/{}", "a".repeat(2047));
    let good = [
        // RFC 6901, section 5.
        "",
        "/foo",
        "/foo/0",
        "/",
        "/a~1b",
        "/c%d",
        "/e^f",
        "/g|h",
        "/i\\j",
        "/k\"l",
        "/ ",
        "/m~0n",
        // Others.
        "//",
        "/foo//bar",
        "/foo/",
        "/~0~1",
        "/~01",
        "/~10",
        "/foo/-",
        "/01",
        "/日本語/😀",
        "/#",
        "/../..",
        "/a b",
        "/$ref",
        "/{}",
        "/'",
        &longest,
    ];
    for value in good {
        assert!(json_pointer().judge(value).is_ok(), "{value:?}");
        assert!(described().accepts(value), "{value:?}");
    }
}

#[test]
fn refuses_and_names_what_is_broken() {
    let long = "/".repeat(2049);
    let bad = [
        ("2048", long.as_str()),
        ("start with `/`", "a"),
        ("start with `/`", "0"),
        ("start with `/`", "#"),
        ("start with `/`", "#/a"),
        ("start with `/`", "a/b"),
        ("start with `/`", " /a"),
        ("start with `/`", "$.a"),
        ("start with `/`", "\\a"),
        ("start with `/`", "~1a"),
        ("start with `/`", "∕a"),
        ("`~0`", "/~"),
        ("`~0`", "/a~"),
        ("`~0`", "/~/a"),
        ("`~0`", "/~~0"),
        ("`~0`", "/~2"),
        ("`~0`", "/~a"),
        ("`~0`", "/~0~"),
        ("`~0`", "/~é"),
        ("`~0`", "/~٠"),
        ("control", "/a\0"),
        ("control", "/\u{1b}[2J"),
        ("tag", "/a\u{e0041}"),
    ];
    for (reason, value) in bad {
        match json_pointer().judge(value) {
            Ok(()) => panic!("accepted {value:?}"),
            Err(violation) => {
                assert!(violation.message().contains(reason), "{value:?}: {}", violation.message());
            }
        }
    }
}

#[test]
fn describes_as_format_and_pattern() {
    assert_eq!(
        described().schema(),
        &json!({ "type": "string", "format": "json-pointer", "pattern": PATTERN })
    );
    assert!(Rule::<str>::bounds_length(&json_pointer()));
}

proptest! {
    #[test]
    fn agrees_with_the_schema(value in "/?[/~01aé😀\n#]{0,9}", pointer in "(/([a-z]|~[01]){0,4}){0,5}") {
        prop_assert!(json_pointer().judge(&pointer).is_ok());
        for value in [value, pointer] {
            prop_assert_eq!(json_pointer().judge(&value).is_ok(), described().accepts(value.as_str()));
            prop_assert_eq!(json_pointer().judge(&value).is_ok(), pattern(PATTERN).judge(&value).is_ok());
        }
    }

    /// `serde_json` looks up by a pointer what stands there, and only then.
    #[test]
    fn an_accepted_pointer_is_one_that_finds(name in "[a-z/~0-9é]{0,9}") {
        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        prop_assert!(json_pointer().judge(&pointer).is_ok());
        let document = json!({ name: 1 });
        prop_assert_eq!(document.pointer(&pointer), Some(&json!(1)));
    }
}
