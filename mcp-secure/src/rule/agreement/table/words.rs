//! Free text, words of other languages, and text by its form.

use super::{Case, Row, case, row};
use crate::rule::{
    Dialect, any_text, command_arg, git_ref, glob, length, one_of, pattern, regex, sql_identifier,
    text,
};

pub(super) fn rows() -> Vec<Row> {
    vec![
        row(
            "any_text",
            [case!(String, any_text().max_bytes(8))
                .good(["", "\0", "abc", "日本"])
                .untold("must have at most 8 bytes", "é".repeat(5))],
        ),
        row(
            "command_arg",
            [case!(String, command_arg())
                .good(["main.rs", "a b", "x; rm -rf /", "$(id)", "it's", "a-b", "résumé"])
                .untold("must have at most 4096 bytes", "a".repeat(4097))
                .untold("must not start with a dash", "\u{2212}rf")
                .untold("must not hold control characters or line breaks", "a\u{85}b")
                .untold("must not hold Unicode tag characters", "a\u{e0041}")
                .untold("must not hold Unicode noncharacters", "a\u{ffff}")],
        ),
        row(
            "git_ref",
            [case!(String, git_ref())
                .good([
                    "main",
                    "feature/add-login",
                    "v1.2.3",
                    "refs/heads/main",
                    "HEAD",
                    "a@b",
                    "é",
                ])
                .untold("must have at most 255 bytes", "é".repeat(128))
                .untold("must not start with a dash", "—upload-pack")
                .untold("must not hold control characters or line breaks", "a\u{2028}b")
                .untold("must not hold invisible or bidirectional formatting", "a\u{200b}b")
                .untold("must not hold characters that look like a path", "a\u{2215}b")
                .untold("must not hold private-use characters", "a\u{e000}")
                .untold("must not hold `..`", "a..b")
                .untold("must not be `@` or hold `@{`", "a@{b")
                .untold("must not start or end with `/`, or hold `//`", "a//b")
                .untold(
                    "must not have a part that starts with a dot or ends with `.lock`",
                    "a.lock",
                )],
        ),
        row(
            "glob",
            [
                untold_of_globs(case!(String, glob()).good([
                    "*.md",
                    "src/**/*.{rs,toml}",
                    "v1..2/[!a-c]?",
                    "é/**",
                ]))
                .untold("must not hold names that start with a dot", "a/.git"),
                untold_of_globs(case!(String, glob().hidden(true)).good([".env", "**/.git/*"])),
            ],
        ),
        row(
            "length",
            [
                case!(String, length(2..=5)).good(["ab", "日本語", "😀😀"]),
                case!(String, length(2..=5).bytes())
                    .good(["ab", "日a"])
                    .untold("must have 2 to 5 bytes", "日本"),
                case!(String, length(2..=3).graphemes())
                    .good(["ab", "e\u{301}日"])
                    .untold("must have 2 to 3 characters as they are read", "e\u{301}"),
                case!(String, length(..=4000))
                    .good(["", "ab"])
                    .untold("must have at most 4000 characters", "a".repeat(4001)),
                case!(Option<Vec<String>>, length(1..=2)).good([serde_json::json!(["a", "b"])]),
            ],
        ),
        row(
            "one_of",
            [
                case!(String, one_of(["json", "csv", "été"])).good(["json", "csv"]),
                case!(Option<String>, one_of(["json".to_owned()])).good(["json"]),
                case!(i32, one_of([90, 180, -270])).good([90, -270]),
            ],
        ),
        row(
            "pattern",
            [
                case!(String, pattern("^[A-Z]{2,10}-\\d+$")).good(["MCP-42"]),
                case!(String, pattern("^\\w+(?: \\w+)*$|^$")).good(["", "a b", "a_1"]),
                case!(String, pattern("a.c")).good(["abc", "xa\u{85}c"]),
                case!(String, pattern("^[^\\W\\d]$")).good(["a"]),
            ],
        ),
        row(
            "regex",
            [case!(String, regex())
                .good(["", "cat|dog", "(?i)a+", r"^\d{4}\b", "[a-z]{2,3}"])
                .untold("must have at most 1000 bytes", "é".repeat(600))
                .untold("must not hold control characters", "\0")
                .untold("must not hold Unicode tag characters", "\u{e0041}")
                .untold("must not hold Unicode noncharacters", "\u{ffff}")
                .untold("must have at most 500 characters and classes", "a{501}")
                .untold("must be smaller when compiled", r"\w{400}")
                .untold("must have no look-around", "(?=a)")
                .untold("must have no back-references", r"(a)\1")
                .untold("must be a regular expression", "(")],
        ),
        row(
            "sql_identifier",
            [
                case!(String, sql_identifier())
                    .good(["users", "created_at", "_tmp", "Orders2026"])
                    .untold("must not be a reserved word of SQL", "Select"),
                case!(String, sql_identifier().dialect(Dialect::Postgres))
                    .good(["users", "date"])
                    .untold("must not be a reserved word of SQL", "analyse"),
            ],
        ),
        row(
            "text",
            [case!(String, text().max_bytes(40))
                .good(["Grüße,\n\tdie Crew 👩\u{200d}🚀", "", "a"])
                .untold("must have at most 40 bytes", "é".repeat(21))
                .untold("must not hold control characters", "\u{1b}[31m")
                .untold("must not hold Unicode tag characters", "a\u{e0041}")
                .untold("must not hold Unicode noncharacters", "a\u{fffe}")],
        ),
    ]
}

fn untold_of_globs(case: Case) -> Case {
    case.untold("must have at most 255 bytes", "é".repeat(128))
        .untold("must not have empty names", "a//b")
        .untold("must not hold `.` or `..` as a name", "a/../b")
        .untold("must have each `[` and `{` closed", "a[")
        .untold("must have plain characters and ranges", "[^a]")
        .untold("must have ranges within `[..]` from the lower", "[z-a]")
        .untold("must have two texts or more within braces", "{a}")
        .untold("must have `**` only as a whole name", "a**")
        .untold("must not have `**` twice in a row", "**/**")
        .untold("must have at most 4 `**`", "**/a/**/a/**/a/**/a/**")
        .untold("must have at most 16 `*`", "*a".repeat(17))
        .untold("must have at most 32 names", "a/".repeat(32) + "a")
        .untold("must have at most 100 combinations", "{a,b}".repeat(7))
        .untold("must not hold percent-encoded", "a%2fb")
        .untold("must not hold characters that look like", "a⁄b")
        .untold("must not hold control characters or line breaks", "a\u{85}b")
        .untold("must not hold invisible", "a\u{202e}b")
        .untold("must not hold private-use", "a\u{e000}b")
}
