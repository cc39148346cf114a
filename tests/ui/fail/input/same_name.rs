use mcp_secure::prelude::*;

#[derive(Input)]
#[serde(rename_all = "camelCase")]
struct Fields {
    file_name: String,
    #[serde(rename = "fileName")]
    name: String,
}

#[derive(Input)]
#[serde(rename_all = "lowercase")]
enum Variants {
    One,
    ONE,
}

#[derive(Input)]
#[serde(tag = "kind")]
enum Tagged {
    One { kind: String },
}

fn main() {}
