use mcp_secure::prelude::*;

/// Answer.
#[tool]
async fn ping() -> &'static str {
    "pong"
}

fn main() {
    let _ = Server::new("notes", "1.0.0").auth(Jwt::from_env()).tools(tools![ping]);
}
