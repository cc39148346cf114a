use mcp_secure::prelude::*;

/// Both.
#[tool]
#[require_auth(role = "a", roles = ["b"])]
async fn both() {}

/// None.
#[tool]
#[require_auth(roles = [])]
async fn none() {}

/// Blank.
#[tool]
#[require_auth(role = " ")]
async fn blank() {}

fn main() {}
