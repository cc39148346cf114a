#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;
use crate::{
    output::{Json, Output},
    sanitize::{html_text, redact, redact_secrets},
};

mod attacks;

/// What is left of a text block.
fn text(outgoing: &Outgoing, text: &str) -> String {
    outgoing.reply(Reply::new([Content::text(text.to_owned())])).unwrap().text()
}

fn structured(outgoing: &Outgoing, value: &Value) -> Result<(Value, String)> {
    let reply = outgoing.reply(Json(value.clone()).into_reply()?)?;
    let raw = reply.structured.as_ref().unwrap().get().to_owned();
    assert_eq!(reply.text(), raw, "the copy as text is the same");
    Ok((serde_json::from_str(&raw)?, raw))
}

#[test]
fn text_loses_what_no_one_sees_and_what_drives_terminals() {
    for (dirty, clean) in [
        ("\u{1b}[31mred\u{1b}[0m", "red"),
        ("a\u{9b}2Jb", "ab"),
        ("\u{1b}]0;title\u{7}a\u{7}\u{8}\0\u{7f}", "a"),
        ("hid\u{e0068}\u{e0069}den \u{200b}\u{202e}\u{feff}", "hidden "),
        ("\u{1b}\u{200b}[31m", "[31m"),
        ("\u{200b}\u{1b}[\u{200b}31m", "31m"),
        ("é–日本\u{200b}", "é–日本"),
        ("👩\u{200d}\u{1b}[0m\u{200d}🚀", "👩\u{200d}🚀"),
    ] {
        assert_eq!(text(&Outgoing::new(), dirty), clean, "{dirty:?}");
        assert_eq!(text(&Outgoing::new().dangerous_raw(), dirty), dirty);
    }
}

#[test]
fn text_with_nothing_to_remove_is_the_same_allocation() {
    let long = "Zeile – mit Ünïcödé, \u{a0}日本語 👩\u{200d}🚀 ❤\u{fe0f} می\u{200c}خواهم\r\n\t"
        .repeat(1000);
    for good in ["plain\n", "é", &long] {
        let text = good.to_owned();
        let place = text.as_ptr();
        let reply = Outgoing::new().reply(Reply::new([Content::text(text)])).unwrap();
        let Content::Text { text } = &reply.content[0] else { panic!("a text") };
        assert_eq!((text.as_ref(), text.as_ptr()), (good, place));
        assert!(matches!(Outgoing::new().text(good), Cow::Borrowed(_)));
    }
    let reply = Json(json!({ "a": [1, "–é", { "b\n": "\"\\" }] })).into_reply().unwrap();
    let place = reply.structured.as_ref().unwrap().get().as_ptr();
    let reply = Outgoing::new().reply(reply).unwrap();
    assert_eq!(reply.structured.unwrap().get().as_ptr(), place);
}

#[test]
fn every_text_of_every_block_is_meant() {
    let dirt = "\u{1b}[31m\u{200b}x";
    let reply = Reply::new([
        Content::text(dirt),
        Content::image([1], dirt),
        Content::audio([1], dirt),
        Content::resource_link(dirt, dirt),
        Content::text_resource(dirt, dirt, dirt),
        Content::blob_resource(dirt, dirt, [1]),
    ]);
    let reply = Outgoing::new().reply(reply).unwrap();
    let json = serde_json::to_string(&reply).unwrap();
    assert!(
        !json.contains("u001b") && !json.contains('\u{200b}') && !json.contains("[31m"),
        "{json}"
    );
    assert_eq!(json.matches("\"x\"").count(), 10, "{json}");
}

#[test]
fn structured_content_is_rewritten_where_needed() {
    let outgoing = Outgoing::new();
    let dirty = json!({
        "a\u{200b}": "\u{1b}[31mred\u{1b}[0m \"q\" \\ \n",
        "n": [1.50, 1e300, null, true, "\u{202e}x", { "in\u{7}": { "deep": "\u{e0041}" } }],
    });
    let (value, _) = structured(&outgoing, &dirty).unwrap();
    let clean = json!({
        "a": "red \"q\" \\ \n",
        "n": [1.50, 1e300, null, true, "x", { "in": { "deep": "" } }],
    });
    assert_eq!(value, clean);
    // What is not text stays as it is written.
    let raw = RawValue::from_string(r#"{ "a":1.0e+2,"b" : "\u001b[m\u0041" }"#.to_owned()).unwrap();
    let reply = Reply { structured: Some(raw), ..Reply::default() };
    let reply = outgoing.reply(reply).unwrap();
    assert_eq!(reply.structured.unwrap().get(), r#"{ "a":1.0e+2,"b" : "A" }"#);
}

#[test]
fn two_names_that_become_one_fail_the_call() {
    let outgoing = Outgoing::new();
    let error = structured(&outgoing, &json!({ "a": 1, "a\u{200b}": 2 })).unwrap_err();
    assert!(error.tool_error().is_none());
    structured(&outgoing, &json!({ "a": [{ "b": 1 }, { "b\u{200b}": 2 }], "b\u{7}": 1 })).unwrap();
    structured(&outgoing, &json!([{ "x": { "b": 1, "\u{200b}b": 2 } }])).unwrap_err();
    let half = RawValue::from_string(r#"{"a":"\ud800"}"#.to_owned()).unwrap();
    assert!(outgoing.reply(Reply { structured: Some(half), ..Reply::default() }).is_err());
}

#[test]
fn what_a_schema_names_stays() {
    let schema = json!({
        "type": "object",
        "properties": {
            "secret_token": { "enum": ["token=abc123", "b"] },
            "list": { "items": { "properties": { "ada\u{200b}": { "const": "ada" } } } },
        },
    });
    let outgoing = Outgoing::new().sanitizer(redact(["ada", "secret"])).sanitizer(redact_secrets());
    let outgoing = outgoing.of(schema.as_object());
    let value = json!({ "secret_token": "token=abc123", "list": [{ "ada\u{200b}": "ada" }] });
    assert_eq!(structured(&outgoing, &value).unwrap().0, value);
    let value = json!({ "secret_token": "ada b" });
    assert_eq!(structured(&outgoing, &value).unwrap().0, json!({ "secret_token": "[redacted] b" }));
}

#[test]
fn further_sanitizers_come_after_the_default_and_in_order() {
    let outgoing = Outgoing::new().sanitizer(redact(["ada"])).sanitizer(html_text());
    assert_eq!(text(&outgoing, "<a\u{200b}da>"), "&lt;[redacted]&gt;");
    let (value, raw) = structured(&outgoing, &json!({ "<ada>": "\"ada\" \u{7}" })).unwrap();
    assert_eq!(value, json!({ "&lt;[redacted]&gt;": "&quot;[redacted]&quot; " }));
    assert!(raw.starts_with(r#"{"&lt;"#));
    let raw = Outgoing::new().dangerous_raw().sanitizer(redact(["ada"]));
    assert_eq!(text(&raw, "\u{1b}ada"), "\u{1b}[redacted]");
}

#[cfg(feature = "html")]
#[test]
fn what_a_sanitizer_makes_is_held_to_the_default() {
    use crate::sanitize::html;

    let outgoing = Outgoing::new().sanitizer(html()).sanitizer(redact(["ada"]));
    assert_eq!(text(&outgoing, "<b>a&#8203;da</b>&#27;[31m"), "<b>[redacted]</b>");
}

#[test]
fn the_message_of_a_tool_error_is_cleaned_and_other_errors_stay() {
    let outgoing = Outgoing::new().sanitizer(redact_secrets());
    let error = Error::from(ToolError::new("\u{1b}[31mno\u{200b} password=hunter2")).context("x");
    assert_eq!(outgoing.error(error).tool_error().unwrap().message(), "no password=[redacted]");
    let error = Error::new("\u{1b}").context("y");
    assert_eq!(outgoing.error(error).to_string(), "y: \u{1b}");
}

#[test]
fn describes_itself() {
    assert_eq!(Outgoing::new().describe(), "printable text");
    let all = Outgoing::new().dangerous_raw().sanitizer(redact_secrets()).sanitizer(html_text());
    assert_eq!(all.describe(), "dangerous_raw, redact_secrets, html_text");
}
