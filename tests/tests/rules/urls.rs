//! The test data of the URL Standard (web-platform-tests), as the `url` crate ships it.

use std::{fs, path::PathBuf, process::Command};

use mcp_secure::rule::{self, Rule};
use serde_json::Value;

use crate::oracle;

/// Where the source of a dependency is: the one that this test is built with.
fn package(name: &str) -> PathBuf {
    let output = |program: String, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let compiler = output(std::env::var("RUSTC").unwrap_or("rustc".into()), &["-vV"]);
    let host = compiler.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let arguments = [
        "metadata",
        "--format-version=1",
        "--locked",
        "--filter-platform",
        host,
        "--manifest-path",
    ];
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let all = output(env!("CARGO").into(), &[&arguments[..], &[manifest]].concat());
    let all: Value = serde_json::from_str(&all).unwrap();
    let package = all["packages"].as_array().unwrap().iter().find(|it| it["name"] == name).unwrap();
    PathBuf::from(package["manifest_path"].as_str().unwrap()).parent().unwrap().to_owned()
}

struct Case {
    input: String,
    /// `None` where parsing fails. The case has no base, or one that does not matter.
    expected: Option<Value>,
}

fn cases() -> Vec<Case> {
    let text = fs::read_to_string(package("url").join("tests/urltestdata.json")).unwrap();
    let all: Vec<Value> = serde_json::from_str(&text).unwrap();
    let cases: Vec<Case> = all
        .into_iter()
        .filter(Value::is_object)
        .map(|case| Case {
            input: case["input"].as_str().unwrap().to_owned(),
            expected: (case["failure"] != true).then_some(case),
        })
        .collect();
    assert!(cases.len() > 800);
    cases
}

#[test]
fn what_is_accepted_is_read_by_the_standard_as_it_stands() {
    let any = rule::url().schemes(["http", "https", "ws", "wss", "ftp"]);
    let mut accepted = 0;
    for Case { input, expected } in cases() {
        if any.judge(&input).is_err() {
            continue;
        }
        accepted += 1;
        let expected = expected.unwrap_or_else(|| panic!("accepted {input:?}, which is no URL"));
        let text = |member: &str| expected[member].as_str().unwrap_or_default();
        assert_eq!((text("username"), text("password")), ("", ""), "{input:?}");
        // Read off plainly: scheme, host and port are what they seem.
        let (scheme, rest) = input.split_once("://").unwrap();
        let authority = rest.split(['/', '?', '#']).next().unwrap();
        assert_eq!(text("protocol"), format!("{}:", scheme.to_ascii_lowercase()), "{input:?}");
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port),
            _ => (authority, ""),
        };
        if !host.starts_with('[') {
            assert_eq!(text("hostname"), host.to_ascii_lowercase(), "{input:?}");
        }
        let default = matches!(
            (scheme, port),
            ("http" | "ws", "80") | ("https" | "wss", "443") | ("ftp", "21")
        );
        assert_eq!(text("port"), if default { "" } else { port }, "{input:?}");
    }
    assert!(accepted > 60, "{accepted}");
}

#[test]
fn what_is_no_url_is_refused() {
    let any = rule::url().schemes(["http", "https", "ws", "wss", "ftp"]);
    let failures: Vec<_> =
        cases().into_iter().filter(|case| case.expected.is_none()).map(|case| case.input).collect();
    assert!(failures.len() > 250);
    crate::refuses(&any, failures);
}

#[test]
fn a_public_url_has_a_public_host_by_another_parser() {
    let public = rule::url().schemes(["http", "https"]).public();
    for Case { input, expected } in cases() {
        let inputs = match expected.as_ref().and_then(|it| it["href"].as_str()) {
            // As it is written, and as the standard writes it.
            Some(href) => vec![input, href.to_owned()],
            None => vec![input],
        };
        for url in inputs.iter().filter(|url| public.judge(url).is_ok()) {
            oracle::assert_public(url);
        }
    }
}
/// Absolute, with a plain host and no user: as the standard writes them, nearly all are good.
#[test]
fn what_the_standard_writes_plainly_is_accepted() {
    let any = rule::url().schemes(["http", "https"]);
    let is_plain = |url: &str| {
        let host = url.split("//").nth(1).unwrap().split(['/', '?', '#']).next().unwrap();
        let characters = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
        url.chars().all(characters)
            && !host.contains(['@', '%'])
            && !host.ends_with('.')
            && url.matches('#').count() < 2
    };
    let mut accepted = 0;
    let mut refused = Vec::new();
    for case in cases() {
        let Some(href) = case.expected.as_ref().and_then(|it| it["href"].as_str()) else {
            continue;
        };
        if href.starts_with("http") && href.contains("://") && is_plain(href) {
            match any.judge(href) {
                Ok(()) => accepted += 1,
                Err(violation) => refused.push(format!("{href}: {violation}")),
            }
        }
    }
    assert!(accepted > 150 && refused.len() * 10 < accepted, "{accepted}, but not {refused:#?}");
}
