#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::rule::{agreement::Described, pattern};

fn described() -> Described {
    Described::text(&email())
}

#[test]
fn accepts_addresses_as_they_are_used() {
    let label = "b".repeat(63);
    let longest_local = format!("{}@example.com", "a".repeat(64));
    let longest = format!("{}@{label}.{label}.{}.com", "a".repeat(64), "c".repeat(57));
    assert_eq!(longest.len(), 254);
    let good = [
        "ada@example.com",
        "Ada.Lovelace@Example.COM",
        "ada+news@example.com",
        "a@b.c",
        "first.middle.last@mail.example.co.uk",
        "o'neil@example.ie",
        "user_name@example.com",
        "user-name@ex-ample.com",
        "1234567890@example.com",
        "_@example.com",
        "a@1.com",
        "ada@3com.com",
        "ada@163.com",
        "te~st@example.com",
        "~test@example.com",
        "test~@example.com",
        "te.s.t@example.com",
        "customer/department=shipping@example.com",
        "$A12345@example.com",
        "!def!xyz%abc@example.com",
        "user%example.com@example.org",
        "{a}|b`c`^d?e#f*g&h@example.com",
        "mailhost!username@example.org",
        "a-@example.com",
        "x@example.museum",
        "x@sub.sub.sub.example.photography",
        "a@xn--bcher-kva.example",
        "a@example.xn--p1ai",
        "bounce+token=user=example.com@lists.example.net",
        "a@a--b.example",
        &longest_local,
        &longest,
    ];
    for value in good {
        if let Err(violation) = email().judge(value) {
            panic!("refused {value:?}: {}", violation.message());
        }
        assert!(described().accepts(value), "{value}");
    }
}

#[test]
fn refuses_and_names_what_is_broken() {
    let label = "b".repeat(63);
    let long = format!("{}@{label}.{label}.{}.com", "a".repeat(64), "c".repeat(58));
    let long_local = format!("{}@example.com", "a".repeat(65));
    let long_label = format!("a@b{label}.com");
    let bad = [
        ("254", long.as_str()),
        ("64", &long_local),
        ("letters, digits and dashes", &long_label),
        ("form", ""),
        ("form", "ada"),
        ("form", "ada.example.com"),
        ("form", "ada at example.com"),
        ("64", "@"),
        ("64", "@example.com"),
        ("ASCII", "résumé@example.com"),
        ("ASCII", "a@bücher.example"),
        ("ASCII", "аdmin@example.com"),
        ("ASCII", "a@example。com"),
        ("ASCII", "a＠example.com"),
        ("ASCII", "a\u{202e}b@example.com"),
        ("ASCII", "a\u{200b}@example.com"),
        ("ASCII", "a@example.com\u{2028}"),
        ("ASCII", "a@example.com\u{a0}"),
        ("before the `@`", "\"a b\"@example.com"),
        ("before the `@`", "\"a@b\"@example.com"),
        ("before the `@`", "\"-OQueueDirectory=/tmp -X/tmp/a.php\"@example.com"),
        ("before the `@`", "a(comment)@example.com"),
        ("before the `@`", "a b@example.com"),
        ("before the `@`", " a@example.com"),
        ("before the `@`", "a\\b@example.com"),
        ("before the `@`", "Ada <ada@example.com>"),
        ("before the `@`", "<ada@example.com>"),
        ("before the `@`", "mailto:ada@example.com"),
        ("before the `@`", "a,b@example.com"),
        ("before the `@`", "a;b@example.com"),
        ("before the `@`", "a\n@example.com"),
        ("before the `@`", "a\0@example.com"),
        ("before the `@`", "a\u{7f}@example.com"),
        ("before the `@`", "a\r\nRCPT TO:<b@example.com"),
        ("dots only between", ".a@example.com"),
        ("dots only between", "a.@example.com"),
        ("dots only between", "a..b@example.com"),
        ("dots only between", ".@example.com"),
        ("start with a dash", "-a@example.com"),
        ("start with a dash", "-@example.com"),
        ("start with a dash", "-oQ/tmp@example.com"),
        ("after the `@`", "a@"),
        ("after the `@`", "a@b@example.com"),
        ("after the `@`", "a@@example.com"),
        ("after the `@`", "a@.com"),
        ("after the `@`", "a@example..com"),
        ("after the `@`", "a@example.com."),
        ("after the `@`", "a@-example.com"),
        ("after the `@`", "a@example-.com"),
        ("after the `@`", "a@example.com-"),
        ("after the `@`", "a@exa_mple.com"),
        ("after the `@`", "a@example.com "),
        ("after the `@`", "a@example.com\n"),
        ("after the `@`", "a@example.com\r\nBcc: b@example.com"),
        ("after the `@`", "a@example.com\0"),
        ("after the `@`", "a@example.com, b@example.com"),
        ("after the `@`", "a@example.com(comment)"),
        ("after the `@`", "a@example.com?bcc=b"),
        ("after the `@`", "a@example.com/x"),
        ("after the `@`", "a@example.com:25"),
        ("after the `@`", "a@[127.0.0.1]"),
        ("after the `@`", "a@[IPv6:::1]"),
        ("after the `@`", "a@::1"),
        ("after the `@`", "a@%65xample.com"),
        ("with a dot", "root@localhost"),
        ("with a dot", "a@com"),
        ("with a dot", "a@2130706433"),
        ("IP address", "a@127.0.0.1"),
        ("IP address", "a@127.1"),
        ("IP address", "a@0x7f.0x1"),
        ("IP address", "a@1.2.3.4.5"),
        ("IP address", "a@example.123"),
    ];
    for (reason, value) in bad {
        match email().judge(value) {
            Ok(()) => panic!("accepted {value:?}"),
            Err(violation) => {
                assert!(violation.message().contains(reason), "{value:?}: {}", violation.message());
            }
        }
    }
}

#[test]
fn every_ascii_character_is_judged_rightly() {
    for byte in 0..=0x7f_u8 {
        let character = char::from(byte);
        let is_atom =
            character.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(character);
        let value = format!("a{character}b@example.com");
        assert_eq!(email().judge(&value).is_ok(), is_atom, "{value:?}");
        let is_of_host = character.is_ascii_alphanumeric() || "-.".contains(character);
        let value = format!("a@b{character}c.com");
        assert_eq!(email().judge(&value).is_ok(), is_of_host, "{value:?}");
    }
}

#[test]
fn describes_as_format_and_pattern() {
    assert_eq!(
        described().schema(),
        &json!({
            "type": "string", "format": "email",
            "minLength": 5, "maxLength": 254, "pattern": PATTERN,
        })
    );
    assert!(Rule::<str>::bounds_length(&email()));
}

proptest! {
    #[test]
    fn accepts_nothing_that_the_schema_refuses(
        good in "[a-z0-9!#$%&'*+/=?^_`{|}~]{1,8}(\\.[a-z0-9-]{1,5}){0,2}@([a-z0-9]{1,8}\\.){1,3}[a-z]{2,6}",
        near in "[a.@\"\\\\ é\n-]{0,4}@?[a1.\\[\\]@_-]{0,6}\\.?[a-z1-]{0,3}\n?",
    ) {
        prop_assert!(email().judge(&good).is_ok(), "{}", good);
        for value in [good, near] {
            let accepted = email().judge(&value).is_ok();
            // Short as these are, the pattern says all of it.
            prop_assert_eq!(accepted, pattern(PATTERN).judge(&value).is_ok(), "{}", value);
            if accepted {
                prop_assert!(described().accepts(value.as_str()), "{}", value);
            }
        }
    }

    #[test]
    fn never_panics(value: String) {
        let _ = email().judge(&value);
    }
}

#[test]
fn other_scripts_are_accepted_where_they_are_asked_for() {
    let rule = email().unicode(true);
    for good in [
        "ada@example.com",
        "jörg@example.com",
        "ada@bücher.example",
        "用户@例子.广告",
        "अजय@डाटा.भारत",
        "квиточка@пошта.укр",
        "χρήστης@παράδειγμα.ελ",
        "jörg.müller+news@xn--bcher-kva.example",
        "👩\u{200d}🚀@example.com",
    ] {
        assert_eq!(rule.judge(good), Ok(()), "{good}");
    }
    for bad in [
        "jo\u{308}rg@example.com",
        "a\u{200b}@example.com",
        "\u{202e}a@example.com",
        "ü@localhost",
        "ü@localhоst",
        "ü@①②⑦.0.0.1",
        "ü@BÜCHER.example",
        "ü@a。b",
        "a＠example.com",
        "ü@a@b.example",
        "ü ü@example.com",
        "ü..ü@example.com",
        "—ü@example.com",
        "ü\u{85}@example.com",
        "ü\n@example.com",
        "\"ü\"@example.com",
        "ü@[127.0.0.1]",
        "ü@bücher..example",
        "ü@♥.example",
        "ü",
        &format!("{}@example.com", "ü".repeat(33)),
        &format!("a@{}.example", "ü".repeat(63)),
    ] {
        assert!(rule.judge(bad).is_err(), "{bad:?}");
    }
    assert!(email().judge("jörg@example.com").is_err());
}
