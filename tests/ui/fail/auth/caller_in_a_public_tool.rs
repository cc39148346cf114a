use mcp_secure::prelude::*;

/// Tell who calls.
#[tool(public)]
async fn whoami(caller: Caller) -> String {
    caller.subject().to_owned()
}

fn main() -> Result<()> {
    let _ = Server::new("notes", "1.0.0").auth(Jwt::from_env()?).tools(tools![whoami]);
    Ok(())
}
