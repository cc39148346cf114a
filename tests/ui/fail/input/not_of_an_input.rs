use mcp_secure::prelude::*;

#[derive(Input)]
#[serde(default)]
struct Settings {
    #[serde(default)]
    size: u8,
    #[serde(alias = "colour")]
    color: String,
    #[serde(flatten)]
    more: More,
    #[serde(skip)]
    cache: u8,
    #[serde(deserialize_with = "read")]
    date: String,
}

#[derive(Input)]
#[serde(try_from = "String")]
struct More {
    name: String,
}

fn main() {}
