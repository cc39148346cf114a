//! Rules, the scan that they are compared with, and peers.

use std::hint::black_box;

use mcp_secure::rule::{Rule, email, filename, length, one_of, text, url, uuid};
use validator::{ValidateEmail, ValidateLength, ValidateUrl};

use crate::Case;

/// The cases of one input. The first is the plain scan: `memchr` for a byte that is not there.
pub struct Group {
    /// What is judged.
    pub input: &'static str,
    /// The scan, the rule, and its peers.
    pub cases: Vec<Case>,
}

/// All of them.
pub fn groups() -> Vec<Group> {
    let prose = "Plain words of a note, as a person writes them, 24 of 31. ";
    let of = |bytes: usize| prose.chars().cycle().take(bytes).collect::<String>();
    let lines = prose.replace(". ", ".\n");
    let other = "Schöne Wörter einer Notiz, wie man sie schreibt, für 24 Grüße.\n".repeat(17);
    let address = "https://api.example.com/v1/notes/2026/plan?view=full&page=12";
    let named = "quarterly-report.pdf";
    let formats = ["json", "csv", "yaml", "application/vnd.api+json"];
    let mut groups = vec![
        group("filename, 20 bytes", named, filename(), vec![]),
        group(
            "filename, 64 bytes",
            &format!("{}.pdf", "meeting-notes_".repeat(5)[..60].trim()),
            filename(),
            vec![],
        ),
        group("filename, 240 bytes", &format!("{}.pdf", "x".repeat(236)), filename(), vec![]),
        group("one_of, 24 bytes, of 4", formats[3], one_of(formats), vec![]),
        group("uuid, 36 bytes", "67e55044-10b1-426f-9247-bb680e5fe0c8", uuid(), vec![]),
        group(
            "url, 60 bytes",
            address,
            url(),
            vec![validator("validator", address, |value| value.validate_url())],
        ),
        group(
            "email, 24 bytes",
            "ada.lovelace@example.com",
            email(),
            vec![validator("validator", "ada.lovelace@example.com", |value| {
                value.validate_email()
            })],
        ),
        group("text in lines, 1 KiB", &lines.repeat(18), text(), vec![]),
        group("text beyond ASCII, 1 KiB", &other, text(), vec![]),
    ];
    for (input, bytes) in [("64 bytes", 64), ("1 KiB", 1024), ("64 KiB", 64 * 1024)] {
        let value: &'static str = Box::leak(of(bytes).into_boxed_str());
        let input =
            |rule| -> &'static str { Box::leak(format!("{rule}, {input}").into_boxed_str()) };
        groups.push(group(input("text"), value, text(), vec![]));
        groups.push(group(
            input("length(..=100_000)"),
            value,
            length(..=100_000),
            peers(value, 0, 100_000),
        ));
        // The bytes alone do not decide this one: the characters are counted.
        let (min, max) = (bytes / 2, bytes + bytes / 2);
        groups.push(group(
            input("length that counts"),
            value,
            length(min..=max),
            peers(value, min, max),
        ));
    }
    groups
}

fn group(input: &'static str, value: &str, rule: impl Rule<str>, peers: Vec<Case>) -> Group {
    let mut schema = schemars::json_schema!({ "type": "string" });
    rule.describe(&mut schema);
    let compiled = jsonschema::options()
        .should_validate_formats(true)
        .build(schema.as_value())
        .expect("an emitted schema is one");
    let json = serde_json::Value::from(value);
    let (scanned, judged) = (value.to_owned(), value.to_owned());
    assert!(rule.judge(value).is_ok(), "{input}");
    assert!(compiled.is_valid(&json), "{input}");
    let mut cases = vec![
        Case::new("memchr", move |times| {
            for _ in 0..times {
                black_box(memchr::memchr(0, black_box(scanned.as_bytes())));
            }
        }),
        Case::new("mcp-secure", move |times| {
            for _ in 0..times {
                black_box(rule.judge(black_box(judged.as_str())).is_ok());
            }
        }),
        Case::new("jsonschema", move |times| {
            for _ in 0..times {
                black_box(compiled.is_valid(black_box(&json)));
            }
        }),
    ];
    cases.extend(peers);
    Group { input, cases }
}

/// Both count characters.
fn peers(value: &'static str, min: usize, max: usize) -> Vec<Case> {
    use garde::rules::length::chars;
    vec![
        Case::new("garde", move |times| {
            for _ in 0..times {
                black_box(chars::apply(&black_box(value), (min, max)).is_ok());
            }
        }),
        validator("validator", value, move |value| {
            value.validate_length(Some(min as u64), Some(max as u64), None)
        }),
    ]
}

fn validator(name: &str, value: &'static str, judge: impl Fn(&str) -> bool + 'static) -> Case {
    Case::new(name, move |times| {
        for _ in 0..times {
            black_box(judge(black_box(value)));
        }
    })
}
