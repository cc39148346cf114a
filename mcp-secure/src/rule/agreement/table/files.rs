//! Names of files.

use super::{Case, Row, case, row};
use crate::rule::{filename, relative_path};

pub(super) fn rows() -> Vec<Row> {
    vec![
        row(
            "filename",
            [
                name(case!(String, filename())),
                name(case!(Option<String>, filename()).good([serde_json::Value::Null])),
                name(
                    case!(String, filename().hidden(true))
                        .good([".env", ".config-old"])
                        .untold("must not be `.` or `..`", "."),
                ),
                beyond_shape(
                    case!(String, filename().unicode(false))
                        .good(["notes.md", "v1..2"])
                        .untold("must have at most 255 bytes", "😀".repeat(64))
                        .untold("must hold only ASCII characters", "😀.md"),
                ),
                name(
                    case!(String, filename().dangerous_any_extension()).good(["main.py", "a.exe"]),
                ),
                beyond_shape(
                    case!(String, filename().unicode(false).extensions(["md"]))
                        .good(["a.md", "b.c.MD"])
                        .untold("must have at most 255 bytes", "😀".repeat(64))
                        .untold("must hold only ASCII characters", "😀.md")
                        .untold("must have one of the extensions", "a.txt"),
                ),
            ],
        ),
        row(
            "relative_path",
            [
                path(case!(String, relative_path())),
                path(case!(String, relative_path().depth(2)).good(["a/b"])),
                path(
                    case!(String, relative_path().hidden(true))
                        .good([".git/config-old"])
                        .untold("must not be `.` or `..`", "./b"),
                ),
            ],
        ),
    ]
}

/// What no pattern of a name says, of ASCII names too.
fn beyond_shape(case: Case) -> Case {
    let is_any_extension = case.written.contains("dangerous");
    let case = case
        .untold(
            "must not hold percent-encoded separators, dots or control characters",
            "a%2e%2e%2fb.txt",
        )
        .untold("must not be the name of a Windows device", "nul.txt")
        .untold("must not have the form of a Windows short name", "HTACCE~1");
    if is_any_extension {
        return case;
    }
    case.untold("must not have an extension that is executable or not allowed", "photo.php.md")
}

fn name(case: Case) -> Case {
    beyond_shape(case.good(NAMES.to_vec()))
        .untold("must have at most 255 bytes", "é".repeat(128))
        .untold("must not hold control characters or line breaks", "a\u{2028}b")
        .untold("must not start or end with a space", "a\u{a0}")
        .untold("must not start with a dash", "－rf")
        .untold(
            "must not hold characters that look like a path separator or a dot",
            "etc\u{2215}passwd",
        )
        .untold(
            "must not hold invisible or bidirectional formatting characters",
            "photo\u{202e}gpj.md",
        )
        .untold("must not hold private-use characters or noncharacters", "a\u{f03a}b")
        .untold("must be in Unicode normalization form C", "re\u{301}sume\u{301}.txt")
}

/// A path says of each name what the name's own rule says.
fn path(case: Case) -> Case {
    let depth = if case.written.contains("depth") { "a/b/c" } else { &"a/".repeat(32) };
    let too_deep = format!("{depth}a");
    name(case.good(["notes.md", "résumés/ada.pdf"]))
        .untold("must have at most 4096 bytes", "a".repeat(4097))
        .untold(
            if depth == "a/b/c" {
                "must have at most 2 names"
            } else {
                "must have at most 32 names"
            },
            too_deep,
        )
}

const NAMES: [&str; 8] = [
    "notes.md",
    "résumé.txt",
    "日本語.md",
    "v1..2",
    "my file (1).txt",
    "100%.txt",
    "👩\u{200d}🚀.md",
    "می\u{200c}خواهم.txt",
];
