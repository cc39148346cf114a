#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::json::generate::{text, value, write_noisily};

const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const INVALID_PARAMS: i32 = -32602;

fn request(body: &str) -> Envelope<'_> {
    match Message::parse(body.as_bytes()) {
        Ok(Message::Request(envelope)) => envelope,
        other => panic!("{other:?} for {body}"),
    }
}

fn refused(body: &str) -> (i32, Option<&str>) {
    let error = Message::parse(body.as_bytes()).unwrap_err();
    (error.code, error.id)
}

#[test]
fn a_call_is_taken_apart() {
    let body = r#" {"params":{"_meta":{"progressToken":1},"name":"re\u0061d","x":[0],
        "arguments" : {"a": [1, {"b":2}] ,"\u0063":"d\n", "e":null} }, "id":"7-\u0061",
        "method":"tools/c\u0061ll","jsonrpc":"2.\u0030"} "#;
    let envelope = request(body);
    assert_eq!(envelope.id, Some(r#""7-\u0061""#));
    assert_eq!(envelope.method, "tools/call");
    assert_eq!(envelope.params_name.as_deref(), Some("read"));
    assert_eq!(envelope.meta.unwrap().text, r#"{"progressToken":1}"#);
    let arguments: Vec<_> = envelope.arguments.iter().collect();
    assert_eq!(arguments, [("a", r#"[1, {"b":2}]"#), ("c", r#""d\n""#), ("e", "null")]);
    assert!(!envelope.arguments.is_absent());
    assert_eq!(
        &body[envelope.arguments_span.unwrap()],
        r#"{"a": [1, {"b":2}] ,"\u0063":"d\n", "e":null}"#,
    );
}

#[test]
fn what_is_plain_is_borrowed() {
    let envelope = request(
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"n","arguments":{"a":1}}}"#,
    );
    assert!(matches!(envelope.method, Cow::Borrowed(_)));
    assert!(matches!(envelope.params_name, Some(Cow::Borrowed(_))));
}

#[test]
fn what_is_optional_may_be_absent() {
    let envelope = request(r#"{"jsonrpc":"2.0","method":"ping"}"#);
    assert_eq!((envelope.id, envelope.arguments_span), (None, None));
    assert!(envelope.meta.is_none());
    assert!(envelope.params_name.is_none());
    assert!(envelope.arguments.is_absent());
    let envelope = request(r#"{"jsonrpc":"2.0","method":"m","params":{"name":7,"arguments":{}}}"#);
    assert!(envelope.params_name.is_none());
    assert!(!envelope.arguments.is_absent());
    assert_eq!(envelope.arguments.len(), 0);
}

#[test]
fn ids_are_short_strings_and_integers() {
    let with = |id: &str| format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"m"}}"#);
    let longest = format!("\"{}\"", "i".repeat(256));
    for id in ["0", "-7", "9223372036854775807", "\"\"", "\"a\"", r#""\u00e9\/""#, longest.as_str()]
    {
        assert_eq!(request(&with(id)).id, Some(id));
    }
    let too_long = format!("\"{}\"", "i".repeat(257));
    for id in [
        "null",
        "true",
        "1.0",
        "1.5",
        "1e3",
        "9223372036854775808",
        "{}",
        "[]",
        "[1]",
        "-0",
        r#""\n""#,
        r#""\u001b[2K""#,
        "\"\u{85}\"",
        "\"\u{2028}\"",
        "\"\u{202e}\"",
        too_long.as_str(),
    ] {
        assert_eq!(refused(&with(id)), (INVALID_REQUEST, None), "{id}");
    }
}

#[test]
fn messages_that_are_none() {
    for (body, code, id) in [
        (r#"[]"#, INVALID_REQUEST, None),
        (r#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, INVALID_REQUEST, None),
        ("1", INVALID_REQUEST, None),
        ("null", INVALID_REQUEST, None),
        (r#""{}""#, INVALID_REQUEST, None),
        ("{}", INVALID_REQUEST, None),
        (r#"{"jsonrpc":"2.0","id":1}"#, INVALID_REQUEST, Some("1")),
        (r#"{"id":1,"method":"m"}"#, INVALID_REQUEST, Some("1")),
        (r#"{"jsonrpc":"1.0","id":1,"method":"m"}"#, INVALID_REQUEST, Some("1")),
        (r#"{"jsonrpc":2.0,"id":1,"method":"m"}"#, INVALID_REQUEST, Some("1")),
        (r#"{"jsonrpc":"2.0 ","id":1,"method":"m"}"#, INVALID_REQUEST, Some("1")),
        (r#"{"jsonrpc":"2.0","id":1,"method":null}"#, INVALID_REQUEST, Some("1")),
        (r#"{"jsonrpc":"2.0","id":1,"method":["m"]}"#, INVALID_REQUEST, Some("1")),
        (r#"{"jsonrpc":"2.0","id":1,"Method":"m"}"#, INVALID_REQUEST, Some("1")),
        (r#"{"jsonrpc":"2.0","id":1,"method":"m","x":0}"#, INVALID_REQUEST, Some("1")),
        // The id is found, also behind the mistake.
        (r#"{"x":0,"jsonrpc":"2.0","method":"m","id":"a"}"#, INVALID_REQUEST, Some("\"a\"")),
        (r#"{"jsonrpc":"2.0","id":1,"method":"m","params":[]}"#, INVALID_PARAMS, Some("1")),
        (r#"{"jsonrpc":"2.0","id":1,"method":"m","params":null}"#, INVALID_PARAMS, Some("1")),
        (r#"{"jsonrpc":"2.0","id":1,"method":"m","params":"{}"}"#, INVALID_PARAMS, Some("1")),
        (
            r#"{"jsonrpc":"2.0","method":"m","params":{"arguments":[]},"id":1}"#,
            INVALID_PARAMS,
            Some("1"),
        ),
        (
            r#"{"jsonrpc":"2.0","method":"m","params":{"arguments":null},"id":1}"#,
            INVALID_PARAMS,
            Some("1"),
        ),
        (
            r#"{"jsonrpc":"2.0","method":"m","params":{"arguments":"{}"},"id":1}"#,
            INVALID_PARAMS,
            Some("1"),
        ),
        (
            r#"{"jsonrpc":"2.0","method":"m","params":{"_meta":1},"id":1}"#,
            INVALID_PARAMS,
            Some("1"),
        ),
    ] {
        assert_eq!(refused(body), (code, id), "{body}");
    }
}

#[test]
fn bodies_that_are_not_plain_json() {
    let deep = |open: &str, depth| {
        format!(r#"{{"jsonrpc":"2.0","id":1,"method":"m","params":{{"a":{}"#, open.repeat(depth))
    };
    for (body, code, id) in [
        (String::new(), PARSE_ERROR, None),
        ("{".into(), PARSE_ERROR, None),
        ("[1,".into(), PARSE_ERROR, None),
        (r#"{"jsonrpc":"2.0","id":1,"method":"m"}x"#.into(), PARSE_ERROR, None),
        (r#"{"jsonrpc":"2.0","id":1,"method":"m"}{}"#.into(), PARSE_ERROR, None),
        (r#"{"jsonrpc":"2.0","id":1,"method":"m",}"#.into(), PARSE_ERROR, None),
        (r#"{"jsonrpc":"2.0","id":01,"method":"m"}"#.into(), PARSE_ERROR, None),
        (r#"{"jsonrpc":"2.0","id":1,"method":"\ud800"}"#.into(), PARSE_ERROR, None),
        // Not JSON is told before anything else that is wrong.
        (r#"{"x":1,"jsonrpc":1,"#.into(), PARSE_ERROR, None),
        // Whose id is it, if there are two.
        (r#"{"jsonrpc":"2.0","id":1,"id":2,"method":"m"}"#.into(), INVALID_REQUEST, None),
        (r#"{"jsonrpc":"2.0","id":1,"method":"a","method":"b"}"#.into(), INVALID_REQUEST, None),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"m","params":{"name":"a","n\u0061me":"b"}}"#.into(),
            INVALID_REQUEST,
            Some("1"),
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"m","params":{"arguments":{"a":[{"b":1,"b":1}]}}}"#
                .into(),
            INVALID_REQUEST,
            Some("1"),
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"m","params":{"$serde_json::private::RawValue":"{}"}}"#
                .into(),
            INVALID_REQUEST,
            Some("1"),
        ),
        (deep("[", 100_000), INVALID_REQUEST, Some("1")),
        (deep("{\"a\":", 100_000), INVALID_REQUEST, Some("1")),
        (deep("[0", 1) + &",0".repeat(200_000), INVALID_REQUEST, Some("1")),
    ] {
        assert_eq!(refused(&body), (code, id), "{:.99}", body);
    }
    assert_eq!(Message::parse(b"{\"jsonrpc\":\"\xff\"}").unwrap_err().code, PARSE_ERROR);
    assert_eq!(Message::parse(b"\xef\xbb\xbf{}").unwrap_err().code, PARSE_ERROR);
}

#[test]
fn responses_are_told_apart() {
    for body in [
        r#"{"jsonrpc":"2.0","id":1,"result":{}}"#,
        r#"{"jsonrpc":"2.0","id":1,"result":null}"#,
        r#"{"jsonrpc":"2.0","id":"a","error":{"code":1,"message":"no"}}"#,
        r#"{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"no"}}"#,
    ] {
        assert!(matches!(Message::parse(body.as_bytes()), Ok(Message::Response)), "{body}");
    }
    for body in [
        r#"{"jsonrpc":"2.0","result":{}}"#,
        r#"{"jsonrpc":"2.0","id":null,"result":{}}"#,
        r#"{"id":1,"result":{}}"#,
        r#"{"jsonrpc":"2.0","id":1,"result":{},"error":{}}"#,
        r#"{"jsonrpc":"2.0","id":1,"result":{},"method":"m"}"#,
        r#"{"jsonrpc":"2.0","id":1,"error":{},"method":"m"}"#,
        r#"{"jsonrpc":"2.0","id":1,"result":{},"params":{}}"#,
    ] {
        assert_eq!(refused(body).0, INVALID_REQUEST, "{body}");
    }
}

#[test]
fn errors_contain_nothing_of_the_body() {
    for body in [
        r#"{"jsonrpc":"2.0","id":1,"method":"m","s3cret":0}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"m","params":{"s3cret":0,"s3cret":0}}"#,
        r#"{"jsonrpc":"s3cret","id":1,"method":"m"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"m","params":"s3cret"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"m","params": s3cret}"#,
    ] {
        let error = Message::parse(body.as_bytes()).unwrap_err();
        assert!(!error.message.contains("s3cret"), "{error}");
        assert!(error.message.len() < 80);
    }
}

#[test]
fn arguments_alone() {
    let arguments = Arguments::parse(r#" {"a": [1], "\u0062": {"c":"d"}} "#).unwrap();
    assert_eq!(arguments.get("a"), Some("[1]"));
    assert_eq!(arguments.get("b"), Some(r#"{"c":"d"}"#));
    assert_eq!(arguments.get("c"), None);
    assert_eq!((arguments.len(), arguments.is_absent()), (2, false));
    for (text, code) in [
        ("", PARSE_ERROR),
        ("{} {}", PARSE_ERROR),
        ("[", PARSE_ERROR),
        ("[]", INVALID_PARAMS),
        ("null", INVALID_PARAMS),
        (r#"{"a":1,"a":1}"#, INVALID_REQUEST),
    ] {
        assert_eq!(Arguments::parse(text).unwrap_err().code, code, "{text}");
    }
}

proptest! {
    /// Every part is the one that an ordinary parser finds.
    #[test]
    fn the_parts_are_those_of_serde_json(
        arguments in prop::collection::btree_map(text(), value(), 0..8),
        meta in prop::collection::btree_map(text(), value(), 0..3),
        method in text(),
        name in text(),
        id in prop_oneof![
            any::<i64>().prop_map(Value::from),
            text().prop_map(|text| Value::from(text.replace(breaks_line, ""))),
        ],
        noise: u64,
    ) {
        let message = json!({
            "jsonrpc": "2.0", "id": id, "method": method,
            "params": { "name": name, "arguments": arguments, "_meta": meta },
        });
        let body = write_noisily(&message, noise);
        let envelope = request(&body);
        let read = |raw: &str| serde_json::from_str::<Value>(raw).unwrap();
        prop_assert_eq!(read(envelope.id.unwrap()), id);
        prop_assert_eq!(envelope.method, method);
        prop_assert_eq!(envelope.params_name.unwrap(), name);
        prop_assert_eq!(read(envelope.meta.unwrap().text), json!(meta));
        prop_assert_eq!(read(&body[envelope.arguments_span.clone().unwrap()]), json!(arguments));
        let slots = envelope.arguments.iter().map(|(key, raw)| (key.to_owned(), read(raw)));
        prop_assert_eq!(slots.collect::<std::collections::BTreeMap<_, _>>(), arguments);

        // Cut out, as the transport does it.
        let span = envelope.arguments_span.unwrap();
        let rest = format!("{}{{}}{}", &body[..span.start], &body[span.end..]);
        prop_assert_eq!(request(&rest).arguments.len(), 0);
    }
}
