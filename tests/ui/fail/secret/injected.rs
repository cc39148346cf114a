#![allow(unused_variables)]

use mcp_secure::prelude::*;

/// Take what comes from the server.
#[tool]
fn takes(
    #[secret] notes: State<String>,
    #[header("Caller")] caller: Caller,
    #[default(1)] call: Call,
) {
}

fn main() {}
