#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::*;

fn described(rule: &Pattern) -> Value {
    let mut schema = String::json_schema(&mut SchemaGenerator::default());
    rule.describe(&mut schema);
    schema.to_value()
}

/// Patterns of the dialect, each with texts that match and texts that do not.
const GOOD: &[(&str, &[&str], &[&str])] = &[
    ("^[a-z]+$", &["abc"], &["", "Abc", "abc\n", "abc\r\n", "é"]),
    ("b", &["abc"], &["ac"]),
    ("", &["", "a"], &[]),
    ("^\\d{2,4}$", &["12", "1234"], &["1", "12345", "٤٢", "１２"]),
    ("^\\w+$", &["a_Z9"], &["é", "a b", "a\u{301}", "ſ", "\u{212a}"]),
    ("^\\W\\D$", &["éé", "  "], &["a1", "aa"]),
    ("^[\\d_-]+$", &["1_-"], &["a", "٤"]),
    ("^[^\\d\\W]+$", &["ab"], &["a1", "é"]),
    ("\\bcat\\b", &["a cat", UNICODE_BOUNDARY], &["concat", "cats"]),
    ("^.$", &["a", "é", "😀"], &["", "\n", "\r", "\u{2028}", "\u{2029}", "ab"]),
    ("^a.b$", &["a\u{85}b"], &["a\nb"]),
    ("^(?:a|b)*c?$", &["abac", ""], &["d"]),
    ("^(?<year>\\d{4})-(\\d\\d)$", &["2026-11"], &["2026-1"]),
    ("^a{2}b{1,}c{0,1}?d+?$", &["aabd"], &["abd"]),
    ("^\\p{L}+$", &["résumé", "日本"], &["a1"]),
    ("^\\P{L}+$", &["12"], &["a"]),
    ("^[\\p{Lu}\\p{Nd}]+$", &["A1"], &["a"]),
    ("^\\p{Script=Greek}+\\p{sc=Han}$", &["αβ日"], &["ab"]),
    ("^\\u0041\\x42\\u{43}\\u{1F600}$", &["ABC😀"], &["ABC"]),
    ("^\\^\\$\\\\\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/$", &["^$\\.*+?()[]{}|/"], &[""]),
    ("^[\\^\\-\\]\\[.*{}&~#-]+$", &["^-][.*{}&~#"], &["a"]),
    ("^[\\t\\n\\r\\f\\v]$", &["\t", "\u{b}"], &[" "]),
    ("^[-+]?[0-9]$", &["-1", "+1", "1"], &["*1"]),
    ("^[a-]$|^[^-]$", &["-", "b"], &["ab"]),
    ("é|日", &["é"], &["e"]),
    ("a/b<c>\"'@!%&~#= -", &["a/b<c>\"'@!%&~#= -"], &["a"]),
    ("^(a+)+$", &["aaaa"], &["aaab"]),
    ("()*|", &[""], &[]),
];

/// Here the `jsonschema` crate departs from ECMA-262, whose `\b` is of ASCII.
const UNICODE_BOUNDARY: &str = "écaté";

/// What is not in the dialect, with a part of what is said about it.
const BAD: &[(&str, &str)] = &[
    ("(?i)a", "flags"),
    ("(?i:a)", "flags"),
    ("(?s-m)a", "flags"),
    ("(?-u:a)", "flags"),
    ("(?x) a", "flags"),
    ("\\Aa", "use `^`"),
    ("a\\z", "`$` for the end"),
    ("a\\Z", "`\\Z`"),
    ("\\<a", "assertion"),
    ("a\\>", "assertion"),
    ("\\b{start}a", "assertion"),
    ("\\b{start-half}a", "assertion"),
    ("\\Ba", "assertion"),
    ("\\h", "`\\h`"),
    ("\\s", "list the characters"),
    ("[\\S]", "list the characters"),
    ("(?P<a>b)", "without a `P`"),
    ("(?<a.b>c)", "letters"),
    ("a++", "possessive"),
    ("a**", "repetition"),
    ("a{2}{3}", "repetition"),
    ("^*", "repeat an assertion"),
    ("\\b+", "repeat an assertion"),
    ("a{,3}", "repetition"),
    ("a{ 1 }", "`{n,m}`"),
    ("a{1, 3}", "`{n,m}`"),
    ("a{3,1}", "repetition"),
    ("a{", ""),
    ("a}", "write `\\}`"),
    ("a]", "write `\\]`"),
    ("*a", ""),
    ("(a", ""),
    ("a)", ""),
    ("[a", ""),
    ("[]", ""),
    ("[]a]", "`\\]`"),
    ("[^]a]", "`\\]`"),
    ("[[:alpha:]]", "range"),
    ("[a[b]]", "within a class"),
    ("[[]", ""),
    ("[a&&b]", "set operations"),
    ("[a--b]", "`-`"),
    ("[a~~b]", "set operations"),
    ("[a-z-9]", ""),
    ("[\\w-.]", ""),
    ("[+--]", "`-`"),
    ("[--/]", "`-`"),
    ("[z-a]", ""),
    ("[\\d-z]", ""),
    ("\\pL", "general category"),
    ("\\p{Letter}", "general category"),
    ("\\p{Greek}", "general category"),
    ("\\p{^L}", ""),
    ("\\p{l}", "general category"),
    ("\\p{ L}", "general category"),
    ("\\p{script=greek}", "general category"),
    ("\\p{Script:Greek}", "general category"),
    ("\\p{Script!=Greek}", "general category"),
    ("\\p{Script=Nowhere}", ""),
    ("\\p{Emoji}", "general category"),
    ("[\\pN]", "general category"),
    ("\\a", "`\\u{7}`"),
    ("\\x{41}", "`\\u{41}`"),
    ("\\U00000041", "`\\u{41}`"),
    ("\\0", ""),
    ("\\ud83d\\ude00", ""),
    ("(a)\\1", "back-references"),
    ("(?=a)", "look-around"),
    ("(?!a)b", "look-around"),
    ("(?<=a)b", "look-around"),
    ("(?>a)", ""),
    ("\\-", "write `-`"),
    ("\\&", "write `&`"),
    ("[\\&]", "write `&`"),
    ("\\#\\~", "write `#`"),
    ("\\@", "write `@`"),
    ("\\\"", "write `\"`"),
    ("\\_", ""),
    ("\\cA", ""),
    ("\\e", ""),
    ("\\", ""),
];

#[test]
fn the_dialect_means_what_ecma_262_means() {
    for (source, matching, other) in GOOD {
        mcp_secure_grammar::pattern::check(source)
            .unwrap_or_else(|error| panic!("{source}: {error}"));
        let rule = pattern(source);
        let schema = described(&rule);
        for (texts, expected) in [(matching, true), (other, false)] {
            for text in *texts {
                assert_eq!(rule.judge(text).is_ok(), expected, "{source} on {text:?}");
                if *text == UNICODE_BOUNDARY {
                    continue;
                }
                let by_schema = jsonschema::is_valid(&schema, &json!(text));
                assert_eq!(by_schema, expected, "{source} on {text:?}, by the schema");
            }
        }
    }
}

#[test]
fn what_is_not_in_the_dialect_is_refused_with_a_remedy() {
    for (source, expected) in BAD {
        let error = mcp_secure_grammar::pattern::check(source).expect_err(source);
        assert!(error.contains(expected), "{source}: {error}");
        assert!(!error.ends_with('.') && !error.is_empty(), "{source}: {error}");
    }
}

#[test]
fn a_bad_pattern_panics_and_says_why() {
    let panic = std::panic::catch_unwind(|| pattern("^\\s+$")).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.contains("`^\\s+$`"), "{message}");
    assert!(message.contains("list the characters"), "{message}");
}

#[test]
fn size_is_bounded() {
    assert!(build(&"a".repeat(1000), false).is_ok());
    assert!(build(&"a".repeat(1001), false).is_err());
    let error = build("^(?:\\p{L}{1000}){1000}$", false).unwrap_err();
    assert!(error.contains("too large"), "{error}");
    assert!(build("^\\p{L}{1,64}$", false).is_ok());
    assert!(build(&"(".repeat(999), false).is_err());
    assert!(build(&format!("{}{}", "(".repeat(400), ")".repeat(400)), false).is_err());
}

#[test]
fn matching_stays_linear() {
    let text = format!("{}!", "a".repeat(1_000_000));
    assert!(pattern("^(a+)+$").judge(&text).is_err());
    assert!(pattern("^(?:a|a)*$").judge(&text).is_err());
}

#[test]
fn the_violation_names_the_pattern_and_not_the_value() {
    let violation = pattern("^[a-z]$").judge("SECRET").unwrap_err();
    assert_eq!(violation.message(), "must match the pattern `^[a-z]$`");
}

#[test]
fn two_patterns_stand_side_by_side() {
    let mut schema = json_schema!({});
    pattern("a").describe(&mut schema);
    pattern("b").describe(&mut schema);
    let both = json!({ "pattern": "a", "allOf": [{ "pattern": "b" }] });
    assert_eq!(schema.as_value(), &both);
}

proptest! {
    #[test]
    fn agrees_with_the_schema(index in 0..GOOD.len(), text in "[ab1_é٤\n\u{2028}\u{85}😀.-]{0,6}") {
        let rule = pattern(GOOD[index].0);
        prop_assert_eq!(
            rule.judge(&text).is_ok(),
            jsonschema::is_valid(&described(&rule), &json!(text))
        );
    }

    #[test]
    fn the_check_never_panics(source in r"[ab\\pPdwsb{}()\[\]|?*+^$.,:<>=!LuN019&~-]{0,12}") {
        if mcp_secure_grammar::pattern::check(&source).is_ok() {
            prop_assert!(build(&source, false).is_ok(), "{}", source);
            prop_assert!(jsonschema::meta::is_valid(&json!({ "pattern": source })), "{}", source);
        }
    }
}
