//! `check`: keys, certificates, store and guards, looked at without serving.

use super::{Server, audit, encryption::encrypted, variable};
use crate::error::{Error, Result};

/// Looks at everything that could keep the server from starting, prints a line for each, and fails if
/// something does.
pub(super) async fn run<S, A>(server: Server<S, A>, audience: Option<String>) -> Result<()> {
    let mut found = Vec::new();
    let server = match audience.or_else(|| variable("MCP_AUDIENCE")) {
        Some(audience) => server.audience(audience),
        None => server,
    };
    if variable("MCP_AUDIT_FILE").is_some() {
        found.push(("audit file", audit::look()));
    }
    // What the environment says of TLS comes first: it decides which certificate is looked at.
    match encrypted(server) {
        Ok(server) => found.extend(server.look().await),
        Err(error) => found.push(("tls", Err(error))),
    }
    let mut failures = 0;
    for (what, outcome) in found {
        match outcome {
            Ok(said) => println!("ok     {what}: {said}"),
            Err(error) => {
                failures += 1;
                println!("wrong  {what}: {error}");
            }
        }
    }
    match failures {
        0 => Ok(()),
        1 => Err(Error::new("the server would not start: one thing is wrong")),
        failures => {
            Err(Error::new(format!("the server would not start: {failures} things are wrong")))
        }
    }
}
