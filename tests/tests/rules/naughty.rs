//! The Big List of Naughty Strings, before every rule.

use mcp_secure::rule::{self, Rule};
use naughty_strings::BLNS;

use crate::{DIALECTS, oracle, text_rules};

/// The list, and every string of it where something good stands around it.
fn naughty() -> Vec<String> {
    assert!(BLNS.len() > 400);
    let mut all = Vec::new();
    for text in BLNS {
        let line = text.replace(['\n', '\r'], "");
        all.extend([
            (*text).to_owned(),
            format!("{text}.txt"),
            format!("a{text}"),
            format!("a/{line}"),
        ]);
        all.push(format!("https://example.com/{line}"));
        all.push(format!("https://{line}/"));
        all.push(format!("{line}@example.com"));
    }
    all
}

#[test]
fn no_rule_panics_tells_the_string_or_changes_its_mind() {
    for (name, rule) in text_rules() {
        for text in naughty() {
            let verdict = rule.judge(&text);
            assert_eq!(verdict, rule.judge(&text), "{name}: {text:?}");
            // A word or two may stand in a message by chance.
            if let Err(violation) = verdict
                && text.len() > 12
            {
                assert!(!violation.to_string().contains(&text), "{name}: {text:?}");
            }
        }
    }
}

#[test]
fn what_is_accepted_keeps_the_promise_of_its_rule() {
    let mut accepted = std::collections::BTreeMap::<&str, usize>::new();
    for text in naughty() {
        let mut accepts = |name, rule: &dyn Rule<str>| {
            let accepts = rule.judge(&text).is_ok();
            *accepted.entry(name).or_default() += usize::from(accepts);
            accepts
        };
        if accepts("filename", &rule::filename().hidden(true)) {
            oracle::assert_one_file(&text);
            oracle::assert_beneath(&text);
        }
        if accepts("relative_path", &rule::relative_path().hidden(true)) {
            text.split('/').for_each(oracle::assert_one_file);
            oracle::assert_beneath(&text);
        }
        if accepts("url_segment", &rule::url_segment()) {
            oracle::assert_one_segment(&text);
        }
        if accepts("url", &rule::url().schemes(["http", "https"]).public()) {
            oracle::assert_public(&text);
        }
        if accepts("email", &rule::email()) {
            oracle::assert_one_mailbox(&text);
        }
        if accepts("command_arg", &rule::command_arg()) {
            oracle::assert_operand(&text);
        }
        if accepts("hostname", &rule::hostname()) {
            assert!(text.parse::<std::net::IpAddr>().is_err(), "{text:?}");
            let url: http::Uri = format!("https://{text}/").parse().unwrap();
            assert_eq!(url.host(), Some(&*text));
        }
        for dialect in DIALECTS {
            if accepts("sql_identifier", &rule::sql_identifier().dialect(dialect)) {
                oracle::assert_names_itself(&text, dialect);
            }
        }
        if accepts("text", &rule::text()) {
            let is_clean = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
            assert!(text.chars().all(is_clean), "{text:?}");
        }
    }
    // A rule that accepts nothing shows nothing here.
    assert!(accepted.values().all(|&count| count >= 5), "{accepted:?}");
}

/// They are strings that people write: whoever refuses most of them refuses too much.
#[test]
fn free_text_is_accepted_but_for_control_characters_and_tags() {
    let refused: Vec<_> = BLNS.iter().filter(|text| rule::text().judge(text).is_err()).collect();
    let is_dirty = |text: &str| {
        let bad = |c: char| {
            c.is_control() && !matches!(c, '\t' | '\n' | '\r')
                || matches!(c, '\u{e0000}'..='\u{e007f}' | '\u{fffe}' | '\u{ffff}')
        };
        text.contains(bad)
    };
    assert!(refused.iter().all(|text| is_dirty(text)), "{refused:#?}");
    for text in BLNS.iter().filter(|text| !is_dirty(text)) {
        assert!(rule::text().judge(text).is_ok(), "{text:?}");
    }
}
