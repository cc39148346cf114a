//! As an attacker: who writes a file, a page or a row that a tool reads.

use proptest::prelude::*;

use super::*;

/// Whether nothing in the text drives a terminal or hides from people.
fn is_clean(text: &str) -> bool {
    let joins = ['\u{200c}', '\u{200d}', '\u{fe0f}', '\u{2800}', '\u{fffc}'];
    text.chars().all(|character| {
        let is_break = matches!(character, '\t' | '\n' | '\r');
        (is_break || !character.is_control())
            && (joins.contains(&character) || !crate::rule::invisible::is_invisible(character))
    })
}

#[test]
fn a_sequence_that_is_split_over_blocks_is_none_in_either() {
    let outgoing = Outgoing::new();
    for (first, second) in [
        ("\u{1b}", "[31mred"),
        ("\u{1b}[", "31mred"),
        ("\u{1b}]0;", "title\u{7}"),
        ("\u{1b}]52;c;", "ZXZpbA==\u{1b}\\"),
        ("\u{9d}", "0;x\u{9c}"),
    ] {
        let blocks = [Content::text(first), Content::text(second)];
        let reply = outgoing.reply(Reply::new(blocks)).unwrap();
        assert!(is_clean(&reply.text()), "{:?}", reply.text());
    }
}

#[test]
fn an_escape_within_json_within_json_is_text() {
    // To who reads the inner one as JSON it is an escape again: that is the author's text.
    let inner = json!({ "a": "\u{1b}[31m" }).to_string();
    let (value, _) = structured(&Outgoing::new(), &json!({ "inner": inner })).unwrap();
    assert!(is_clean(value["inner"].as_str().unwrap()));
    assert_eq!(text(&Outgoing::new(), &inner), inner);
}

#[test]
fn deep_and_wide_structures_are_cleaned_without_recursion() {
    let deep = format!("{}\"\\u001bc\"{}", "[".repeat(100_000), "]".repeat(100_000));
    let raw = RawValue::from_string(format!("{{\"a\\u0007\":{deep}}}")).unwrap();
    let reply = Reply { structured: Some(raw), ..Reply::default() };
    let reply = Outgoing::new().reply(reply).unwrap();
    let expected = format!("{{\"a\":{}\"\"{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(reply.structured.unwrap().get(), expected);

    let wide: Map<String, Value> =
        (0..50_000).map(|i| (format!("k{i}\u{200b}"), json!("\u{1b}[m"))).collect();
    let (value, _) = structured(&Outgoing::new(), &wide.into()).unwrap();
    assert_eq!((value.as_object().unwrap().len(), &value["k49999"]), (50_000, &json!("")));
}

#[test]
fn huge_texts_of_one_kind_of_dirt_are_cleaned() {
    let outgoing = Outgoing::new().sanitizer(redact_secrets());
    for dirt in [
        "\u{1b}",
        "\u{1b}[",
        "\u{1b}]",
        "\u{9d}",
        "\u{90}",
        "\u{1b}[31;",
        "\u{200d}",
        "\u{200b}\u{200d}",
        "\u{e0041}",
        "\u{1b}\\",
        "👩\u{200d}",
        "\u{1b}(",
        "\0",
    ] {
        let cleaned = text(&outgoing, &dirt.repeat(300_000));
        assert!(is_clean(&cleaned), "{dirt:?}");
    }
}

#[test]
fn a_secret_that_is_split_by_what_no_one_sees_is_found() {
    let outgoing = Outgoing::new().sanitizer(redact_secrets());
    for between in
        ["\u{200b}", "\u{e0041}", "\0", "\u{1b}[0m", "\u{ad}", "\u{1b}]0;x\u{7}", "\u{202e}"]
    {
        let token = format!("AKIAIOSF{between}ODNN7EXAMPLE");
        assert_eq!(text(&outgoing, &token), "[redacted]", "{between:?}");
        let (value, _) = structured(&outgoing, &json!({ "key": token })).unwrap();
        assert_eq!(value, json!({ "key": "[redacted]" }));
    }
}

proptest! {
    #[test]
    fn what_leaves_is_clean_and_cleaned_once(
        any_text in any::<String>(),
        near in "[\u{1b}\u{9b}\u{9d}\\[\\]0;m\u{7}\\\\\u{200b}\u{200d}\u{fe0f}\u{202e}👩❤aé\n\u{e0041}]{0,16}",
    ) {
        for dirty in [any_text, near] {
            let once = text(&Outgoing::new(), &dirty);
            prop_assert!(is_clean(&once), "{:?}", once);
            prop_assert_eq!(text(&Outgoing::new(), &once), once.as_str());
            let (value, _) = structured(&Outgoing::new(), &json!({ "a": [dirty] })).unwrap();
            prop_assert_eq!(value, json!({ "a": [once] }));
        }
    }
}
