//! Unicode's confusables (UTS 39): characters that are drawn as a sign which means something.

use std::{collections::HashMap, sync::LazyLock};

use mcp_secure::rule::{self, Rule};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_security::confusable_detection::skeleton;

/// All single characters beyond ASCII, by how they are drawn.
static DRAWN: LazyLock<HashMap<String, Vec<char>>> = LazyLock::new(|| {
    let mut drawn: HashMap<String, Vec<char>> = HashMap::new();
    for character in '\u{80}'..=char::MAX {
        drawn.entry(skeleton(&character.to_string()).collect()).or_default().push(character);
    }
    drawn
});

/// All single characters that are drawn as this one.
fn drawn_as(sign: char) -> &'static [char] {
    let skeleton: String = skeleton(&sign.to_string()).collect();
    DRAWN.get(&skeleton).map_or(&[], Vec::as_slice)
}

/// Letters, marks and digits that look like a sign are spelling: the stroke 丿, the Arabic zero.
fn is_spelling(character: char) -> bool {
    character.nfkc().all(char::is_alphanumeric)
        || is_combining_mark(character)
        || matches!(character, '\u{3033}' | '\u{31c0}'..='\u{31e3}' | '\u{1d200}'..='\u{1d245}')
}

#[test]
fn no_sign_that_is_drawn_as_a_separator_is_in_a_name() {
    for (sign, at_least) in [('/', 8), ('\\', 6)] {
        let alike = drawn_as(sign);
        assert!(alike.len() >= at_least, "{alike:?}");
        for &character in alike {
            let name = format!("a{character}b");
            let is_refused = |rule: &dyn Rule<str>| rule.judge(&name).is_err();
            let expected = !is_spelling(character);
            let context = format!("{character:?} U+{:04X}", u32::from(character));
            assert_eq!(is_refused(&rule::filename()), expected, "{context}");
            assert_eq!(is_refused(&rule::relative_path()), expected, "{context}");
            assert_eq!(is_refused(&rule::url_segment()), expected, "{context}");
            assert!(is_refused(&rule::url()) && is_refused(&rule::hostname()), "{context}");
        }
    }
}

#[test]
fn no_sign_that_is_drawn_as_a_dash_begins_an_argument() {
    let alike = drawn_as('-');
    assert!(alike.len() >= 8, "{alike:?}");
    for character in alike.iter().copied().filter(|&character| !is_spelling(character)) {
        for argument in [format!("{character}rf"), format!("{character}{character}help")] {
            let context = format!("{argument:?} U+{:04X}", u32::from(character));
            assert!(rule::command_arg().judge(&argument).is_err(), "{context}");
            assert!(rule::git_ref().judge(&argument).is_err(), "{context}");
            assert!(rule::filename().judge(&argument).is_err(), "{context}");
        }
    }
}

/// One character that looks like an ASCII one, in an otherwise good value of a rule that is about
/// ASCII: another host, another address, another table.
#[test]
fn rules_of_ascii_accept_no_confusable() {
    let mut count = 0;
    for sign in ('!'..='~').filter(|sign| sign.is_ascii_alphanumeric() || "-._:/@".contains(*sign))
    {
        for &character in drawn_as(sign) {
            count += 1;
            let context = format!("{character:?} as {sign:?}");
            let refuses = |rule: &dyn Rule<str>, value: String| {
                assert!(rule.judge(&value).is_err(), "{context}: {value}");
            };
            refuses(&rule::url(), format!("https://ex{character}mple.com/"));
            refuses(&rule::url(), format!("https:{character}{character}example.com/"));
            refuses(&rule::hostname(), format!("ex{character}mple.com"));
            refuses(&rule::email(), format!("a{character}@example.com"));
            refuses(&rule::email(), format!("a@ex{character}mple.com"));
            refuses(&rule::sql_identifier(), format!("us{character}rs"));
            refuses(&rule::ip(), format!("9.9.9.{character}"));
            refuses(&rule::uuid(), format!("{character}e4d2c1a-0000-4000-8000-000000000000"));
            refuses(&rule::date(), format!("2026-01-0{character}"));
            refuses(&rule::mime(), format!("text/{character}"));
            refuses(&rule::filename().unicode(false), format!("a{character}.txt"));
        }
    }
    assert!(count > 1500, "{count}");
}

/// What is drawn as an extension that is run, but is no such extension to any program, is refused
/// where a conversion makes it one.
#[test]
fn an_extension_in_compatible_letters_is_the_extension() {
    for (at, letter) in "php".char_indices() {
        let compatible = ('\u{80}'..=char::MAX)
            .filter(|c| c.nfkc().eq([letter]) || c.nfkc().eq([letter.to_ascii_uppercase()]));
        for character in compatible {
            let mut extension = String::from("php");
            extension.replace_range(at..=at, &character.to_string());
            for name in [format!("a.{extension}"), format!("a.{extension}.jpg")] {
                assert!(rule::filename().judge(&name).is_err(), "{name}");
            }
        }
    }
}
