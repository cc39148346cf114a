#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::*;

fn described() -> Value {
    let mut schema = String::json_schema(&mut SchemaGenerator::default());
    command_arg().describe(&mut schema);
    schema.to_value()
}

#[track_caller]
fn refuses(reason: &str, arguments: &[&str]) {
    for argument in arguments {
        let Err(violation) = command_arg().judge(argument) else { panic!("accepted {argument:?}") };
        assert_eq!(violation.rule(), "command_arg");
        assert!(violation.message().contains(reason), "{argument:?}: {}", violation.message());
    }
}

#[test]
fn accepts_what_means_nothing_without_a_shell() {
    let longest = "a".repeat(4096);
    for argument in [
        "a",
        " ",
        " -a",
        "a b",
        "a-b",
        "a--",
        "_-",
        "1",
        "0",
        ".",
        "..",
        "/etc/hosts",
        "C:\\a.txt",
        "main.rs",
        "https://example.com/?a=b&c",
        "it's",
        "\"quoted\"",
        "`id`",
        "$(id)",
        "${HOME}",
        "a; rm -rf /",
        "a && b",
        "a | b",
        "> out",
        "*",
        "?",
        "[a]",
        "!x",
        "#x",
        "~",
        "%PATH%",
        "^",
        "\\",
        "\\n",
        "key=value",
        "@handle",
        "+1 555 0100",
        "résumé",
        "日本語",
        "😀",
        "می\u{200c}خواهم",
        "a—b",
        "a\u{2212}b",
        "•",
        "·",
        "~-",
        "ー",
        "一",
        &longest,
    ] {
        assert!(command_arg().judge(argument).is_ok(), "{argument:?}");
    }
}

#[test]
fn refuses_what_programs_take_for_an_option() {
    refuses(
        "start with a dash",
        &[
            "-",
            "--",
            "-rf",
            "-oProxyCommand=id",
            "--upload-pack=id",
            "--output=/etc/passwd",
            "--",
            "-\u{301}",
            "-e",
            "- a",
        ],
    );
    for dash in "\u{ad}\u{2d7}‐‑‒–—―\u{2212}⁃⁻₋➖⸺⸻﹘﹣－︱︲".chars() {
        refuses("start with a dash", &[&format!("{dash}rf"), &format!("{dash}{dash}exec")]);
    }
}

#[test]
fn refuses_control_characters_wherever_they_stand() {
    for control in ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}').chain(['\u{2028}', '\u{2029}']) {
        refuses(
            "control",
            &[
                &format!("{control}"),
                &format!("{control}a"),
                &format!("a{control}b"),
                &format!("é{control}"),
            ],
        );
    }
}

#[test]
fn refuses_what_a_model_reads_and_no_person_sees() {
    refuses("tag characters", &["a\u{e0041}", "\u{e007f}"]);
    refuses("noncharacters", &["a\u{fdd0}", "\u{ffff}"]);
}

#[test]
fn refuses_the_empty_and_the_endless() {
    refuses("empty", &[""]);
    refuses("4096", &[&"a".repeat(4097), &"é".repeat(2049)]);
    assert!(command_arg().judge(&"é".repeat(2048)).is_ok());
}

#[test]
fn describes_what_is_portable() {
    for argument in ["", "-a", "a\n", "a\0b", "\u{7f}", "\n"] {
        assert!(!jsonschema::is_valid(&described(), &json!(argument)), "{argument:?}");
    }
    assert!(described().get("maxLength").is_none());
}

proptest! {
    #[test]
    fn accepts_nothing_that_the_schema_refuses(argument in "[-a b\n\u{0}\u{7f}é\u{2212}😀]{0,5}") {
        if command_arg().judge(&argument).is_ok() {
            prop_assert!(jsonschema::is_valid(&described(), &json!(argument)));
        }
    }

    #[test]
    fn what_is_accepted_can_be_handed_over(argument: String) {
        if command_arg().judge(&argument).is_ok() {
            prop_assert!(std::ffi::CString::new(argument.as_str()).is_ok());
            prop_assert!(!argument.starts_with('-'));
        }
    }
}
