//! What a violation tells, and what it does not.

use super::*;

#[test]
fn the_pointer_is_exact() {
    let order = |items: &str, rest: &str| {
        format!(r#"{{"items":{items},"size":[1,2],"tags":{{}},"counts":{{}}{rest}}}"#)
    };
    let item =
        |name: &str, kind: &str| format!(r#"{{"name":{name},"unit":"x","kind":{kind},"free":1}}"#);
    let good = item("\"n\"", r#"{"type":"Plain"}"#);
    let none = r#","shipping":"none""#;
    for (raw, pointer, rule, message) in [
        (order(&format!("[{good},{good}]"), ""), "/shipping", "missing", "is required"),
        (
            order(&format!("[{good},{}]", item("7", "0")), none),
            "/items/1/name",
            "type",
            "must be a string",
        ),
        (
            order(&format!("[{}]", item("\"n\"", r#"{"type":"Sized","width":"wide"}"#)), none),
            "/items/0/kind",
            "type",
            "must be an integer",
        ),
        (
            order(&format!("[{}]", item("\"n\"", r#"{"type":"Sized","width":-1}"#)), none),
            "/items/0/kind",
            "type",
            "must be between 0 and 4294967295",
        ),
        (
            order(&format!("[{}]", item("\"n\"", r#"{"type":"Round"}"#)), none),
            "/items/0/kind/type",
            "one_of",
            "must be one of `Plain`, `Sized`",
        ),
        (
            order("[]", r#","shipping":"rocket""#),
            "/shipping",
            "one_of",
            "must be one of `none`, `post`, `air`, `sea`",
        ),
        (
            order("[]", r#","shipping":{"sea":{"days":"3"}}"#),
            "/shipping/sea/days",
            "type",
            "must be an integer",
        ),
        (
            order("[]", r#","shipping":{"air":[1,2]}"#),
            "/shipping/air/1",
            "type",
            "must be true or false",
        ),
        (
            order("[]", r#","shipping":"none","extra":1"#),
            "",
            "unknown",
            "must not have members other than `items`, `note`, `size`, `tags`, `shipping`, `counts`",
        ),
    ] {
        let found = refused::<Order>(&raw);
        assert_eq!(found, (pointer.into(), rule.into(), message.into()), "{raw}");
    }
}

#[test]
fn the_pointer_is_escaped() {
    let raw = r#"{"a/b~c\u0064":[0,"x"]}"#;
    assert_eq!(refused::<HashMap<String, Vec<u8>>>(raw).0, "/a~1b~0cd/1");
}

#[test]
fn the_pointer_carries_no_payload() {
    type Map = HashMap<String, HashMap<String, u8>>;
    let long = "k".repeat(129);
    assert_eq!(refused::<Map>(&format!(r#"{{"a":{{"{long}":"x"}}}}"#)).0, "/a");
    assert_eq!(refused::<Map>(&format!(r#"{{"{long}":{{"a":"x"}}}}"#)).0, "");
    assert_eq!(refused::<Map>(&format!(r#"{{"{}":{{"a":"x"}}}}"#, &long[1..])).0.len(), 131);
    let hidden = decode::<Map>(r#"{"\u001b[2J":{"a":"x"}}"#, TextPolicy::Any).unwrap_err();
    assert_eq!((hidden.pointer(), hidden.message()), ("", "must be an integer"));
}

/// Every way in which serde quotes a value in its own messages.
#[test]
fn no_violation_contains_the_value() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Closed {
        #[serde(rename = "n")]
        _n: i8,
    }
    #[derive(Debug)]
    struct Chatty;
    impl<'de> Deserialize<'de> for Chatty {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Err(serde::de::Error::custom(format!("`{text}` is no good")))
        }
    }
    fn check<T: DeserializeOwned>(raw: &str) {
        let violation = plain::<T>(raw).err().unwrap();
        let shown = format!("{violation:?} {}", serde_json::to_string(&violation).unwrap());
        assert!(!shown.contains("s3cret") && !shown.contains("31337"), "{shown}");
    }
    for raw in [r#""s3cret""#, "31337", "-31337", "31337.5", r#"["s3cret"]"#, r#"{"s3cret":1}"#] {
        check::<Closed>(raw);
        check::<Chatty>(raw);
        check::<i8>(raw);
        check::<bool>(raw);
        check::<char>(raw);
        check::<Shipping>(raw);
        check::<Tagged>(raw);
        check::<(u8, u8)>(raw);
        check::<std::net::IpAddr>(raw);
        check::<HashMap<u8, u8>>(raw);
        check::<Vec<Chatty>>(raw);
    }
    for raw in
        [r#""s3cret""#, "31337.5", r#"{"s3cret":1}"#, "true", r#"[31337]"#, r#"[["s3cret"]]"#]
    {
        check::<Either>(raw);
        check::<Vec<Either>>(&format!("[1,{raw}]"));
    }
    check::<Tagged>(r#"{"type":"s3cret"}"#);
    check::<Tagged>(r#"{"type":31337}"#);
    check::<Tagged>(r#"{"type":"Sized","width":"s3cret"}"#);
    check::<Closed>(r#"{"n":31337}"#);
    check::<Closed>(r#"{"n":1,"s3cret":1}"#);
    assert_eq!(
        refused::<Chatty>(r#""s3cret""#),
        (String::new(), "format".into(), "is not valid".into()),
    );
    assert_eq!(refused::<std::net::IpAddr>(r#""1.2.3""#).1, "format");
}

#[test]
fn text_is_plain_at_every_depth() {
    let bad = [
        ("\\u0000", "must not contain control characters"),
        ("\\u001b[31m", "must not contain control characters"),
        ("\\b", "must not contain control characters"),
        ("\\u000C", "must not contain control characters"),
        ("\u{7f}", "must not contain control characters"),
        ("\\u0080", "must not contain control characters"),
        ("\u{9b}31m", "must not contain control characters"),
        ("\u{9f}", "must not contain control characters"),
        ("\\udb40\\udc41", "must not contain invisible tag characters"),
        ("\u{e0000}", "must not contain invisible tag characters"),
        ("\u{e007f}", "must not contain invisible tag characters"),
        (r#"\n\u0000"#, "must not contain control characters"),
    ];
    for (text, message) in bad {
        let places = [
            (format!(r#""{text}""#), ""),
            (format!(r#"["x","{text}"]"#), "/1"),
            (format!(r#"{{"a":{{"b":["x","{text}"]}}}}"#), "/a/b/1"),
            (format!(r#"{{"a":{{"{text}":1}}}}"#), "/a"),
        ];
        for (raw, pointer) in places {
            assert_eq!(
                refused::<Value>(&raw),
                (pointer.into(), "text".into(), message.into()),
                "{raw}",
            );
            assert!(decode::<Value>(&raw, TextPolicy::Any).is_ok());
        }
        // Where the type would not look: buffered, ignored, as a name of a variant or field.
        assert_eq!(refused::<Vec<Either>>(&format!(r#"[["{text}"]]"#)).1, "text");
        assert_eq!(refused::<serde::de::IgnoredAny>(&format!(r#"["{text}"]"#)).1, "text");
        assert_eq!(refused::<Tagged>(&format!(r#"{{"type":"Plain","x":"{text}"}}"#)).1, "text");
        assert_eq!(refused::<Shipping>(&format!(r#""{text}""#)).1, "text");
        assert_eq!(refused::<Shipping>(&format!(r#"{{"{text}":1}}"#)).1, "text");
        assert_eq!(refused::<char>(&format!(r#""{text}""#)).1, "text");
    }
    for text in [
        "a\\tb\\r\\nc",
        "\u{a0}",
        "\u{bf}",
        "\u{dffff}",
        "\u{e0080}",
        "\u{f0000}",
        "é😀",
        "\u{200d}",
        "ó",
        "\\u2028",
        "\u{feff}",
    ] {
        assert!(plain::<String>(&format!("\"{text}\"")).is_ok(), "{text}");
    }
}

#[test]
fn text_is_bounded() {
    let of = |length: usize| format!("[\"{}\"]", "x".repeat(length));
    assert!(plain::<Vec<String>>(&of(65_536)).is_ok());
    assert_eq!(
        refused::<Vec<String>>(&of(65_537)),
        ("/0".into(), "text".into(), "must be at most 65536 bytes".into()),
    );
    assert!(decode::<Vec<String>>(&of(65_537), TextPolicy::Any).is_ok());
    // The text counts, not its spelling.
    let escaped = format!("\"{}\"", "\\u0061".repeat(65_536));
    assert_eq!(plain::<String>(&escaped).unwrap().len(), 65_536);
    let wide = format!("\"{}\"", "é".repeat(32_769));
    assert!(plain::<String>(&wide).is_err());
}

#[test]
fn reserved_names_are_refused_under_every_policy() {
    let raw = r#"{"a":{"$serde_json::private::RawValue":"{\"x\":1,\"x\":2}"}}"#;
    for policy in [TextPolicy::Plain, TextPolicy::Any] {
        let violation = decode::<Value>(raw, policy).unwrap_err();
        assert_eq!((violation.pointer(), violation.rule()), ("/a", "unknown"));
    }
}

#[test]
fn one_value_is_the_whole_text() {
    for raw in ["1 2", "1,", "1]", "", " "] {
        assert!(plain::<u8>(raw).is_err(), "{raw}");
    }
    assert_eq!(refused::<u8>("1 2").2, "not valid json");
    assert_eq!(plain::<u8>("\t1\n"), Ok(1));
}

#[test]
fn depth_is_bounded_without_a_scanner() {
    #[derive(Debug, Deserialize)]
    struct Nest(#[expect(dead_code, reason = "only the depth counts")] Vec<Nest>);
    let deep = "[".repeat(100_000);
    assert_eq!(refused::<Value>(&deep).2, "nested too deeply");
    assert_eq!(refused::<Nest>(&deep).2, "nested too deeply");
    assert!(plain::<Nest>(&("[".repeat(64) + &"]".repeat(64))).is_ok());
    // Siblings do not add up.
    assert!(plain::<Vec<Vec<u8>>>(&format!("[{}[]]", "[1],".repeat(1000))).is_ok());
    assert!(plain::<Vec<Shipping>>(&format!("[{}\"none\"]", "{\"post\":1},".repeat(1000))).is_ok());
    assert!(plain::<Vec<Value>>(&format!("[{}1]", "{\"a\":{}},".repeat(1000))).is_ok());
}
