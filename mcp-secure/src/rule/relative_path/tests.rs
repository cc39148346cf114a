#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::*;
use crate::rule::pattern;

fn described(rule: &RelativePath) -> Value {
    let mut schema = String::json_schema(&mut SchemaGenerator::default());
    rule.describe(&mut schema);
    schema.to_value()
}

#[track_caller]
fn accepts(rule: &RelativePath, paths: &[&str]) {
    for path in paths {
        if let Err(violation) = rule.judge(path) {
            panic!("refused {path:?}: {}", violation.message());
        }
    }
}

#[track_caller]
fn refuses(rule: &RelativePath, reason: &str, paths: &[&str]) {
    for path in paths {
        let Err(violation) = rule.judge(path) else { panic!("accepted {path:?}") };
        assert_eq!(violation.rule(), "relative_path");
        assert!(violation.message().contains(reason), "{path:?}: {}", violation.message());
    }
}

#[test]
fn accepts_paths_as_people_give_them() {
    let deepest = ["a"; 32].join("/");
    let longest = format!("{}/{}", "a".repeat(255), "b".repeat(255));
    accepts(
        &relative_path(),
        &[
            "a",
            "notes.md",
            "2026/notes.md",
            "a/b/c/d.txt",
            "v1..2/v3..4",
            "my docs/my file (1).txt",
            "résumés/été.txt",
            "日本語/メモ.md",
            "example.com/index.md",
            "node.js/readme.md",
            "my.service/a.txt",
            "release.v1.2/a.md",
            "~a/b.txt",
            "100%/a.txt",
            "a+b/c=d.csv",
            "😀/🎉.md",
            "Makefile",
            "src/README",
            &deepest,
            &longest,
        ],
    );
}

#[test]
fn refuses_what_leaves_the_directory() {
    let every = [relative_path(), relative_path().hidden(true).dangerous_any_extension()];
    for rule in every {
        refuses(&rule, "relative", &["/", "/a", "//a/b", "//server/share/a", "/etc/passwd"]);
        refuses(
            &rule,
            "not `\\`",
            &["\\", "\\\\server\\share\\a", "a\\b", "a/..\\b", "\\\\?\\C:\\a", "..\\a", "C:\\a"],
        );
        refuses(
            &rule,
            "`.` or `..`",
            &["..", ".", "../a", "a/../b", "a/..", "a/./b", "./a", "a/b/../../../c"],
        );
        refuses(&rule, "`:`", &["C:", "C:/a", "c:a", "a/b:c", "a:b/c", "file:///etc/passwd"]);
        refuses(&rule, "not be empty", &["", "a//b", "a/", "a/b/", "a///b"]);
        refuses(
            &rule,
            "percent-encoded",
            &[
                "%2e%2e/a",
                "a/%2e%2e%2fb",
                "a%2fb",
                "a/b%00",
                "%252e%252e/a",
                "a/%c0%ae",
                "a/%%32e%%32e/b",
                "%25%32%65%25%32%65/b",
                "％2e％2e/b",
            ],
        );
        refuses(
            &rule,
            "look like",
            &["a\u{2215}b", "a/\u{ff0e}\u{ff0e}/b", "a\u{ff0f}b", "\u{2024}\u{2024}/a"],
        );
        refuses(&rule, "control", &["a\0/b", "a/b\n", "a\n/b", "a/b\u{85}c"]);
    }
}

#[test]
fn every_name_is_judged() {
    let rule = relative_path();
    refuses(&rule, "names that must not start with a dot", &[".git/config", "a/.ssh/id"]);
    refuses(&rule, "file name that must not start with a dot", &["a/.env", ".env"]);
    refuses(&rule, "dash", &["-a/b", "a/-b", "a/-rf/b"]);
    refuses(&rule, "device", &["nul/a.txt", "a/CON.txt", "a/com1/b", "aux"]);
    refuses(&rule, "end with a dot", &["a./b", "a/b.", "a.../b"]);
    refuses(&rule, "space", &["a /b", "a/ b", "a/b "]);
    refuses(&rule, "invisible", &["a\u{202e}b/c", "a/b\u{200b}"]);
    refuses(&rule, "form C", &["e\u{301}/a", "a/e\u{301}"]);
    refuses(
        &rule,
        "executable",
        &["a/b.php", "a/b.exe", "a/b.php.jpg", "a.php/b", "a/b.com", "x.exe/b.txt"],
    );
    refuses(&rule, "255", &[&format!("{}/a", "a".repeat(256)), &format!("a/{}", "a".repeat(256))]);
}

#[test]
fn choices_reach_the_names_that_they_are_about() {
    let note = relative_path().extensions(["md", "sh"]);
    accepts(&note, &["a/b.md", "a.txt/b.md", "a/b.sh", "b.md"]);
    refuses(&note, "extensions: md, sh", &["a.md/b", "a/b.txt", "a.md/b.txt"]);
    accepts(&relative_path().hidden(true), &[".config/app/a.md", "a/.b"]);
    accepts(&relative_path().dangerous_any_extension(), &["src/main.py", "a.php/b.sh"]);
    refuses(&relative_path().deny_extensions(["html"]), "not allowed", &["a/b.html"]);
    accepts(&relative_path().deny_extensions(["html"]), &["a.html/b.md"]);
    refuses(&relative_path().unicode(false), "ASCII", &["é/a", "a/é"]);
}

#[test]
fn depth_and_length_are_bounded() {
    refuses(&relative_path(), "at most 32 names", &[&["a"; 33].join("/")]);
    accepts(&relative_path().depth(1), &["a"]);
    refuses(&relative_path().depth(1), "at most 1 names", &["a/b"]);
    let name = "a".repeat(200);
    let long = vec![name.as_str(); 20].join("/");
    accepts(&relative_path(), &[&long]);
    refuses(&relative_path(), "4096", &[&format!("{long}/{}", "a".repeat(77)), &"/".repeat(5000)]);
    accepts(&relative_path(), &[&format!("{long}/{}", "a".repeat(76))]);
}

#[test]
#[should_panic(expected = "positive")]
fn no_depth_is_a_mistake() {
    let _ = relative_path().depth(0);
}

#[test]
fn describes_what_is_portable() {
    for rule in variants() {
        let shared = pattern(&rule.pattern());
        for path in [
            "", "/", "/a", "a/", "a//b", "../a", "a/..", "a\\b", "a:b", "-a", "a/-b", "a\n", "a/b.",
        ] {
            assert!(shared.judge(path).is_err(), "{path:?}");
        }
        for path in ["a", "a/b", "a b/c.txt"] {
            assert!(shared.judge(path).is_ok(), "{path:?}");
        }
    }
}

fn variants() -> [RelativePath; 3] {
    [relative_path(), relative_path().hidden(true), relative_path().unicode(false)]
}

proptest! {
    #[test]
    fn accepts_nothing_that_the_schema_refuses(path in "[a./ \\\\:%2é😀\n-]{0,8}") {
        for rule in variants() {
            if rule.judge(&path).is_ok() {
                prop_assert!(jsonschema::is_valid(&described(&rule), &json!(path)), "{:?}", path);
            }
        }
    }

    #[test]
    fn what_is_accepted_stays_beneath(path in "[a./\\\\:~-]{0,10}") {
        if relative_path().hidden(true).judge(&path).is_ok() {
            for component in std::path::Path::new(&path).components() {
                prop_assert!(matches!(component, std::path::Component::Normal(_)), "{:?}", path);
            }
        }
    }

    #[test]
    fn never_panics(path: String) {
        let _ = relative_path().judge(&path);
    }
}
