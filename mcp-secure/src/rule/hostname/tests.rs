#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::*;

fn described(rule: Hostname) -> Value {
    let mut schema = String::json_schema(&mut SchemaGenerator::default());
    rule.describe(&mut schema);
    schema.to_value()
}

const GOOD: &[&str] = &[
    "a",
    "localhost",
    "example.com",
    "EXAMPLE.com",
    "Example.Co.Uk",
    "www.example.com",
    "3com.com",
    "1and1.com",
    "9.example",
    "1.2.3.example",
    "127.0.0.1.nip.io",
    "a-b.com",
    "a--b.com",
    "x--y.com",
    "abc---d.com",
    "a.b.c.d.e.f.g",
    "web-1",
    "host0",
    "0xg",
    "0x7f.com",
    "x0.0a",
    "xn--bcher-kva.example",
    "xn--fiqs8s",
    "xn--80ak6aa92e.com",
    "xn--mgbh0fb.xn--kgbechtv",
    "xn--p1ai",
    "www.xn--zckzah.xn--zckzah",
    "metadata.google.internal",
    "printer.local",
];

const UNICODE: &[&str] = &[
    "bücher.example",
    "münchen.de",
    "中国",
    "例え.テスト",
    "пример.рф",
    "مثال.إختبار",
    "ελλάδα.gr",
    "한국.kr",
    "straße.de",
    "col·lecció.cat",
    "ノート・パソコン.jp",
    "उदाहरण.परीक्षा",
];

const BAD: &[&str] = &[
    "",
    ".",
    "..",
    "a.",
    ".a",
    "a..b",
    "example.com.",
    "-a",
    "a-",
    "a.-b",
    "a-.b",
    "a_b",
    "_dmarc.a",
    "a b",
    " a",
    "a ",
    "a\n",
    "a\0b",
    "a\tb",
    "a/b",
    "a\\b",
    "a:80",
    "a@b",
    "a?b",
    "a#b",
    "a%2eb",
    "a,b",
    "*.example.com",
    "user@example.com",
    "https://example.com",
    "[::1]",
    "::1",
    // Addresses in every spelling.
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0X7F.1",
    "0x7f.0.0.0x1",
    "0177.0.0.1",
    "017700000001",
    "0x",
    "a.0x",
    "1",
    "0",
    "1.2.3.4.5",
    "256.256.256.256",
    "a.1",
    "99999999999",
    "foo.0xff",
    "08",
    "1.2.3.09",
    // Reserved and broken labels.
    "ab--c",
    "XN--bcher-kva.example",
    "xn--",
    "xn--a",
    "xn--0",
    "xn--example-",
    "xn--99999999",
    "xn--abc-",
    "xn--ls8h.la",
    "xn--a-ecp.ru",
    "xn--0a0-0zkb",
    "a.xn--X",
];

const UNICODE_BAD: &[&str] = &[
    "example。com",
    "ｅxample.com",
    "１２７.0.0.1",
    "①②⑦.0.0.1",
    "127。0。0。1",
    "BÜCHER.example",
    "bu\u{308}cher.example",
    "a\u{200b}b.com",
    "a\u{ad}b.com",
    "\u{301}a.com",
    "💩.la",
    "☃.net",
    "a\u{202e}b.com",
    "a／b.com",
    "é_b.com",
    "é..com",
    "é.com.",
    "é.127.1",
    "-é.com",
    "é.com\n",
    "a℀b.com",
    "é\u{e0041}.com",
    "\u{200d}é.com",
    "a·b.com",
    "א״.a_b",
];

#[test]
fn accepts_names_and_refuses_everything_else() {
    for name in GOOD {
        for rule in [hostname(), hostname().unicode(true)] {
            assert_eq!(rule.judge(name), Ok(()), "{name}");
        }
    }
    for name in UNICODE {
        assert!(hostname().judge(name).is_err(), "{name}");
        assert_eq!(hostname().unicode(true).judge(name), Ok(()), "{name}");
    }
    for name in [BAD, UNICODE_BAD].into_iter().flatten() {
        for rule in [hostname(), hostname().unicode(true)] {
            assert!(rule.judge(name).is_err(), "{name:?}");
        }
    }
}

#[test]
fn bounds_names_and_labels() {
    let label = "a".repeat(63);
    let name = [label.as_str(), &label, &label, &"b".repeat(61)].join(".");
    assert_eq!(name.len(), 253);
    assert!(hostname().judge(&name).is_ok());
    assert!(hostname().judge(&format!("{name}b")).is_err());
    assert!(hostname().judge(&format!("a{label}.com")).is_err());
    assert!(hostname().unicode(true).judge(&"é".repeat(100_000)).is_err());
    assert!(hostname().unicode(true).judge(&format!("{}.com", "é".repeat(63))).is_err());
}

#[test]
fn describes_the_format() {
    assert_eq!(
        described(hostname()),
        json!({ "type": "string", "format": "hostname", "minLength": 1, "maxLength": 253 })
    );
    assert_eq!(described(hostname().unicode(true))["format"], "idn-hostname");
}

/// The schema accepts more: names that end in a number.
fn assert_agreement(name: &str) {
    for rule in [hostname(), hostname().unicode(true)] {
        let schema = described(rule);
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        if rule.judge(name).is_ok() {
            assert!(validator.is_valid(&json!(name)), "{name:?}");
        }
    }
}

#[test]
fn agrees_with_the_schema_on_the_lists() {
    for name in [GOOD, UNICODE, BAD, UNICODE_BAD].into_iter().flatten() {
        assert_agreement(name);
    }
}

proptest! {
    #[test]
    fn accepts_nothing_that_the_schema_refuses(name in "[a-bA0-1._éß中-]{1,8}") {
        assert_agreement(&name);
    }

    #[test]
    fn accepts_no_short_script_that_the_schema_refuses(label in "[a0]{0,2}[\\p{L}\\p{N}\\p{M}\\p{S}]{1,2}") {
        assert_agreement(&label);
        if let Ok(ascii) = idna::domain_to_ascii(&label) {
            assert_agreement(&ascii);
        }
    }

    #[test]
    fn accepts_no_label_that_the_schema_refuses(label in "xn--[a-z0-9-]{1,8}") {
        assert_agreement(&label);
    }

    #[test]
    fn accepts_no_script_that_the_schema_refuses(label in "\\w{1,4}") {
        assert_agreement(&label);
    }

    #[test]
    fn accepts_no_address(bits: u32) {
        let [a, b, c, d] = bits.to_be_bytes();
        for spelling in [
            format!("{bits}"), format!("0x{bits:x}"), format!("0{bits:o}"),
            format!("{a}.{b}.{c}.{d}"), format!("{a}.{b}.{}", bits & 0xffff),
            format!("{a}.{}", bits & 0xff_ffff), format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
            format!("0x{a:X}.{b}.{c}.0X{d:x}"),
        ] {
            prop_assert!(hostname().judge(&spelling).is_err(), "{}", spelling);
        }
    }

    #[test]
    fn never_panics(name: String) {
        let _ = hostname().unicode(true).judge(&name);
    }
}
