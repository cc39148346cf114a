//! The posture report tells a reviewer what is declared, and nothing that is secret.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{fs, path::Path, process::Output};

use mcp_secure::{
    posture::{Declared, Posture, TextBound, Which, Who},
    prelude::*,
};
use serde_json::{Value, json};
use tests::{Options, process};

mod accepted;
mod check;
mod constants;
mod diff;
mod forms;
mod shop;
mod variants;

use shop::{place, places, report, tool};

/// The command, in an empty directory, without a secret or anything else that a server needs.
fn run(server: &str, arguments: &[&str]) -> Output {
    process::run(server, &Options::of(arguments))
}

fn printed(server: &str, arguments: &[&str]) -> String {
    let output = run(server, arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_server_has_a_report_by_the_published_schema() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/posture.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for server in ["notes", "guide", "fixture", "inputs", "limited", "outputs"] {
        let json = printed(server, &["posture", "--format", "json"]);
        let report: Value = serde_json::from_str(&json).unwrap();
        let errors: Vec<_> = validator.iter_errors(&report).map(|it| it.to_string()).collect();
        assert!(errors.is_empty(), "{server}: {errors:?}");
        assert_eq!(Posture::from_json(&json).unwrap().to_json(), json, "{server}");
        assert_eq!(printed(server, &["posture", "--format", "json"]), json, "{server}: again");
        let mut more = report;
        more["tools"][0]["more"] = json!(1);
        assert!(!validator.is_valid(&more));
    }
}

#[test]
fn a_table_shows_each_tool_without_colours_where_there_is_no_terminal() {
    let table = printed("notes", &["posture"]);
    for line in [
        "publish_note  notes:write  resource_guard  5 s     body, name, overwrite",
        "ping          public                       (30 s)",
    ] {
        assert!(table.lines().any(|it| it == line), "{table}");
    }
    assert!(!table.contains('\u{1b}'), "{table}");
}

/// What the README shows is what is printed.
#[test]
fn the_readme_shows_it() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    for arguments in [&["posture"][..], &["posture", "--check", "--allow", "missing-timeout"]] {
        let command =
            format!("\ncargo run --bin notes -- {}\n```\n\n```text\n", arguments.join(" "));
        let shown = readme.split(&command).nth(1).expect("the command is in the README");
        let shown = shown.split("```").next().unwrap();
        let printed = String::from_utf8(run("notes", arguments).stdout).unwrap();
        assert_eq!(without_lines(shown), without_lines(&printed));
    }
}

/// Without the numbers of lines, which change with whatever stands above.
fn without_lines(text: &str) -> String {
    let mut parts = text.split(".rs:");
    let first = parts.next().unwrap().to_owned();
    let rest = parts.map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
    rest.fold(first, |all, part| all + ".rs:" + part)
}

#[test]
fn no_secret_of_the_environment_is_in_it() {
    let secret = "KqT0vN2mHc8RzE5bLwXy7JpUdS4a-5150";
    for format in ["table", "json", "markdown", "sarif", "html"] {
        let options = Options { secret: Some(secret), ..Options::default() };
        let options = options.set("MCP_TOKEN", secret).set("MCP_AUDIT_KEY", secret);
        let output = process::run("notes", &options.with(&["posture", "--format", format]));
        assert!(output.status.success());
        let all = [output.stdout, output.stderr].concat();
        assert!(!String::from_utf8_lossy(&all).contains("5150"), "{format}");
    }
}

#[test]
fn what_cannot_be_is_told_with_the_remedy() {
    for (arguments, told) in [
        (&["posture", "--format", "yaml"][..], "table"),
        (&["posture", "--colour"], "--help"),
        (&["posture", "--output", "no/such/directory"], "no/such/directory"),
    ] {
        let output = run("notes", arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(told), "{arguments:?}");
    }
}

#[test]
fn all_that_is_declared_at_a_tool_is_in_it() {
    let tool = tool("place");
    assert_eq!(tool.description, "Place an order.");
    assert_eq!(tool.source.file, "tests/tests/posture/shop.rs");
    let text = include_str!("shop.rs");
    let line = text.lines().nth(tool.source.line as usize - 1).unwrap();
    assert!(line.contains("fn place(") || line.contains("#[tool(destructive"), "{line}");
    assert_eq!(
        (tool.annotations.destructive, tool.annotations.idempotent),
        (Some(true), Some(false))
    );
    assert_eq!((tool.access.who, tool.access.which), (Who::Caller, Which::Any));
    assert_eq!(tool.access.scopes, ["admin", "orders:write"]);
    assert_eq!(tool.access.roles, ["clerk"]);
    assert_eq!(tool.policies, ["is_mine(&order)"]);
    let guards: Vec<_> =
        tool.guards.iter().map(|guard| (&*guard.name, &*guard.says, guard.declared)).collect();
    let expected = [
        ("rate_limit", "60/min per caller, burst 10", Declared::Tool),
        ("concurrency", "16 at once per caller, queue 0", Declared::Server),
    ];
    assert_eq!(guards, expected, "in the order of the gate");
    assert_eq!((tool.timeout.ms, tool.timeout.declared), (5_000, Declared::Tool));
    assert_eq!((tool.max_input_bytes, tool.max_output_bytes), (Some(65_536), 1_024));
    assert_eq!(tool.output, "printable text, redact_secrets");
    assert_eq!(tool.dangers, [""; 0]);
}

#[test]
fn rules_are_told_at_every_depth_and_bounds_in_full() {
    let tool = tool("place");
    let places = places(&tool);
    let rules = |pointer: &str| places[pointer].rules.join(" ");
    assert_eq!(rules("/order"), "check(is_sane())".replace("()", ""));
    assert_eq!(rules("/order/items"), "length(1..=20)");
    assert_eq!(rules("/order/items/*/sku"), r#"pattern("^[A-Z]{3}$")"#);
    assert_eq!(rules("/order/note"), "length(..=5_000)");
    assert_eq!(places["/order/note"].sanitizers, ["trim"]);
    assert_eq!(places["/order/note"].constraints["maxLength"], 5_000);
    assert_eq!(rules("/order/by[post]/address"), "length(..=3_000)");
    assert_eq!(rules("/tags"), "each(length(..=2_500)) length(..=4_000)");
    assert_eq!(places["/tags"].constraints["maxItems"], 4_000);
    assert_eq!(places["/tags/*"].constraints["maxLength"], 2_500);
    assert_eq!(places["/region"].header.as_deref(), Some("Region"));
    assert!(places["/password"].secret && places["/order/items/*/coupon"].secret);
    assert_eq!(places["/file"].constraints["maxLength"], 255);
    let bound = |pointer: &str| places[pointer].text;
    for bounded in [
        "/order/items/*/sku",
        "/order/items/*/coupon",
        "/order/note",
        "/order/by[post]/address",
        "/region",
        "/tags/*",
        "/password",
        "/file",
    ] {
        assert_eq!(bound(bounded), Some(TextBound::Declared), "{bounded}");
    }
    assert_eq!(bound("/free"), Some(TextBound::Default), "the default of 64 KiB");
    assert_eq!(bound("/order/items"), None);
    // The schema as it is enforced, without words that are none of JSON Schema's.
    let order = &tool.input_schema["properties"]["order"];
    assert!(!order.to_string().contains("x-mcp-secure"), "{order}");
    assert!(order.to_string().contains("5000"), "{order}");
}

#[test]
fn clients_are_told_as_before() {
    let _ = report();
    let server =
        Server::new("shop", "1").auth(Jwt::hs256("KqT0vN2mHc8RzE5bLwXy7JpUdS4a-5150").unwrap());
    let client = server.tools(tools![place]).client().unwrap();
    let clerk =
        mcp_secure::prelude::Caller::new("ada").with_scopes(["admin"]).with_roles(["clerk"]);
    let schema = client.with_caller(clerk).tool("place").unwrap()["inputSchema"].to_string();
    assert!(schema.contains("\"sku\""), "{schema}");
    for untold in ["5000", "2500", "x-mcp-secure"] {
        assert!(!schema.contains(untold), "{schema}");
    }
}

#[test]
fn what_is_dangerous_is_told_at_the_tool_and_with_its_place() {
    let report = report();
    let tool = report.tools.iter().find(|tool| tool.name == "hidden").unwrap();
    assert_eq!(tool.dangers, ["dangerous_any_extension", "dangerous_raw"]);
    assert!(tool.access.hidden);
    assert_eq!((tool.timeout.ms, tool.timeout.declared), (20_000, Declared::Server));
    // What is no tool's is told with its place.
    let _ = mcp_secure::egress::Egress::builder().dangerous_plain_http();
    let dangers = self::report().server.dangers;
    let danger = dangers.iter().find(|it| it.name == "dangerous_plain_http").unwrap();
    assert_eq!(danger.source.file, "tests/tests/posture/main.rs");
    let line = include_str!("main.rs").lines().nth(danger.source.line as usize - 1).unwrap();
    assert!(line.contains(".dangerous_plain_http()"), "{line}");
}

#[test]
fn the_server_is_told_without_its_secrets() {
    let report = report();
    let server = &report.server;
    assert_eq!(server.authentication.as_ref().unwrap().kind, "Jwt or ApiKeys");
    assert_eq!(server.public_url.as_deref(), Some("https://shop.example.com/mcp"));
    assert_eq!(server.limits.max_timeout_ms, Some(20_000));
    let review = mcp_secure::posture::Review::new(report.clone(), None, &[]).unwrap();
    for text in [report.to_json(), review.to_table(true), review.to_html(), review.to_markdown()] {
        assert!(!text.contains("5150"), "{text}");
    }
}
