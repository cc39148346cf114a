//! Types that only a rule can make, as arguments of tools.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::collections::BTreeMap;

use mcp_secure::{
    Client,
    prelude::*,
    types::{Email, FileName, Html, PublicUrl, RelativePath, SqlIdent},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Take one of each.
#[tool(public)]
fn each(
    name: FileName,
    path: RelativePath,
    url: PublicUrl,
    column: SqlIdent,
    page: Html,
    mail: Option<Email>,
) -> String {
    let host = url.as_url().host_str().unwrap_or_default();
    format!("{name} {path} {host} {column} {page} {}", mail.is_some())
}

/// Take several.
#[tool(public)]
fn several(
    list: Vec<FileName>,
    map: BTreeMap<String, SqlIdent>,
    keys: BTreeMap<Email, u8>,
    order: Order,
    input: Wish,
) -> String {
    let _ = input.home;
    format!(
        "{} {} {} {} {}",
        list.len(),
        map.len(),
        keys.len(),
        order.files.len(),
        input.files.len()
    )
}

/// A type of serde.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Order {
    files: Vec<RelativePath>,
}

#[derive(Input)]
struct Wish {
    files: Vec<FileName>,
    home: Option<PublicUrl>,
}

/// Ask for more than the type does.
#[tool(public)]
fn stricter(
    #[sanitize(trim)]
    #[validate(filename().extensions(["md"]))]
    name: FileName,
) -> String {
    name.into()
}

/// Write and read a note.
#[tool(public)]
fn note(name: FileName, path: RelativePath, notes: State<Root>) -> Result<String> {
    notes.create_dir_all("sub")?;
    notes.write(&name, "by name")?;
    notes.write(&path, "by path")?;
    Ok(notes.read_to_string(name)? + ", " + &notes.read_to_string(path)?)
}

fn client() -> Client {
    let place = tempfile::tempdir().unwrap().keep();
    let server = Server::new("types", "0").state(Root::open(place).unwrap());
    server.tools(tools![each, several, stricter, note]).client().unwrap()
}

fn good() -> Value {
    json!({
        "name": "a.md", "path": "sub/a.md", "url": "https://EXAMPLE.com", "column": "created_at",
        "page": "<b onclick=x>b</b>", "mail": "ada@example.com",
    })
}

async fn refused(tool: &str, arguments: Value) -> String {
    client().call(tool, arguments).await.unwrap_err().to_string()
}

#[tokio::test]
async fn what_a_rule_accepts_arrives() {
    let reply = client().call("each", good()).await.unwrap();
    assert_eq!(reply.text(), "a.md sub/a.md example.com created_at <b>b</b> true");
    let arguments = json!({ "name": "a.md", "path": "sub/a.md" });
    let reply = client().call("note", arguments).await.unwrap();
    assert_eq!(reply.text(), "by name, by path");
}

#[tokio::test]
async fn every_bad_one_is_told_with_the_rule_of_its_type() {
    let arguments = json!({
        "name": "../x", "path": "/etc/passwd", "url": "https://169.254.169.254/", "column": "a; b",
        "page": "&#27;[31m", "mail": "ada",
    });
    assert_eq!(
        refused("each", arguments).await,
        "invalid_arguments: /name filename, /path relative_path, /url url, \
         /column sql_identifier, /page text, /mail email"
    );
}

#[tokio::test]
async fn in_lists_maps_and_structs_the_place_is_told() {
    let arguments = json!({
        "list": ["a", "..", "nul"], "map": { "a": "b", "c": "select" }, "keys": { "ada": 1 },
        "order": { "files": ["a/b", "/c"] }, "input": { "files": ["-x", ".y"], "home": "http://x.com" },
    });
    assert_eq!(
        refused("several", arguments).await,
        "invalid_arguments: /list/1 filename, /list/2 filename, /map/c sql_identifier, /keys email, \
         /order/files/1 relative_path, /input/files/0 filename, /input/files/1 filename, \
         /input/home url"
    );
}

#[tokio::test]
async fn rules_and_sanitizers_of_the_parameter_come_on_top() {
    let reply = client().call("stricter", json!({ "name": " a.md\n" })).await.unwrap();
    assert_eq!(reply.text(), "a.md");
    let refusal = refused("stricter", json!({ "name": "a.txt" })).await;
    assert_eq!(refusal, "invalid_arguments: /name filename");
}

#[test]
fn the_schema_says_what_the_rule_says() {
    let schema = |tool: &str| client().tool(tool).unwrap()["inputSchema"].clone();
    let each = schema("each");
    let properties = &each["properties"];
    assert_eq!(properties["name"]["maxLength"], 255);
    assert_eq!(properties["mail"]["format"], "email");
    assert_eq!(properties["url"]["format"], "uri");
    assert_eq!(properties["column"]["maxLength"], 63);
    assert_eq!(properties["page"]["contentMediaType"], "text/html");
    assert_eq!(each["required"], json!(["name", "path", "url", "column", "page"]));
    let several = schema("several");
    assert_eq!(several["properties"]["list"]["items"], properties["name"]);
    assert_eq!(several["properties"]["order"]["properties"]["files"]["items"], properties["path"]);
    assert_eq!(several["properties"]["map"]["additionalProperties"], properties["column"]);
    assert!(several.get("$defs").is_none());
}
