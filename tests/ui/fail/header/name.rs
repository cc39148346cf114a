#![allow(unused_variables)]

use mcp_secure::prelude::*;

/// Have headers that cannot be.
#[tool]
fn headers(
    #[header("My Region")] spaced: String,
    #[header("")] empty: String,
    #[header] missing: String,
    #[header(Region)] word: String,
    #[header("Region")] one: String,
    #[header("region")] other: String,
) {
}

fn main() {}
