use mcp_secure::prelude::*;

/// Tell who calls.
#[tool]
async fn whoami(caller: Caller) -> String {
    caller.subject().to_owned()
}

fn main() {
    let _ = Server::new("notes", "1.0.0").tools(tools![whoami]);
}
