//! Types that serde decodes stand beside inputs, and within them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Plain {
    name: String,
    list: Vec<u8>,
}

#[derive(Debug, Input)]
struct Mixed {
    #[validate(check(has_name))]
    plain: WithView,
    plains: Vec<Plain>,
    maybe: Option<Plain>,
    duration: Option<std::time::Duration>,
    any: Value,
    #[validate(range(1..))]
    number: u8,
}

#[derive(Debug, Deserialize, JsonSchema)]
struct WithView {
    name: String,
}

impl mcp_secure::rule::Subject for WithView {
    type View = str;

    fn view(&self) -> Option<&str> {
        Some(&self.name)
    }
}

fn has_name(name: &str) -> std::result::Result<(), Violation> {
    if name.is_empty() { Err(Violation::new("name", "must have a name")) } else { Ok(()) }
}

#[tokio::test]
async fn a_type_of_serde_is_a_field() {
    let good = json!({
        "plain": { "name": "a" },
        "plains": [{ "name": "b", "list": [1] }],
        "duration": { "secs": 1, "nanos": 0 },
        "any": { "x": [null] },
        "number": 1,
    });
    assert!(judge!(Mixed, good).is_ok());
    let bad = json!({
        "plain": { "name": "" },
        "plains": [{ "name": "b", "list": [1, "2"] }],
        "maybe": { "name": "c", "list": [], "more": 1 },
        "any": "\u{1b}",
        "number": 0,
    });
    let expected = wrong([
        "/plain name",
        "/plains/0/list/1 type",
        "/maybe unknown",
        "/any text",
        "/number range",
    ]);
    assert_eq!(judge!(Mixed, bad), expected);
}

/// The whole is judged too, where it is used.
#[tool]
fn span(#[validate(check(is_ordered))] range: Range) -> String {
    format!("{range:?}")
}

#[derive(Debug, Input)]
struct Range {
    from: u8,
    to: u8,
}

fn is_ordered(range: &Range) -> std::result::Result<(), Violation> {
    if range.from <= range.to {
        return Ok(());
    }
    Err(Violation::new("ordered", "must not end before it begins").at("to"))
}

#[tokio::test]
async fn a_rule_sees_the_whole() {
    let client = Server::new("test", "0").tools(tools![span]).client().unwrap();
    assert!(client.call("span", json!({ "range": { "from": 1, "to": 2 } })).await.is_ok());
    let told = refused(&client, "span", json!({ "range": { "from": 3, "to": 2 } })).await;
    assert_eq!(told, ["/range/to ordered"]);
    let told = refused(&client, "span", json!({ "range": { "from": 3 } })).await;
    assert_eq!(told, ["/range/to required"]);
}

#[derive(Debug, Input, serde::Serialize, Clone)]
struct Settings {
    #[default(10)]
    size: u8,
    #[default("eu")]
    region: String,
    quiet: Option<bool>,
}

/// Have a structure as a default.
#[tool]
fn configured(
    #[default(Settings { size: 5, region: "us".to_owned(), quiet: None })] settings: Settings,
) -> String {
    format!("{} {} {:?}", settings.size, settings.region, settings.quiet)
}

#[tokio::test]
async fn defaults_fill_in_at_every_level() {
    let client = Server::new("test", "0").tools(tools![configured]).client().unwrap();
    for (arguments, expected) in [
        (json!({}), "5 us None"),
        (json!({ "settings": {} }), "10 eu None"),
        (json!({ "settings": { "size": 1, "quiet": true } }), "1 eu Some(true)"),
    ] {
        assert_eq!(client.call("configured", arguments).await.unwrap().text(), expected);
    }
    let told = refused(&client, "configured", json!({ "settings": { "size": null } })).await;
    assert_eq!(told, ["/settings/size type"]);
    let schema = &client.tool("configured").unwrap()["inputSchema"]["properties"]["settings"];
    assert_eq!(schema["default"], json!({ "size": 5, "region": "us", "quiet": null }));
    assert_eq!(schema["properties"]["size"]["default"], 10);
    assert!(schema.get("required").is_none());
}
