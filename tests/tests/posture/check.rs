//! What a reviewer would stop at is found, and accepted only by name.

use std::fs;

use mcp_secure::{
    posture::{Allowed, FindingKind, Review},
    prelude::*,
};
use serde_json::{Value, json};

use super::{printed, run};

/// Has nothing that is found.
#[tool(read_only)]
#[require_auth]
#[timeout("5s")]
async fn well(#[validate(length(..=100_000))] text: String) -> String {
    text
}

/// Destroys for everybody, and says so.
#[tool(public, destructive)]
async fn badly(
    free: String,
    #[validate(pattern("^a+$"))] endless: String,
    #[validate(text)] meant: String,
    inner: Inner,
) -> String {
    format!("{free}{endless}{meant}{}", inner.lines.join(""))
}

#[derive(Input)]
struct Inner {
    lines: Vec<String>,
}

/// May destroy, since nothing is said.
#[tool]
#[require_auth]
#[timeout("5s")]
async fn unsaid() {}

/// Destroys, with a scope.
#[tool(destructive)]
#[require_auth(scope = "a")]
#[timeout("5s")]
async fn scoped() {}

/// Is as open as can be.
#[tool(read_only)]
#[timeout("5s")]
#[sanitize_output(dangerous_raw)]
async fn raw() {}

fn review(allowed: &[&str]) -> mcp_secure::Result<Review> {
    let server = Server::new("test", "1")
        .auth(Jwt::hs256("KqT0vN2mHc8RzE5bLwXy7JpUdS4aGf1i").unwrap())
        .tools(tools![well, badly, unsaid, scoped, raw]);
    let allowed: Vec<_> = allowed.iter().map(|it| Allowed::parse(it).unwrap()).collect();
    Review::new(server.posture(), None, &allowed)
}

fn found(review: &Review) -> Vec<(&'static str, &str, &str)> {
    // What other tests of this process call is not told here.
    let of_tools = review.findings.iter().filter(|finding| finding.tool.is_some());
    of_tools
        .map(|it| {
            let place = it.place.as_deref().unwrap_or_default();
            (it.rule.id(), it.tool.as_deref().unwrap(), place)
        })
        .collect()
}

#[test]
fn each_rule_finds_what_it_is_for_and_nothing_else() {
    let expected = [
        ("public-tool", "badly", ""),
        ("unbounded-text", "badly", "/endless"),
        ("unbounded-text", "badly", "/free"),
        ("unbounded-text", "badly", "/inner/lines/*"),
        ("missing-timeout", "badly", ""),
        ("destructive-without-scope", "badly", ""),
        ("destructive-without-scope", "unsaid", ""),
        ("dangerous", "raw", "dangerous_raw"),
    ];
    assert_eq!(found(&review(&[]).unwrap()), expected);
}

#[test]
fn a_server_without_an_authenticator_is_for_everybody_and_its_timeout_counts() {
    let server =
        Server::new("test", "1").timeout(std::time::Duration::from_secs(9)).tools(tools![raw]);
    let review = Review::new(server.posture(), None, &[]).unwrap();
    let expected = [("public-tool", "raw", ""), ("dangerous", "raw", "dangerous_raw")];
    assert_eq!(found(&review), expected);
}

/// Each name on the page leads to the card of that tool, and its row says how much is found there.
#[test]
fn the_page_leads_to_the_tools_and_counts_what_is_found_there() {
    let review = review(&[]).unwrap();
    let page = review.to_html();
    let cards: Vec<&str> = review.posture.tools.iter().map(|tool| &*tool.name).collect();
    let mut links = 0;
    for link in page.split("<a href=\"#tool-").skip(1) {
        let (card, name) = link.split_once("\">").unwrap();
        let name = name.split('<').next().unwrap();
        assert_eq!(cards[card.parse::<usize>().unwrap()], name);
        assert!(page.contains(&format!("id=\"tool-{card}\"><div class=\"head\"><h3>{name}</h3>")));
        links += 1;
    }
    assert_eq!(links, cards.len() + found(&review).len());
    for (name, count) in [("badly", 6), ("raw", 1), ("unsaid", 1), ("well", 0)] {
        let row = page.split(&format!("\">{name}</a></td>")).nth(1).unwrap();
        let row = row.split("</tr>").next().unwrap();
        let expected = format!("<span class=\"badge bad\">{count}</span>");
        assert_eq!(row.contains(&expected), count > 0, "{row}");
    }
}

#[test]
fn what_is_accepted_is_accepted_by_name_and_counted() {
    let rules = |allowed: &[&str]| {
        let review = review(allowed).unwrap();
        (found(&review).len(), review.accepted)
    };
    let all = rules(&[]).0;
    assert_eq!(rules(&["public-tool"]), (all - 1, 1));
    assert_eq!(rules(&["unbounded-text:badly"]), (all - 3, 3));
    assert_eq!(rules(&["unbounded-text:badly:/free"]), (all - 1, 1));
    assert_eq!(rules(&["unbounded-text:"]), (all, 0), "of the server");
    assert_eq!(rules(&["dangerous:raw:dangerous_raw"]), (all - 1, 1));
    assert!(review(&["public-tool:gone"]).unwrap_err().to_string().contains("no such tool"));
    for unknown in ["", "public", "Public-Tool", ":badly"] {
        assert!(Allowed::parse(unknown).is_err(), "{unknown}");
    }
}

/// It would accept what is made there next.
#[test]
fn an_exception_that_accepts_nothing_is_found() {
    for (stale, tool, why) in [
        ("unbounded-text:badly:/gone", Some("badly"), "there is no place `/gone`"),
        ("unbounded-text:badly:/meant", Some("badly"), "nothing of `unbounded-text` is found"),
        ("public-tool:well", Some("well"), "nothing of `public-tool` is found"),
        ("dangerous::dangerous_none", None, "nothing of `dangerous` is found"),
    ] {
        let review = review(&[stale, "public-tool"]).unwrap();
        let mut found = review.findings.iter().filter(|it| it.rule == FindingKind::StaleException);
        let found = found.next().unwrap_or_else(|| panic!("{stale} is not found"));
        assert_eq!((found.tool.as_deref(), found.place.as_deref()), (tool, Some(stale)));
        assert!(found.message.starts_with(&format!("`--allow {stale}` accepts nothing: {why}")));
    }
    let is_stale = |allowed: &[&str]| {
        let review = review(allowed).unwrap();
        review.findings.iter().any(|it| it.rule == FindingKind::StaleException)
    };
    for good in [
        &["unbounded-text:badly:/free", "public-tool:badly"][..],
        // Of a rule as a whole nothing is said of a place.
        &["dangerous", "weaker"],
        // Without an older report nobody can tell.
        &["weaker:badly"],
        // Several programs may be reviewed by one line.
        &["public-tool:well", "stale-exception"],
    ] {
        assert!(!is_stale(good), "{good:?}");
    }
}

#[test]
fn the_command_fails_with_what_to_do() {
    let output = run("notes", &["posture", "--check"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stdout);
    for part in
        ["public-tool", "ping: everybody may call it", "examples/src/bin/notes.rs:", "to mend it: "]
    {
        assert!(told.contains(part), "{told}");
    }
    assert!(String::from_utf8_lossy(&output.stderr).contains("6 findings"), "{output:?}");
    let allowed =
        ["posture", "--check", "--allow", "public-tool:ping", "--allow", "missing-timeout"];
    assert!(printed("notes", &allowed).contains("0 findings, 6 accepted by name"));
    for wrong in
        [["--allow", "public"], ["--allow", "public-tool:pong"], ["--diff", "nothing.json"]]
    {
        let output = run("notes", &["posture", "--check", wrong[0], wrong[1]]);
        assert_eq!(output.status.code(), Some(1), "{wrong:?}");
        assert!(output.stdout.is_empty(), "{wrong:?}");
    }
}

#[test]
fn a_pull_request_that_weakens_something_fails() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("old.json");
    let old = printed("notes", &["posture", "--format", "json"]);
    let file_name = file.to_str().unwrap();
    let diff = |extra: &[&str]| {
        let all = [
            "posture",
            "--diff",
            file_name,
            "--allow",
            "public-tool",
            "--allow",
            "missing-timeout",
        ];
        run("notes", &[&all[..], extra].concat())
    };
    fs::write(&file, &old).unwrap();
    let same = diff(&["--check"]);
    assert!(same.status.success(), "{same:?}");
    assert!(String::from_utf8_lossy(&same.stdout).contains("0 changes"), "{same:?}");

    // The older one was stricter.
    let mut report: Value = serde_json::from_str(&old).unwrap();
    report["tools"][3]["access"]["scopes"] = json!(["notes:read", "notes:more"]);
    fs::write(&file, report.to_string()).unwrap();
    let weaker = diff(&["--check"]);
    assert_eq!(weaker.status.code(), Some(1));
    let told = String::from_utf8_lossy(&weaker.stdout).into_owned();
    assert!(
        told.contains("weaker    read_note: access: notes:read and notes:more → notes:read"),
        "{told}"
    );
    assert!(diff(&[]).status.success(), "without `--check` it is told alone");
    assert!(diff(&["--check", "--allow", "weaker:read_note"]).status.success());
    assert!(!diff(&["--check", "--allow", "weaker:whoami"]).status.success());
    // Of a change that was made long ago.
    let stale = diff(&["--check", "--allow", "weaker:read_note", "--allow", "weaker:whoami"]);
    assert_eq!(stale.status.code(), Some(1));
    let told = String::from_utf8_lossy(&stale.stdout).into_owned();
    assert!(
        told.contains("`--allow weaker:whoami` accepts nothing") && told.contains("remove the")
    );

    fs::write(&file, "{}").unwrap();
    assert_eq!(diff(&[]).status.code(), Some(1));
    assert_eq!(FindingKind::ALL.len(), 7);
}
