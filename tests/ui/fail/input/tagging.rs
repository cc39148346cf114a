use mcp_secure::prelude::*;

#[derive(Input)]
#[serde(tag = "kind")]
struct Struct {
    name: String,
}

#[derive(Input)]
#[serde(tag = "kind", untagged)]
enum Both {
    One,
}

#[derive(Input)]
#[serde(content = "value")]
enum ContentAlone {
    One,
}

#[derive(Input)]
#[serde(tag = "value", content = "value")]
enum Same {
    One,
}

fn main() {}
