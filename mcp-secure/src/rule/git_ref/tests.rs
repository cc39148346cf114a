#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::*;
use crate::rule::pattern;

fn described() -> Value {
    let mut schema = String::json_schema(&mut SchemaGenerator::default());
    git_ref().describe(&mut schema);
    schema.to_value()
}

#[track_caller]
fn refuses(reason: &str, names: &[&str]) {
    for name in names {
        let Err(violation) = git_ref().judge(name) else { panic!("accepted {name:?}") };
        assert_eq!(violation.rule(), "git_ref");
        assert!(violation.message().contains(reason), "{name:?}: {}", violation.message());
    }
}

#[test]
fn accepts_names_as_people_give_them() {
    let longest = "a".repeat(255);
    for name in [
        "a",
        "main",
        "HEAD",
        "v1.2.3",
        "v1.0.0-rc.1+build.5",
        "feature/add-login",
        "fix/#123-crash",
        "refs/heads/main",
        "refs/tags/v1",
        "refs/remotes/origin/HEAD",
        "user@host",
        "a@",
        "@a",
        "a/@",
        "@/a",
        "dependabot/npm_and_yarn/lodash-4.17.21",
        "release_2026",
        "JIRA-42",
        "a/-b",
        "a-",
        "{a}",
        "a.b",
        "lock",
        "a.locked",
        "a.lock2",
        "a.lock.b",
        "résumé",
        "日本語/機能",
        "🚀",
        "a!b",
        "a$b",
        "a%b",
        "a&b",
        "a'b",
        "a\"b",
        "a(b)",
        "a,b",
        "a;b",
        "a<b>",
        "a=b",
        "a]b",
        "a`b",
        "a|b",
        "a}b",
        "+a",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        &longest,
    ] {
        assert!(git_ref().judge(name).is_ok(), "{name:?}");
    }
}

#[test]
fn refuses_options() {
    refuses(
        "dash",
        &[
            "-",
            "--",
            "-b",
            "--upload-pack=touch x",
            "--output=/tmp/x",
            "-/a",
            "–b",
            "\u{2212}b",
            "\u{ad}b",
            "－b",
        ],
    );
}

#[test]
fn refuses_what_a_person_reads_as_another_name() {
    refuses(
        "invisible or bidirectional",
        &["ma\u{200b}in", "\u{202e}niam", "main\u{feff}", "a\u{e0041}"],
    );
    refuses("look like a path separator", &["refs\u{2215}heads", "a\u{ff0e}b"]);
    refuses("private-use", &["\u{e000}", "a\u{fdd0}"]);
    for name in ["👩\u{200d}🚀", "می\u{200c}خواهم", "क्\u{200d}ष", "❤\u{fe0f}"] {
        assert!(git_ref().judge(name).is_ok(), "{name:?}");
    }
}

#[test]
fn refuses_what_git_refuses() {
    refuses("empty", &[""]);
    refuses("start or end with `/`", &["/", "/a", "a/", "a//b", "//", "refs//heads/a"]);
    refuses(
        "starts with a dot or ends with `.lock`",
        &[
            ".a",
            "a/.b",
            "refs/.heads/a",
            "a.lock",
            "a.lock/b",
            "refs/heads/a.lock",
            ".lock",
            "a/.lock",
        ],
    );
    refuses(
        "`..`",
        &["..", "a..b", "../a", "a/../b", "a/..", "main...dev", ".", "a.", "a/b.", "a/."],
    );
    refuses("`@{`", &["@", "@{", "@{u}", "main@{1}", "main@{yesterday}", "a/@{b", "a@{"]);
    refuses(
        "spaces",
        &[
            "a b",
            " a",
            "a ",
            "HEAD~1",
            "HEAD^",
            "^main",
            "a:b",
            ":a",
            "main:refs/heads/x",
            "a?",
            "a*",
            "refs/heads/*",
            "a[b",
            "[a]",
            "a\\b",
            "\\",
            "HEAD^{commit}",
            "ext::sh -c id",
        ],
    );
    refuses("255", &[&"a".repeat(256), &"é".repeat(128)]);
    for control in ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}').chain(['\u{2028}', '\u{2029}']) {
        refuses("control", &[&format!("a{control}"), &format!("{control}a")]);
    }
}

#[test]
fn describes_what_is_portable() {
    let schema = described();
    let shared = pattern(schema["pattern"].as_str().unwrap());
    for name in [
        "", "-a", "/a", "a/", ".a", "a.", "a b", "a~b", "a^b", "a:b", "a?", "a*", "a[", "a\\",
        "a\n",
    ] {
        assert!(shared.judge(name).is_err(), "{name:?}");
        assert!(!jsonschema::is_valid(&schema, &json!(name)), "{name:?}");
    }
    assert!(shared.judge("feature/a-b").is_ok());
}

/// The rules of git's manual, said another way.
fn is_ref_format(name: &str) -> bool {
    let bytes = name.as_bytes();
    let pairs =
        bytes.windows(2).all(|pair| ![b"..", b"//", b"@{", b"/."].contains(&&[pair[0], pair[1]]));
    let characters = bytes.iter().all(|byte| *byte > b' ' && !b"\x7f~^:?*[\\".contains(byte));
    let ends = !name.is_empty() && !name.starts_with(['/', '.']) && !name.ends_with(['/', '.']);
    let locks = format!("{name}/").contains(".lock/");
    pairs && characters && ends && !locks && name != "@"
}

proptest! {
    #[test]
    fn agrees_with_the_manual(name in "(a|b|/|\\.|\\.lock|@|\\{|-|~|\n| |\\[){0,6}") {
        let expected = is_ref_format(&name) && !name.starts_with('-');
        prop_assert_eq!(git_ref().judge(&name).is_ok(), expected, "{:?}", name);
    }

    #[test]
    fn accepts_nothing_that_the_schema_refuses(name in "[-a/.@{ ~:é😀\n\\[]{0,6}") {
        if git_ref().judge(&name).is_ok() {
            prop_assert!(jsonschema::is_valid(&described(), &json!(name)), "{:?}", name);
        }
    }

    #[test]
    fn never_panics(name: String) {
        let _ = git_ref().judge(&name);
    }
}
