//! Who may call what: typed scopes and their hierarchy, roles, and policies over arguments.
//! The list, the call and the challenge agree.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![allow(missing_docs, reason = "the tools say what they are")]

use mcp_secure::{Client, prelude::*, refusal::Refusal};
use serde_json::{Value, json};

#[derive(Scope, Clone, Copy)]
enum NotesScope {
    #[scope("notes:list")]
    List,
    #[scope("notes:read", implies(List))]
    Read,
    #[scope("notes:write", implies(Read))]
    Write,
    #[scope("notes:admin", implies(Write, Share))]
    Admin,
    #[scope("notes:share")]
    Share,
}

/// Reads.
#[tool(read_only)]
#[require_auth(scope = NotesScope::Read)]
async fn read(caller: Caller) -> String {
    caller.scopes().collect::<Vec<_>>().join(" ")
}

/// Writes and shares: what another one implies is not asked for.
#[tool]
#[require_auth(all = [NotesScope::Read, NotesScope::Write, "notes:share"])]
async fn write_and_share() {}

/// Either.
#[tool]
#[require_auth(any = [NotesScope::Share, "notes:other"])]
async fn share() {}

/// As text, in a server that knows the hierarchy.
#[tool]
#[require_auth(scope = "notes:list")]
async fn list() {}

/// A role and a scope.
#[tool]
#[require_auth(scope = NotesScope::List, role = "editor")]
async fn edit() {}

/// One of two roles.
#[tool(hidden)]
#[require_auth(roles = ["editor", "owner"])]
async fn secret() {}

fn client(scopes: &str, roles: &[&str]) -> Client {
    let jwt = Jwt::hs256("gJ8Zk2Qw9Lr5Tx1Vb7Nc4Md6Pf3Hs0Ya").unwrap();
    let tools = tools![read, write_and_share, share, list, edit, secret];
    let server = Server::new("notes", "0").auth(jwt).tools(tools);
    let caller = Caller::new("ada").with_scopes(scopes.split_whitespace());
    server.client().unwrap().with_caller(caller.with_roles(roles.iter().copied()))
}

/// What the call says: `ok`, or the refusal as the audit record has it.
async fn outcome(client: &Client, tool: &str) -> String {
    match client.call(tool, json!({})).await {
        Ok(_) => "ok".into(),
        Err(refusal) => refusal.to_string(),
    }
}

#[tokio::test]
async fn the_list_and_the_call_follow_the_hierarchy() {
    for (scopes, expected) in [
        ("", &[][..]),
        ("notes:list", &["list"]),
        ("notes:read", &["read", "list"]),
        ("notes:write", &["read", "list"]),
        ("notes:write notes:share", &["read", "write_and_share", "share", "list"]),
        ("notes:admin", &["read", "write_and_share", "share", "list"]),
        ("notes:other", &["share"]),
        ("NOTES:ADMIN notes:admin2 notes", &[]),
    ] {
        let client = client(scopes, &[]);
        assert_eq!(client.tools(), expected, "{scopes}");
        for tool in ["read", "write_and_share", "share", "list"] {
            let is_called = outcome(&client, tool).await == "ok";
            assert_eq!(is_called, expected.contains(&tool), "{scopes} {tool}");
        }
    }
}

#[tokio::test]
async fn a_challenge_asks_for_all_that_the_call_needs_and_no_more() {
    let client = client("notes:list", &[]);
    assert_eq!(outcome(&client, "read").await, "insufficient_scope: notes:read");
    let both = "insufficient_scope: notes:write notes:share";
    assert_eq!(outcome(&client, "write_and_share").await, both);
    assert_eq!(outcome(&client, "share").await, "insufficient_scope: notes:share");
}

#[tokio::test]
async fn the_tool_sees_what_the_scopes_imply() {
    let client = client("notes:write", &[]);
    let reply = client.call("read", json!({})).await.unwrap();
    assert_eq!(reply.text(), "notes:list notes:read notes:write");
}

#[tokio::test]
async fn a_role_is_asked_for_beside_the_scopes() {
    assert_eq!(outcome(&client("notes:list", &["editor"]), "edit").await, "ok");
    assert_eq!(
        outcome(&client("notes:admin", &["editors", "Editor"]), "edit").await,
        "missing_role"
    );
    // The scope first: a client can get that one.
    assert_eq!(outcome(&client("", &["editor"]), "edit").await, "insufficient_scope: notes:list");
    assert_eq!(outcome(&client("", &["owner"]), "secret").await, "ok");
    assert_eq!(outcome(&client("", &["reader"]), "secret").await, "unknown_tool");
    assert!(!client("notes:admin", &[]).tools().iter().any(|tool| tool == "edit"));
}

#[tokio::test]
async fn a_server_can_be_told_a_hierarchy_that_no_tool_names() {
    let jwt = || Jwt::hs256("gJ8Zk2Qw9Lr5Tx1Vb7Nc4Md6Pf3Hs0Ya").unwrap();
    let admin = || Caller::new("ada").with_scopes(["notes:admin"]);
    let without = Server::new("notes", "0").auth(jwt()).tools(tools![list]);
    assert!(without.client().unwrap().with_caller(admin()).tools().is_empty());
    let with = Server::new("notes", "0").auth(jwt()).scopes::<NotesScope>().tools(tools![list]);
    assert_eq!(with.client().unwrap().with_caller(admin()).tools(), ["list"]);
}

struct Owners(&'static str);

impl Owners {
    async fn owns(&self, caller: &Caller, name: &str) -> Result<bool> {
        tokio::task::yield_now().await;
        match name {
            "broken" => Err(ToolError::new("the owners cannot be read").into()),
            name => Ok(name.starts_with(self.0) && caller.subject() == "ada"),
        }
    }
}

/// Judged at once, twice.
#[tool]
#[authorize(name.starts_with(caller.subject()))]
#[authorize(*size <= 10)]
async fn grow(
    #[sanitize(trim)] name: String,
    #[validate(range(0..=100))] size: u32,
    caller: Caller,
) -> String {
    format!("{name} {size} {}", caller.subject())
}

/// Judged by what the server holds.
#[tool]
#[authorize(owners.owns(&caller, &name).await)]
async fn take(name: String, owners: State<Owners>, caller: Caller) -> String {
    format!("{name} {} {}", owners.0, caller.subject())
}

/// Says more.
#[tool]
#[authorize(if name == "x" { Ok(()) } else { Err(Refusal::denied("names", "only x is yours")) })]
fn blocking(name: String) -> String {
    name
}

#[tool]
impl Owners {
    /// Judged by itself.
    #[tool(name = "owners.first")]
    #[authorize(self.0 == name.as_str())]
    async fn first(&self, name: String) -> String {
        name + self.0
    }
}

async fn judged(tool: &str, arguments: Value) -> String {
    let jwt = Jwt::hs256("gJ8Zk2Qw9Lr5Tx1Vb7Nc4Md6Pf3Hs0Ya").unwrap();
    let server = Server::new("notes", "0").auth(jwt).state(Owners("a"));
    let client = server.tools(tools![grow, take, blocking, Owners]).client().unwrap();
    match client.with_caller(Caller::new("ada")).call(tool, arguments).await {
        Ok(reply) => reply.text(),
        Err(refusal) => refusal.to_string(),
    }
}

#[tokio::test]
async fn a_policy_judges_the_very_values_that_the_function_receives() {
    assert_eq!(judged("grow", json!({ "name": " ada.1 ", "size": 10 })).await, "ada.1 10 ada");
    assert_eq!(judged("grow", json!({ "name": "bob", "size": 1 })).await, "denied: authorize");
    assert_eq!(judged("grow", json!({ "name": "ada", "size": 11 })).await, "denied: authorize");
    // Rules come first: a policy sees no value that they refuse.
    let wrong = judged("grow", json!({ "name": "bob", "size": 101 })).await;
    assert_eq!(wrong, "invalid_arguments: /size range");
    assert_eq!(judged("take", json!({ "name": "a1" })).await, "a1 a ada");
    assert_eq!(judged("take", json!({ "name": "b1" })).await, "denied: authorize");
    assert_eq!(judged("take", json!({ "name": "broken" })).await, "tool_error");
    assert_eq!(judged("blocking", json!({ "name": "x" })).await, "x");
    assert_eq!(judged("blocking", json!({ "name": "y" })).await, "denied: names");
    assert_eq!(judged("owners.first", json!({ "name": "a" })).await, "aa");
    assert_eq!(judged("owners.first", json!({ "name": "b" })).await, "denied: authorize");
}

#[tokio::test]
async fn the_functions_stay_callable() {
    let ada = Caller::new("ada");
    assert_eq!(grow("bob".into(), 99, ada.clone()).await, "bob 99 ada");
    assert_eq!(take("b".into(), Owners("c").into(), ada).await, "b c ada");
    assert_eq!(blocking("y".into()), "y");
}
