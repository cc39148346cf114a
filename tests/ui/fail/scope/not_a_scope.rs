use mcp_secure::prelude::*;

enum Notes {
    Read,
}

/// Read.
#[tool]
#[require_auth(scope = Notes::Read)]
async fn read() {}

/// Read by number.
#[tool]
#[require_auth(all = ["notes:read", 7])]
async fn number() {}

fn main() {}
