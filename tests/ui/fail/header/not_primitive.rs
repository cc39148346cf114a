#![allow(unused_variables)]

use mcp_secure::prelude::*;
use schemars::JsonSchema;
use serde::Deserialize;

/// Have headers of what has no form in a header.
#[tool]
fn headers(
    #[header("List")] list: Vec<String>,
    #[header("Number")] number: f64,
    #[header("Plain")] plain: Plain,
    #[header("Good")] good: Option<Region>,
) {
}

#[derive(Deserialize, JsonSchema)]
struct Plain(String);

#[derive(Input)]
enum Region {
    North,
    South,
}

fn main() {}
