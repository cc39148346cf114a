//! Who may call what: the list, the call and the challenge say the same, in every protocol
//! version.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use serde_json::{Value, json};
use tests::{Http, Server, http::Reply, token::token};

/// The client of a caller with these scopes; `None` is nobody.
fn client(server: &Server, scope: Option<&str>) -> Http {
    match scope {
        Some(scope) => server.http().token(token("fixture", scope)),
        None => server.http(),
    }
}

fn listed(client: &Http) -> Vec<String> {
    let json = client.request("tools/list", json!({})).json();
    let tools = json["result"]["tools"].as_array().unwrap_or_else(|| panic!("{json}")).clone();
    tools.iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_list_holds_exactly_what_can_be_called() {
    let server = Server::start("fixture");
    let guarded = ["undeclared", "needs_both", "needs_one", "hidden", "counter.reset"];
    for (scope, expected) in [
        (None, &[][..]),
        (Some(""), &["undeclared"][..]),
        (Some("a:read"), &["undeclared", "needs_one"]),
        (Some("a:read a:write"), &["undeclared", "needs_both", "needs_one", "counter.reset"]),
        (Some("a:admin"), &["undeclared", "needs_one", "hidden"]),
        (Some("A:READ a:readx"), &["undeclared"]),
    ] {
        let client = client(&server, scope);
        let listed = listed(&client);
        for tool in guarded {
            let is_listed = listed.iter().any(|name| name == tool);
            assert_eq!(is_listed, expected.contains(&tool), "{scope:?} {tool}");
            let is_called = client.call(tool, json!({})).json().get("result").is_some();
            assert_eq!(is_called, is_listed, "{scope:?} {tool}");
        }
    }
}

#[test]
fn a_list_that_depends_on_the_caller_is_private() {
    let server = Server::start("fixture");
    let json = client(&server, Some("")).request("tools/list", json!({})).json();
    assert_eq!(json["result"]["cacheScope"], "private");
}

/// A call as a client of this protocol version sends it.
fn call(client: &Http, version: &str, tool: &str) -> Reply {
    match version {
        "2026-07-28" => client.call(tool, json!({})),
        _ => {
            let params = json!({ "name": tool, "arguments": {} });
            let message =
                json!({ "jsonrpc": "2.0", "id": 9, "method": "tools/call", "params": params });
            let client = client.clone().header("mcp-protocol-version", version);
            client.post(message.to_string().as_bytes())
        }
    }
}

const VERSIONS: [&str; 5] = ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

#[test]
fn without_a_credential_the_challenge_names_all_scopes() {
    let server = Server::start("fixture");
    for version in VERSIONS {
        let reply = call(&client(&server, None), version, "needs_both");
        assert_eq!((reply.status, reply.code()), (401, -31401), "{version}");
        let challenge = reply.header("www-authenticate").unwrap();
        assert!(challenge.contains("scope=\"a:read a:write\""), "{version}: {challenge}");
        assert!(!challenge.contains("error="), "{version}: {challenge}");
        let metadata = format!(
            "resource_metadata=\"http://{}/.well-known/oauth-protected-resource/mcp\"",
            server.address
        );
        assert!(challenge.contains(&metadata), "{version}: {challenge}");
    }
}

#[test]
fn with_too_few_scopes_the_challenge_names_all_that_are_needed() {
    let server = Server::start("fixture");
    for version in VERSIONS {
        let reply = call(&client(&server, Some("a:read")), version, "needs_both");
        assert_eq!((reply.status, reply.code()), (403, -31403), "{version}");
        let challenge = reply.header("www-authenticate").unwrap();
        assert!(challenge.contains("error=\"insufficient_scope\""), "{version}: {challenge}");
        assert!(challenge.contains("scope=\"a:read a:write\""), "{version}: {challenge}");
        assert!(challenge.contains("resource_metadata="), "{version}: {challenge}");
    }
}

#[test]
fn a_hidden_tool_is_answered_exactly_as_an_unknown_one() {
    let server = Server::start("fixture");
    for version in VERSIONS {
        for scope in [None, Some(""), Some("a:read")] {
            let client = client(&server, scope);
            let [hidden, unknown] = ["hidden", "hidbem"].map(|tool| call(&client, version, tool));
            assert_eq!(hidden.status, unknown.status, "{version} {scope:?}");
            assert_eq!(hidden.body, unknown.body, "{version} {scope:?}");
            let names =
                |reply: &Reply| reply.headers.iter().map(|h| h.0.clone()).collect::<Vec<_>>();
            assert_eq!(names(&hidden), names(&unknown), "{version} {scope:?}");
        }
    }
    assert_eq!(client(&server, Some("a:admin")).call("hidden", json!({})).text(), "admitted");
}

#[test]
fn an_unknown_tool_is_told_in_the_protocol() {
    let server = Server::start("fixture");
    let reply = server.http().call("no_such_tool", json!({}));
    assert_eq!((reply.status, reply.code()), (200, -32602));
    assert!(!reply.body.contains("no_such_tool"), "the name is not echoed: {}", reply.body);
}

#[test]
fn the_name_in_the_header_decides_nothing() {
    let server = Server::start("fixture");
    // Older versions do not compare the headers with the body.
    let sneaky = server.http().header("mcp-name", "echo").header("mcp-method", "ping");
    assert_eq!(call(&sneaky, "2025-11-25", "needs_both").status, 401);
    let message = json!({
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": { "name": "needs_both", "arguments": {} },
    });
    let reply = server
        .http()
        .header("mcp-protocol-version", "2026-07-28")
        .header("mcp-method", "tools/call")
        .header("mcp-name", "echo")
        .post(message.to_string().as_bytes());
    assert_ne!(reply.status, 200);
}

#[test]
fn a_server_without_public_tools_challenges_a_list_for_nobody() {
    let guide = Server::start("guide");
    let reply = guide.http().request("tools/list", json!({}));
    assert_eq!(reply.status, 401);
    assert!(reply.header("www-authenticate").unwrap().contains("resource_metadata="));
}

#[test]
fn the_metadata_says_where_and_how() {
    let (server, notes) = (Server::start("fixture"), Server::start("notes"));
    for path in
        ["/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource"]
    {
        let reply = server.http().get(path);
        assert_eq!(reply.status, 200);
        let json: Value = reply.json();
        assert_eq!(json["resource"], format!("http://{}/mcp", server.address));
        assert_eq!(json["bearer_methods_supported"], json!(["header"]));
        assert!(!reply.body.contains("a:admin"), "a hidden tool keeps its scope: {}", reply.body);
        // The least with which a server is of use: what its tools ask for that only read.
        let notes = notes.http().get(path).json();
        assert_eq!(notes["scopes_supported"], json!(["notes:read"]));
    }
}
