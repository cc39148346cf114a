use mcp_secure::prelude::*;

/// Answer with the text.
#[tool]
#[require_auth(scope = "notes:read")]
#[require_auth(scope = "notes:write")]
#[resource_guard(memory = "80%", memory = "90%")]
#[timeout("5s")]
#[timeout("10s")]
async fn echo(text: String) -> String {
    text
}

fn main() {}
