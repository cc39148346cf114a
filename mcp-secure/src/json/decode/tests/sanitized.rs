//! Text is sanitized, then judged: what counts is what the type gets.

use super::*;
#[cfg(feature = "html")]
use crate::sanitize::html;
use crate::sanitize::{Sanitizer, html_text, strip_control, strip_invisible, trim};

/// Decodes as an argument with these sanitizers.
fn sanitized<T: DeserializeOwned>(
    raw: &str,
    sanitizers: &[Box<dyn Sanitizer>],
) -> Result<T, Violation> {
    decode(raw, TextTerms { policy: TextPolicy::Plain, sanitizers })
}

#[test]
fn what_a_sanitizer_has_removed_is_not_judged() {
    let strip: [Box<dyn Sanitizer>; 2] = [Box::new(strip_control()), Box::new(strip_invisible())];
    let raw = r#"["a\u0000b", "c", "\udb40\udc41d"]"#;
    assert_eq!(sanitized::<Vec<String>>(raw, &strip).unwrap(), ["ab", "c", "d"]);
    let raw = r#"{"k":["a\u001b"]}"#;
    assert_eq!(sanitized::<BTreeMap<String, Vec<String>>>(raw, &strip).unwrap()["k"], ["a"]);
    let one = &strip[..1];
    assert_eq!(
        sanitized::<Vec<String>>(r#"["", "\udb40\udc41"]"#, one).unwrap_err().pointer(),
        "/1"
    );
}

#[test]
fn names_are_judged_and_not_sanitized() {
    let strip: [Box<dyn Sanitizer>; 1] = [Box::new(strip_control())];
    let two_in_one = r#"{"a":"x","\u0000a":"y"}"#;
    let violation = sanitized::<BTreeMap<String, String>>(two_in_one, &strip).unwrap_err();
    assert_eq!(violation.rule(), "text");
}

#[cfg(feature = "html")]
#[test]
fn what_a_sanitizer_has_made_is_judged() {
    let html: [Box<dyn Sanitizer>; 1] = [Box::new(html())];
    // The parser decodes the reference, also to what it should not (`&#x80;` is the euro sign).
    for raw in [r#""<b>&#27;[31m</b>""#, r#""&#xE0041;""#, r#""&#1;""#, r#""&#x7f;""#] {
        assert_eq!(sanitized::<String>(raw, &html).unwrap_err().rule(), "text", "{raw}");
    }
    let both: [Box<dyn Sanitizer>; 2] =
        [html.into_iter().next().unwrap(), Box::new(strip_control())];
    assert_eq!(sanitized::<String>(r#""<b>&#27;[31m</b>""#, &both).unwrap(), "<b>[31m</b>");
}

#[test]
fn text_is_bounded_before_it_is_sanitized_and_after() {
    let trim: [Box<dyn Sanitizer>; 1] = [Box::new(trim())];
    let escape: [Box<dyn Sanitizer>; 1] = [Box::new(html_text())];
    let long = format!("\"{}\"", " ".repeat(65_537));
    assert_eq!(sanitized::<String>(&long, &trim).unwrap_err().rule(), "text");
    let grows = format!("\"{}\"", "<".repeat(65_536));
    assert_eq!(sanitized::<String>(&grows, &escape).unwrap_err().rule(), "text");
    let fits = format!("\"{}\"", "<".repeat(65_536 / 4));
    assert_eq!(sanitized::<String>(&fits, &escape).unwrap().len(), 65_536);
}

#[test]
fn sanitizers_rewrite_every_text_one_after_the_other() {
    let both: [Box<dyn Sanitizer>; 2] = [Box::new(strip_invisible()), Box::new(trim())];
    // The space is at the end only when the character after it is gone.
    let raw = r#"[" a", "b", null, "c \u200b"]"#;
    let value = sanitized::<Vec<Option<String>>>(raw, &both).unwrap();
    assert_eq!(value, [Some("a".into()), Some("b".into()), None, Some("c".into())]);
}
