//! The client in the same process calls through the same gate, as whom it says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use mcp_secure::{
    Client,
    call::Origin,
    prelude::*,
    typestate::{Authenticated, Authenticating},
};
use serde_json::{Value, json};
use tests::token::SECRET;

/// Say who calls, and from where.
#[tool(public)]
async fn whoami(call: Call) -> String {
    assert_eq!(call.origin(), Origin::Memory);
    call.caller().map_or("nobody".to_owned(), |caller| caller.subject().to_owned())
}

/// Read.
#[tool(read_only)]
#[require_auth(scope = "a:read")]
async fn read(#[validate(length(..=5))] name: String, words: State<Vec<&'static str>>) -> String {
    format!("{name}: {}", words.join(" "))
}

/// Be unknown.
#[tool(hidden)]
#[require_auth(scope = "a:admin")]
async fn hidden() {}

/// Be rationed.
#[tool(public)]
#[rate_limit("1/day", per = tool)]
async fn rationed() {}

fn server() -> Server<(Vec<&'static str>, (Authenticated, ())), Authenticating> {
    Server::new("test", "0").auth(Jwt::hs256(SECRET).unwrap()).state(vec!["some", "words"])
}

fn client() -> Client {
    server().tools(tools![whoami, read, hidden, rationed]).client().unwrap()
}

fn reader() -> Client {
    client().with_caller(Caller::new("ada").with_scopes(["a:read"]))
}

#[tokio::test]
async fn it_is_nobody_unless_it_says_who() {
    assert_eq!(client().call("whoami", json!({})).await.unwrap().text(), "nobody");
    assert_eq!(reader().call("whoami", json!({})).await.unwrap().text(), "ada");
}

#[tokio::test]
async fn what_is_declared_holds() {
    let kind = async |client: &Client, tool, arguments: Value| {
        client.call(tool, arguments).await.map_or_else(|refusal| refusal.kind(), |_| "ok")
    };
    let good = json!({ "name": "a" });
    assert_eq!(kind(&client(), "read", good.clone()).await, "unauthenticated");
    let other = client().with_caller(Caller::new("ada"));
    assert_eq!(kind(&other, "read", good.clone()).await, "insufficient_scope");
    assert_eq!(
        kind(&reader(), "read", json!({ "name": "far too long" })).await,
        "invalid_arguments"
    );
    assert_eq!(kind(&reader(), "hidden", json!({})).await, "unknown_tool");
    assert_eq!(kind(&reader(), "no_such_tool", json!({})).await, "unknown_tool");
    let reply = reader().call("read", good).await.unwrap();
    assert_eq!(reply.text(), "a: some words");

    let client = client();
    assert_eq!(kind(&client, "rationed", json!({})).await, "ok");
    assert_eq!(kind(&client.clone(), "rationed", json!({})).await, "rate_limited");
}

#[tokio::test]
async fn arguments_that_are_no_object_are_refused() {
    for arguments in [json!([]), json!(null), json!("{}")] {
        let refusal = client().call("whoami", &arguments).await.unwrap_err();
        assert_eq!(refusal.kind(), "invalid_arguments", "{arguments}");
    }
    let refusal = reader().call("read", json!({ "name": 1 })).await.unwrap_err();
    assert_eq!(refusal.to_string(), "invalid_arguments: /name type");
}

#[test]
fn it_sees_the_tools_that_it_may_call() {
    assert_eq!(client().tools(), ["whoami", "rationed"]);
    assert_eq!(reader().tools(), ["whoami", "read", "rationed"]);
    assert_eq!(client().tool("read"), None);
    let read = reader().tool("read").unwrap();
    assert_eq!(read["description"], "Read.");
    assert_eq!(read["inputSchema"]["required"], json!(["name"]));
    assert_eq!(reader().tool("hidden"), None);
}
