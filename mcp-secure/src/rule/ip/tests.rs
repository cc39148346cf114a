#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

use super::*;

const V4: &[&str] =
    &["0.0.0.0", "127.0.0.1", "10.0.0.1", "192.0.2.1", "255.255.255.255", "8.8.8.8"];

const V6: &[&str] = &[
    "::",
    "::1",
    "1::",
    "2001:db8::1",
    "2001:DB8::A",
    "2001:0db8:0000:0000:0000:0000:0000:0001",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "fe80::1",
    "::ffff:192.0.2.1",
    "64:ff9b::192.0.2.1",
    "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255",
    "1:2:3:4:5:6:7.8.9.10",
];

const BAD: &[&str] = &[
    "",
    " ",
    "1",
    "127.1",
    "127.0.1",
    "127.0.0.1.",
    ".127.0.0.1",
    "127.0.0.1.1",
    "127..0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "010.0.0.1",
    "127.0.0.01",
    "127.0.0.00",
    "256.0.0.1",
    "127.0.0.256",
    "-1.0.0.0",
    "+1.0.0.0",
    "1e1.0.0.0",
    "127.0.0.1 ",
    " 127.0.0.1",
    "127.0.0.1\n",
    "127.0.0.1\0",
    "127.0.0.1/8",
    "127.0.0.1:80",
    "１２７.0.0.1",
    "①②⑦.0.0.1",
    "127。0。0。1",
    "١٢٧.0.0.1",
    "127.0.0.1%eth0",
    "localhost",
    "[::1]",
    "::1%eth0",
    "fe80::1%25eth0",
    "::1/128",
    ":::",
    ":",
    "1:::2",
    "::1::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    "12345::",
    "::fffff",
    "g::",
    "::ffff:127.1",
    "::ffff:0127.0.0.1",
    "::ffff:0x7f.0.0.1",
    "127.0.0.1::",
    "::1\n",
    " ::1",
    "::１",
];

fn described(rule: &Ip) -> Value {
    let mut schema = String::json_schema(&mut SchemaGenerator::default());
    rule.describe(&mut schema);
    schema.to_value()
}

#[test]
fn accepts_the_strict_spellings_and_no_other() {
    for good in V4 {
        assert!(ip().judge(good).is_ok(), "{good}");
        assert!(ip().v4().judge(good).is_ok(), "{good}");
        assert!(ip().v6().judge(good).is_err(), "{good}");
    }
    for good in V6 {
        assert!(ip().judge(good).is_ok(), "{good}");
        assert!(ip().v6().judge(good).is_ok(), "{good}");
        assert!(ip().v4().judge(good).is_err(), "{good}");
    }
    for bad in BAD {
        for rule in [ip(), ip().v4(), ip().v6()] {
            assert!(rule.judge(bad).is_err(), "{bad:?}");
        }
    }
    assert!(ip().judge(&"0".repeat(100_000)).is_err());
}

#[test]
fn public_refuses_every_other_address() {
    for good in ["9.9.9.9", "1.0.0.1", "168.63.129.15", "2606:4700:4700::1111", "2a00:1450::1"] {
        assert!(ip().public().judge(good).is_ok(), "{good}");
    }
    for bad in [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.31.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "100.100.100.200",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:7f00:1",
        "::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "2a00::5efe:10.0.0.1",
        "2001:0:808:808::80ff:fffe",
    ] {
        assert!(ip().judge(bad).is_ok(), "{bad}");
        let violation = ip().public().judge(bad).unwrap_err();
        assert_eq!(violation.message(), "must be a public address", "{bad}");
    }
    assert!(ip().public().v4().judge("2606:4700:4700::1111").is_err());
}

#[test]
fn describes_the_format() {
    assert_eq!(described(&ip().v4())["format"], "ipv4");
    assert_eq!(described(&ip().v4())["maxLength"], 15);
    assert_eq!(described(&ip().v6())["format"], "ipv6");
    assert_eq!(described(&ip())["anyOf"], json!([{ "format": "ipv4" }, { "format": "ipv6" }]));
    assert_eq!(described(&ip())["maxLength"], 45);
}

/// But for `public`, the schema says all.
fn assert_agreement(value: &str) {
    for rule in [ip(), ip().v4(), ip().v6()] {
        let schema = described(&rule);
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        assert_eq!(rule.judge(value).is_ok(), validator.is_valid(&json!(value)), "{value:?}");
    }
}

#[test]
fn agrees_with_the_schema_on_the_lists() {
    for value in [V4, V6, BAD].into_iter().flatten() {
        assert_agreement(value);
    }
}

proptest! {
    #[test]
    fn agrees_with_the_schema(value in "[0-9af:.%x]{0,12}") {
        assert_agreement(&value);
    }

    #[test]
    fn agrees_with_the_schema_on_addresses(v4: Ipv4Addr, v6: Ipv6Addr, tail in "[.:0f]{0,2}") {
        assert_agreement(&v4.to_string());
        assert_agreement(&v6.to_string());
        assert_agreement(&format!("{v4}{tail}"));
        assert_agreement(&format!("{v6}{tail}"));
    }

    #[test]
    fn never_panics(value: String) {
        let _ = ip().public().judge(&value);
    }
}
