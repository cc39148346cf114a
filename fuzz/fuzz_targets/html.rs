//! Sanitizers: of HTML, of secrets and of escape sequences, and the small ones.
//!
//! The first byte chooses the sanitizer, modulo their number; the rest is the text.
#![no_main]

use std::sync::LazyLock;

use fuzz::chosen;
use libfuzzer_sys::fuzz_target;
use mcp_secure::sanitize::{
    Sanitizer, collapse_whitespace, html, html_text, lowercase, nfc, redact_secrets, strip_ansi,
    strip_control, strip_invisible, trim,
};

type Case = (Box<dyn Sanitizer>, fn(&str) -> bool);

static CASES: LazyLock<[Case; 12]> = LazyLock::new(|| {
    [
        (Box::new(html()), is_harmless as fn(&str) -> bool),
        (Box::new(html().basic()), is_harmless),
        (Box::new(html().links(false)), |html| is_harmless(html) && !html.contains("<a")),
        (Box::new(html_text()), |text| !text.contains(['<', '>', '"', '\''])),
        (Box::new(redact_secrets()), |_| true),
        (Box::new(strip_ansi()), |text| !text.contains('\u{1b}') && !text.contains('\u{9b}')),
        (Box::new(strip_control()), |text| !text.contains(['\0', '\u{1b}', '\u{8}', '\u{7f}'])),
        (Box::new(strip_invisible()), |text| !text.contains(['\u{202e}', '\u{e0041}'])),
        (Box::new(collapse_whitespace()), |text| !text.contains("  ")),
        (Box::new(trim()), |text| text.trim() == text),
        (Box::new(lowercase()), |text| !text.contains(|letter: char| letter.is_ascii_uppercase())),
        (Box::new(nfc()), |_| true),
    ]
});

fuzz_target!(|data: &[u8]| {
    let Some((choice, text)) = chosen(data) else { return };
    let (sanitizer, holds) = &CASES[choice % CASES.len()];
    let name = sanitizer.name();
    let once = sanitizer.sanitize(text);
    assert_eq!(once, sanitizer.sanitize(text), "{name}: another result for {text:?}");
    assert!(holds(&once), "{name}: {text:?} becomes {once:?}");
    let twice = sanitizer.sanitize(&once);
    assert_eq!(once, twice, "{name}: not the same twice for {text:?}");
});

/// A reader of markup of its own: every `<` opens a known element, or closes the last one.
fn is_harmless(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(tag) = rest.strip_prefix('/') {
            let Some((name, behind)) = tag.split_once('>') else { return false };
            if open.pop() != Some(name) {
                return false;
            }
            rest = behind;
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = &rest[..end];
        if name.is_empty() || FORBIDDEN.contains(&name) || name.contains(char::is_uppercase) {
            return false;
        }
        rest = &rest[end..];
        while let Some(attribute) = rest.strip_prefix(' ') {
            let Some((attribute, behind)) = attribute.split_once("=\"") else { return false };
            let Some((value, behind)) = behind.split_once('"') else { return false };
            let is_name = attribute.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            if !is_name
                || attribute.starts_with("on")
                || matches!(attribute, "style" | "id" | "name" | "src")
            {
                return false;
            }
            if matches!(attribute, "href" | "cite") && !is_link(value) {
                return false;
            }
            rest = behind;
        }
        let Some(behind) = rest.strip_prefix('>') else { return false };
        rest = behind;
        if !VOID.contains(&name) {
            open.push(name);
        }
    }
    open.is_empty()
}

const FORBIDDEN: [&str; 14] = [
    "script", "style", "iframe", "object", "embed", "svg", "math", "form", "input", "template",
    "base", "link", "meta", "noscript",
];

const VOID: [&str; 5] = ["br", "hr", "wbr", "img", "col"];

/// What stands before a colon, as a browser reads it, is harmless.
fn is_link(link: &str) -> bool {
    let read: String = link
        .replace("&amp;", "&")
        .chars()
        .filter(|character| !matches!(character, '\t' | '\n' | '\r'))
        .collect();
    let read = read.trim_start_matches(|character: char| character <= ' ').to_ascii_lowercase();
    let before = &read[..read.find(['/', '?', '#']).unwrap_or(read.len())];
    match before.split_once(':') {
        // RFC 3986, section 3.1: other characters are no scheme, and the link is a relative one.
        Some((scheme, _)) => {
            let is_scheme = scheme.starts_with(|first: char| first.is_ascii_lowercase())
                && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
            !is_scheme || matches!(scheme, "http" | "https" | "mailto")
        }
        None => true,
    }
}
