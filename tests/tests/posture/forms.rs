//! What comes from elsewhere stays text in every form.

use mcp_secure::{posture::Review, prelude::*};
use serde_json::Value;

use super::{printed, report};

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

#[test]
fn a_terminal_is_not_driven() {
    let review = attacked();
    for text in [review.to_table(false), review.to_findings(false)] {
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    }
    assert!(review.to_table(true).contains("\u{1b}[33m"), "colours, where they are wanted");
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
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "examples/src/bin/notes.rs");
        assert!(place["region"]["startLine"].as_u64().unwrap() > 1);
        assert!(result["partialFingerprints"].as_object().unwrap().len() == 1);
    }
    assert!(results[0]["message"]["text"].as_str().unwrap().contains("`ping`"));
}
