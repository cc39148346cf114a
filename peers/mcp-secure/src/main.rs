//! The echo tool of mcp-secure, as `GUARDS` says: `none`, `typical`, or `all` that there are.
//!
//! `token --sub NAME --scope echo:call` prints a token for it, signed with `JWT_SECRET`. Audit events
//! go to the file `AUDIT_FILE`.

use std::env;

use mcp_secure::{Result, Server, auth::Jwt, testing::Machine};
use place::Place;
use tokio::runtime::Runtime;

mod all;
mod none;
mod typical;

fn main() -> Result<()> {
    let server = Server::new("echo", "1.0.0");
    let runtime = Runtime::new()?;
    match env::var("GUARDS").as_deref() {
        Ok("none") => runtime.block_on(serve(none::server(server))),
        Ok("typical") => {
            let server = typical::server(server.auth(Jwt::from_env()?), &audit());
            runtime.block_on(serve(server))
        }
        Ok("all") => {
            let server = all::server(server.auth(Jwt::from_env()?), &audit());
            // The resource guard would rightly refuse on a machine that a load generator keeps
            // busy, so it looks at one that is idle.
            Machine::new().host(|| runtime.block_on(serve(server)))
        }
        _ => panic!("GUARDS is none, typical or all"),
    }
}

async fn serve<S, A>(server: Server<S, A>) -> Result<()> {
    if env::args().nth(1).is_some_and(|word| word == "token") {
        return server.run().await;
    }
    match Place::asked() {
        Place::Http(address) => server.serve(&address.to_string()).await,
        Place::Stdio(_) => server.serve_stdio().await,
    }
}

fn audit() -> String {
    env::var("AUDIT_FILE").expect("AUDIT_FILE is set")
}
