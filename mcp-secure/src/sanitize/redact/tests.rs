use std::panic::catch_unwind;

use proptest::prelude::*;

use super::*;

#[test]
fn finds_patterns_and_words_anywhere() {
    for (what, text, redacted) in [
        (redact("\\d{4}"), "pin 1234, 56789", "pin [redacted], [redacted]9"),
        (redact("^a+"), "aab a", "[redacted]b a"),
        (redact(["Ada"]), "Ada, Adam, Canada, ada", "[redacted], [redacted]m, Canada, ada"),
        (redact(["Ada"]).any_case(), "Canada ADA", "Can[redacted] [redacted]"),
        (redact("straße").any_case(), "STRAßE", "[redacted]"),
        (redact(["a", "ab", "abc"]), "abcab a", "[redacted][redacted] [redacted]"),
        (
            redact(["a.b", "c|d", "(", "\\", "/", "é-ü"]),
            "a.b axb c|d ( \\ / é-ü",
            "[redacted] axb [redacted] [redacted] [redacted] [redacted] [redacted]",
        ),
        (redact(vec!["x".to_owned()]), "x", "[redacted]"),
        (redact(&["x"][..]), "x", "[redacted]"),
    ] {
        assert_eq!(what.sanitize(text), redacted, "{:?}", what.source);
    }
}

#[test]
fn leaves_all_other_text() {
    for text in ["", "plain", "é[redacted]"] {
        assert!(matches!(redact("\\d").sanitize(text), Cow::Borrowed(same) if same == text));
    }
}

#[test]
fn what_was_redacted_is_no_text() {
    for pattern in ["redacted", "[a-z]+", ".", "\\[", "d\\]x", "\\[redacted\\]", "[^x]+"] {
        let rule = redact(pattern);
        let once = rule.sanitize("a [redacted]xx b").into_owned();
        assert_eq!(rule.sanitize(&once), once, "{pattern}");
        assert!(once.contains(REDACTED), "{pattern}: {once}");
    }
}

#[test]
fn refuses_what_finds_nothing_or_everything() {
    for pattern in ["", "a*", "a?", "\\b", "^", "(?:)", "x|", "(?=a)", "(?i)a"] {
        assert!(catch_unwind(|| redact(pattern)).is_err(), "{pattern}");
    }
    assert!(catch_unwind(|| redact([""])).is_err());
    assert!(catch_unwind(|| redact([] as [&str; 0])).is_err());
    assert!(catch_unwind(|| redact(["a", ""])).is_err());
}

proptest! {
    #[test]
    fn twice_is_once_and_no_word_is_left(
        text in "[ab\\[\\]redct]{0,24}",
        words in prop::collection::vec("[ab\\]e]{1,3}", 1..4),
    ) {
        let rule = redact(words.clone());
        let once = rule.sanitize(&text).into_owned();
        prop_assert_eq!(rule.sanitize(&once), once.as_str());
        for part in once.split(REDACTED) {
            prop_assert!(!words.iter().any(|word| part.contains(word.as_str())));
        }
    }
}
