//! `check`: keys, certificates, store and guards, looked at without serving.

use lexopt::{Arg, Parser, ValueExt};

use super::{Server, audit, encryption::encrypted, unknown, variable};
use crate::error::{Error, Result};

/// What is asked for.
#[derive(Debug, PartialEq)]
pub(super) struct Request {
    audience: Option<String>,
}

impl Request {
    /// What follows `check`; the audience may stand before it.
    pub(super) fn parse(parser: &mut Parser, mut audience: Option<String>) -> Result<Self> {
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("audience") => audience = Some(parser.value()?.string()?),
                other => return Err(unknown(other)),
            }
        }
        Ok(Self { audience })
    }

    /// Looks at what could keep the server from starting, prints a line for each, and fails if
    /// something does.
    pub(super) async fn run<S, A>(self, server: Server<S, A>) -> Result<()> {
        let mut found = Vec::new();
        let server = match self.audience.or_else(|| variable("MCP_AUDIENCE")) {
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
}
