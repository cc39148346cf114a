use mcp_secure::prelude::*;

#[derive(Input)]
#[serde(untagged)]
enum Lists {
    Numbers(Vec<u8>),
    Texts(Vec<String>),
}

#[derive(Input)]
#[serde(untagged)]
enum Objects {
    One { name: String },
    Another { name: u8, size: Option<u8> },
    Different { number: u8 },
}

fn main() {}
