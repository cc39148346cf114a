use mcp_secure::prelude::*;

#[derive(Input)]
#[serde(renam_all = "camelCase")]
struct Misspelled {
    #[serde(rename("n"))]
    name: String,
    #[input(sanitise(trim))]
    note: String,
}

#[derive(Input)]
#[serde(rename_all = "camel_case", rename_all = "lowercase")]
enum Case {
    One,
    #[serde(rename)]
    Two,
}

#[derive(Input)]
struct Ours {
    #[input(rename = "n")]
    name: String,
}

fn main() {}
