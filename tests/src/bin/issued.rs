//! A server whose callers come from an issuer: the one in `ISSUER`.

use std::env;

use mcp_secure::{
    auth::{Jwks, jwks::Issuer},
    prelude::*,
};

/// Tell who the caller is.
#[tool(read_only)]
#[require_auth(scope = "profile")]
async fn whoami(caller: Caller) -> String {
    let tenant = caller.tenant().unwrap_or("no tenant");
    format!("{} of {tenant}", caller.subject())
}

/// Tell that the caller is an administrator.
#[tool(read_only)]
#[require_auth(role = "admin")]
async fn administer() -> &'static str {
    "admitted"
}

#[tokio::main]
async fn main() -> mcp_secure::Result<()> {
    let issuer = env::var("ISSUER")?;
    let issuer = Issuer::discover(issuer).roles("realm_access.roles").tenant("tid");
    Server::new("issued", "1.0.0")
        .auth(Jwks::new([issuer]))
        .tools(tools![whoami, administer])
        .run()
        .await
}
