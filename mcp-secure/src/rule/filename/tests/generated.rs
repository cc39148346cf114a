//! What is described, and names that are generated from it and near it.

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::*;
use crate::rule::pattern;

fn described(rule: &Filename) -> Value {
    let mut schema = String::json_schema(&mut SchemaGenerator::default());
    rule.describe(&mut schema);
    schema.to_value()
}

#[test]
fn describes_what_is_portable() {
    let schema = described(&filename());
    assert_eq!(schema["minLength"], 1);
    assert_eq!(schema["maxLength"], 255);
    for rule in variants() {
        // Construction refuses what the two dialects do not share.
        let shared = pattern(&rule.portable_pattern());
        for name in [
            "../a", "a/b", "a\\b", "", "-a", "a.", "a ", " a", "a\n", "a:b", "a\0", "..",
        ] {
            assert!(shared.judge(name).is_err(), "{name:?}");
        }
        for name in ["a", "ab", "a.txt", "my file (1).txt", "v1..2"] {
            assert!(shared.judge(name).is_ok(), "{name:?}");
        }
    }
    let refused_by_schema =
        |rule: Filename, name| !jsonschema::is_valid(&described(&rule), &json!(name));
    assert!(refused_by_schema(filename(), ".env"));
    assert!(refused_by_schema(filename(), "."));
    assert!(!refused_by_schema(filename().hidden(true), ".env"));
    assert!(refused_by_schema(filename().unicode(false), "é"));
}

fn variants() -> [Filename; 4] {
    [
        filename(),
        filename().hidden(true),
        filename().unicode(false),
        filename().hidden(true).unicode(false),
    ]
}

/// What the schema cannot say, and so accepts alone: bytes, devices, extensions, normal
/// form, and what is wrong with single characters beyond ASCII.
fn assert_agreement(name: &str) {
    for rule in variants() {
        if rule.judge(name).is_ok() {
            assert!(
                jsonschema::is_valid(&described(&rule), &json!(name)),
                "{name:?}"
            );
        }
    }
}

proptest! {
    #[test]
    fn accepts_nothing_that_the_schema_refuses(name in "[a. /\\\\:%2é\u{200d}😀\u{0}\u{7f}\n~-]{0,6}") {
        assert_agreement(&name);
    }

    #[test]
    fn accepts_nothing_that_its_pattern_does_not_generate(
        name in "[^\u{0}-\u{1f}\"*/:<>?\\\\|\u{7f} .-]([^\u{0}-\u{1f}\"*/:<>?\\\\|\u{7f}]{0,20}[a-z])?",
    ) {
        assert_agreement(&name);
    }

    #[test]
    fn the_short_way_of_usual_names_accepts_what_the_long_way_does(
        name in "[ -~]{0,20}|(con|NUL|aux|com[1-9]|[a-z]{1,8}~[0-9])?[ -~]{0,3}(\\.[a-zA-Z0-9;~ ]{0,4}|\\.(php|PHP7|exe|com|js|html|md|tar\\.gz)){0,3}",
    ) {
        let with_lists = [
            filename().extensions(["md", "tar.gz", "php"]),
            filename().deny_extensions(["html", "tar.gz"]),
            filename().dangerous_any_extension().deny_extensions(["md"]),
            filename().for_directory().hidden(true),
        ];
        for rule in variants().into_iter().chain(with_lists) {
            prop_assert!(!rule.is_usual_and_good(&name) || rule.broken(&name).is_none());
        }
    }

    #[test]
    fn never_panics_and_is_one_component(name: String) {
        if filename().hidden(true).judge(&name).is_ok() {
            let path = std::path::Path::new(&name);
            prop_assert_eq!(path.components().count(), 1);
            prop_assert_eq!(path.file_name(), Some(std::ffi::OsStr::new(&name)));
        }
    }
}
