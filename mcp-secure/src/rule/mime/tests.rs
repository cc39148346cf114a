#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::*;
use crate::rule::pattern;

fn described(rule: Mime) -> Value {
    let mut schema = String::json_schema(&mut SchemaGenerator::default());
    rule.describe(&mut schema);
    schema.to_value()
}

const ESSENCES: &[&str] = &[
    "text/plain",
    "text/html",
    "TEXT/HTML",
    "image/svg+xml",
    "application/json",
    "application/ld+json",
    "application/octet-stream",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.api+json",
    "application/x-www-form-urlencoded",
    "application/x-7z-compressed",
    "application/vnd.3gpp.pic-bw-small",
    "audio/3gpp2",
    "video/H264",
    "font/woff2",
    "model/x3d-vrml",
    "chemical/x-pdb",
    "x-world/x-vrml",
    "a/b",
    "1/2",
    "a/b!#$&-^_.+",
];

const PARAMETERS_OF: &[&str] = &[
    "; charset=utf-8",
    ";charset=UTF-8",
    " ; charset=\"utf-8\"",
    "; charset=utf-8; format=flowed; delsp=yes",
    "; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
    "; boundary=\"gc0pJq0M:08jU534c0p=\"",
    "; profile=\"https://www.w3.org/ns/activitystreams\"",
    "; codecs=\"avc1.42E01E, mp4a.40.2\"",
    "; a=\"\"",
    "; a=\"\\\"; b=c\"",
    "; a=\"\\\\\"",
    "; a=\"b;c=d\";c=e",
    "; a=';b=`|~",
    "; version=0.0.4;  q=1",
];

const BAD: &[(&str, &str)] = &[
    ("type/subtype", ""),
    ("type/subtype", "text"),
    ("type/subtype", "text; a=b/c"),
    ("type/subtype", " text/html"),
    ("type/subtype", "text /html"),
    ("without `*`", "*/*"),
    ("without `*`", "image/*"),
    ("without `*`", "image/*; q=1"),
    ("subtype of", "/"),
    ("subtype of", "text/"),
    ("subtype of", "/html"),
    ("subtype of", "text/ html"),
    ("subtype of", "text//html"),
    ("subtype of", "text/html/x"),
    ("subtype of", "../html"),
    ("subtype of", "text/.."),
    ("subtype of", "text/html,"),
    ("subtype of", "text/html,text/plain"),
    ("subtype of", "-text/html"),
    ("subtype of", "text/+xml"),
    ("subtype of", "text/html\n"),
    ("subtype of", "text/html\r\nSet-Cookie: a=b"),
    ("subtype of", "text/html\0"),
    ("subtype of", "text/html\t; a=b"),
    ("subtype of", "text/<script>"),
    ("subtype of", "text/a@b"),
    ("subtype of", "text/x%2f"),
    ("subtype of", "tëxt/html"),
    ("subtype of", "text/ｈtml"),
    ("parameters of the form", "text/html "),
    ("parameters of the form", "text/html;"),
    ("parameters of the form", "text/html; "),
    ("parameters of the form", "text/html;;a=b"),
    ("parameters of the form", "text/html; charset"),
    ("parameters of the form", "text/html; charset="),
    ("parameters of the form", "text/html; =utf-8"),
    ("parameters of the form", "text/html; charset =utf-8"),
    ("parameters of the form", "text/html; charset= utf-8"),
    ("parameters of the form", "text/html; charset=utf-8;"),
    ("parameters of the form", "text/html; charset=utf-8 "),
    ("parameters of the form", "text/html; charset=utf-8\n"),
    ("parameters of the form", "text/html; charset=utf-8, text/plain"),
    ("parameters of the form", "text/html charset=utf-8"),
    ("parameters of the form", "text/html;\tcharset=utf-8"),
    ("parameters of the form", "text/html; charset=\"utf-8"),
    ("parameters of the form", "text/html; charset=\"utf-8\\\""),
    ("parameters of the form", "text/html; charset=\"utf-8\"x"),
    ("parameters of the form", "text/html; a=\"b\r\nc\""),
    ("parameters of the form", "text/html; a=\"\\\n\""),
    ("parameters of the form", "text/html; a=\"é\""),
    ("parameters of the form", "text/html; a=\"\\é\""),
    ("parameters of the form", "text/html; a=é"),
    ("parameters of the form", "text/html; a=b/c"),
    ("parameters of the form", "text/html; a=b=c"),
    ("parameters of the form", "text/html; \"a\"=b"),
    ("once", "text/html; charset=utf-8; charset=utf-7"),
    ("once", "text/html; charset=utf-8; a=b; CHARSET=\"utf-7\""),
];

#[test]
fn accepts_media_types_and_their_parameters() {
    for essence in ESSENCES {
        assert!(mime().judge(essence).is_ok(), "{essence}");
        assert!(mime().essence().judge(essence).is_ok(), "{essence}");
        for parameters in PARAMETERS_OF {
            let value = format!("{essence}{parameters}");
            assert!(mime().judge(&value).is_ok(), "{value}");
            let refused = mime().essence().judge(&value).unwrap_err();
            assert_eq!(refused.message(), "must have no parameters", "{value}");
        }
    }
}

#[test]
fn refuses_and_names_what_is_broken() {
    for (reason, value) in BAD {
        match mime().judge(value) {
            Ok(()) => panic!("accepted {value:?}"),
            Err(violation) => {
                assert!(violation.message().contains(reason), "{value:?}: {}", violation.message());
            }
        }
        assert!(mime().essence().judge(value).is_err(), "{value:?}");
    }
}

#[test]
fn lengths_are_bounded() {
    let name = "a".repeat(127);
    assert!(mime().judge(&format!("{name}/{name}")).is_ok());
    assert!(mime().judge(&format!("a{name}/b")).is_err());
    assert!(mime().judge(&format!("a/b{name}")).is_err());
    assert!(mime().judge(&format!("a/b;c={}", "d".repeat(249))).is_ok());
    assert!(mime().judge(&format!("a/b;c={}", "d".repeat(250))).is_err());
    assert!(mime().judge(&format!("a/b{}", ";".repeat(1_000_000))).is_err());
}

#[test]
fn describes_as_a_pattern_that_refuses_the_same_but_repeated_names() {
    assert_eq!(described(mime())["maxLength"], 255);
    assert!(Rule::<str>::bounds_length(&mime()));
    let shared = pattern(&mime().pattern());
    for (reason, value) in BAD {
        assert_eq!(shared.judge(value).is_ok(), *reason == "once", "{value:?}");
    }
    assert!(pattern(&mime().essence().pattern()).judge("text/html; a=b").is_err());
}

proptest! {
    #[test]
    fn accepts_nothing_that_the_schema_refuses(
        near in "[a+*.]{1,2}/[b1-]{1,2}( ?; ?[cC]?=[d ]?\"?[e\\\\;=é]{0,2}\"?){0,2}[\n ]?",
        essence in 0..ESSENCES.len(),
        parameters in 0..PARAMETERS_OF.len(),
    ) {
        let good = format!("{}{}", ESSENCES[essence], PARAMETERS_OF[parameters]);
        for value in [near.as_str(), &good, ESSENCES[essence]] {
            for rule in [mime(), mime().essence()] {
                let is_valid = jsonschema::is_valid(&described(rule), &json!(value));
                match rule.judge(value) {
                    Ok(()) => prop_assert!(is_valid, "{}", value),
                    Err(violation) if violation.message().contains("once") => {}
                    Err(_) => prop_assert!(!is_valid, "{}", value),
                }
            }
        }
    }

    #[test]
    fn never_panics(value: String, parameters: String) {
        let _ = mime().judge(&value);
        let _ = mime().judge(&format!("a/b;{parameters}"));
    }
}
