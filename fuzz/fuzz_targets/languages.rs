//! Small languages: regular expressions, patterns of paths, and the patterns of `pattern`.
//!
//! The first byte chooses the language, modulo their number. Behind it stand an expression and,
//! after a line feed, a text to match.
#![no_main]

use std::sync::LazyLock;

use fuzz::{Judged, chosen};
use libfuzzer_sys::fuzz_target;
use mcp_secure::{
    __fuzz,
    rule::{self, Rule, glob, regex},
};

static RULES: LazyLock<[Judged; 3]> = LazyLock::new(|| {
    [
        Judged::new("regex", regex(), |expression| {
            expression.len() <= 1000 && regex().compile(expression).is_ok()
        }),
        Judged::new("glob", glob(), |pattern| stays_inside(pattern, false)),
        Judged::new("glob().hidden(true)", glob().hidden(true), |pattern| {
            stays_inside(pattern, true)
        }),
    ]
});

fuzz_target!(|data: &[u8]| {
    let Some((choice, text)) = chosen(data) else { return };
    let (expression, text) = text.split_once('\n').unwrap_or((text, ""));
    match choice % 4 {
        0 => {
            RULES[0].check(expression);
            matches_within(expression, text);
        }
        3 => agrees_with_the_schema(expression, text),
        choice => RULES[choice].check(expression),
    }
});

/// What is found lies within the text, and is found whenever there is a match.
fn matches_within(expression: &str, text: &str) {
    let accepted = regex().judge(expression).is_ok();
    let compiled = regex().compile(expression);
    assert_eq!(accepted, compiled.is_ok(), "regex: judges {expression:?} in two ways");
    let Ok(matcher) = compiled else { return };
    let found = matcher.find(text);
    assert_eq!(matcher.is_match(text), found.is_some(), "regex: {expression:?} in {text:?}");
    if let Some(found) = found {
        assert!(text.get(found).is_some(), "regex: {expression:?} finds half a character");
    }
}

/// What leaves a directory, or is hidden, is matched by no pattern.
fn stays_inside(pattern: &str, hidden: bool) -> bool {
    let Ok(matcher) = rule::glob().hidden(hidden).compile(pattern) else { return false };
    let outside = ["..", "../a", "a/..", "a/../b", "/", "/etc/passwd", ".", "./a", "a//b", ""];
    let dotted = [".env", "a/.git/config", ".git/config", "a/.b"];
    pattern.len() <= 255
        && !pattern.starts_with(['/', '~', '-', '!'])
        && !pattern.contains(['\\', ':', '\0'])
        && !outside.iter().any(|path| matcher.is_match(path))
        && (hidden || !dotted.iter().any(|path| matcher.is_match(path)))
}

/// An expression that `pattern` takes means the same to a validator of JSON Schema.
fn agrees_with_the_schema(expression: &str, text: &str) {
    let Some(rule) = __fuzz::pattern(expression) else { return };
    let schema = serde_json::json!({ "pattern": expression });
    let options = jsonschema::options()
        .with_pattern_options(jsonschema::PatternOptions::regex().size_limit(64 << 20));
    let Ok(validator) = options.build(&schema) else { return };
    let verdict = rule.judge(text).is_ok();
    assert_eq!(verdict, validator.is_valid(&text.into()), "pattern: {expression:?} on {text:?}");
}
