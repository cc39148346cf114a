//! What comes from elsewhere stays text in every form.

use mcp_secure::{posture::Review, prelude::*};
use serde_json::Value;

use super::{printed, report, run};

/// `</style><script>alert(1)</script>` "quoted" & 'so' | [x](javascript:alert(1)) @everybody
///
/// ```
/// # A heading
/// ```
#[tool(public, title = "<img src=x onerror=alert(1)>")]
async fn attack(#[validate(pattern("^<b onclick='x'>$"))] text: String) -> String {
    text
}

fn attacked() -> Review {
    let server = Server::new("</title><script>", "\u{1b}[31m\u{202e}").tools(tools![attack]);
    Review::new(server.posture(), Some(&report()), &[]).unwrap()
}

#[test]
fn a_page_has_no_markup_but_ours() {
    let page = attacked().to_html();
    for markup in ["<script", "<img", "<b onclick", "javascript:alert(1)\"", "\u{1b}", "\u{202e}"] {
        assert!(!page.contains(markup), "{markup}");
    }
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
    assert!(page.contains("&lt;U+202E&gt;"), "what no one sees is named");
    // One element of style, which the policy of the page names by its hash, and no address.
    assert_eq!(page.matches("<style>").count(), 1);
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
    for address in ["src=\"", "url(", "@import", "http-equiv=\"refresh\""] {
        assert!(!page.contains(address), "{address}");
    }
}

/// What is in no code span: one ends with as many backticks as it begins with.
fn outside(line: &str) -> String {
    let (mut outside, mut rest) = (String::new(), line);
    while let Some(at) = rest.find('`') {
        outside += &rest[..at];
        let fence = rest[at..].len() - rest[at..].trim_start_matches('`').len();
        let inner = &rest[at + fence..];
        let mut end = 0;
        loop {
            let next = inner[end..].find('`').expect("a span ends") + end;
            let run = inner[next..].len() - inner[next..].trim_start_matches('`').len();
            end = next + run;
            if run == fence {
                break;
            }
        }
        rest = &inner[end..];
    }
    outside + rest
}

#[test]
fn a_comment_mentions_and_links_nothing() {
    let markdown = attacked().to_markdown();
    for line in markdown.lines() {
        let outside = outside(line);
        for active in ["@everybody", "](", "<img", "<script"] {
            assert!(!outside.contains(active), "{line}");
        }
    }
    assert!(!markdown.contains('\u{1b}') && !markdown.contains('\u{202e}'));
}

/// As GitHub takes a row apart: at each bar that no backslash escapes, within a code span too.
fn cells(row: &str) -> Vec<String> {
    let (mut cells, mut is_escaped) = (vec![String::new()], false);
    for c in row.chars() {
        if c == '|' && !is_escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    cells
}

/// Alternatives of what is literally a bar.
#[tool(public)]
async fn bars(#[validate(pattern("^(a\\|b|\\\\|@everybody)$"))] text: String) -> String {
    text
}

#[test]
fn no_bar_ends_a_cell() {
    let server = Server::new("bars", "1").tools(tools![bars]);
    let markdown = Review::new(server.posture(), None, &[]).unwrap().to_markdown();
    let row = markdown.lines().find(|line| line.starts_with("| `/text`")).unwrap();
    let cells = cells(row);
    assert_eq!(cells.len(), 7, "{row}");
    for cell in cells {
        assert!(!outside(&cell).contains("everybody"), "{row}");
    }
}

#[test]
fn a_terminal_is_not_driven() {
    let review = attacked();
    for text in [review.to_table(false), review.to_findings(false)] {
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    }
    assert!(review.to_table(true).contains("\u{1b}[33m"), "colours, where they are wanted");
}

/// A pull request brings the older report along.
#[test]
fn an_older_report_drives_no_terminal_and_no_page_either() {
    let hostile = "\u{1b}]0;owned\u{7}\u{202e}<script>@everybody [x](https://owned.example)";
    let mut old: Value = serde_json::from_str(&report().to_json()).unwrap();
    hostile_texts(&mut old, hostile);
    let old = mcp_secure::posture::Posture::from_json(&old.to_string()).unwrap();
    let review = Review::new(report(), Some(&old), &[]).unwrap();
    assert!(review.changes.as_ref().is_some_and(|changes| !changes.is_empty()));
    for text in [review.to_table(false), review.to_findings(false), review.to_markdown()] {
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text}");
    }
    let page = review.to_html();
    assert!(!page.contains("<script") && !page.contains(['\u{1b}', '\u{7}', '\u{202e}']));
    let sarif: Value = serde_json::from_str(&review.to_sarif()).unwrap();
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        let text = result["message"]["text"].as_str().unwrap();
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']) && !text.contains("]("), "{text}");
    }

    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("old.json");
    std::fs::write(&file, serde_json::json!({ hostile: 1 }).to_string()).unwrap();
    let output = run("notes", &["posture", "--diff", file.to_str().unwrap()]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("unknown field `\u{fffd}]0;owned"), "{told}");
    assert!(!told.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{told}");
}

/// Puts it in front of each guard's words, and of each rule of arguments.
fn hostile_texts(value: &mut Value, hostile: &str) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "says" => *text = format!("{hostile}{text}"),
                    Value::Array(rules) if name == "rules" => rules.push(hostile.into()),
                    member => hostile_texts(member, hostile),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| hostile_texts(item, hostile)),
        _ => {}
    }
}

#[cfg(unix)]
#[test]
fn an_older_report_without_end_is_refused() {
    let output = run("notes", &["posture", "--diff", "/dev/zero"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("more than 64 MiB"), "{told}");
}

/// The members that SARIF 2.1.0 requires, and those that code hosts do.
#[test]
fn findings_are_sarif() {
    let sarif: Value =
        serde_json::from_str(&printed("notes", &["posture", "--format", "sarif"])).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "mcp-secure");
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 6);
    for result in results {
        let rule = &driver["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(!rule["fullDescription"]["text"].as_str().unwrap().is_empty());
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "examples/src/bin/notes.rs");
        assert!(place["region"]["startLine"].as_u64().unwrap() > 1);
        assert!(result["partialFingerprints"].as_object().unwrap().len() == 1);
    }
    assert!(results[0]["message"]["text"].as_str().unwrap().contains("`ping`"));
}
