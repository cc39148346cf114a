//! What the operator reads on standard error when a server starts.

use std::net::SocketAddr;

use super::{
    console::tell,
    door::Door,
    http::{HttpSettings, PATH},
};

pub(super) fn http(door: &Door, address: SocketAddr, settings: &HttpSettings) {
    let scheme = if settings.has_tls() { "https" } else { "http" };
    let default = format!("{scheme}://{address}{PATH}");
    let url = settings.public_url.as_deref().unwrap_or(&default);
    greet(door, &format!("at {url}"));
    if let Some(token) = development_token(door) {
        tell(format_args!(
            "JWT_SECRET is not set: the secret was made up and ends with this process."
        ));
        tell(format_args!("A development token with every scope, good for an hour:\n\n{token}\n"));
    }
}

/// Where metrics are read.
pub(super) fn metrics(address: SocketAddr, path: &str) {
    tell(format_args!("Metrics are at http://{address}{path}"));
}

/// The certificate that was made up, for a developer's client to trust.
#[cfg(feature = "tls")]
pub(super) fn certificate(pem: &str) {
    tell(format_args!(
        "The certificate was made up and ends with this process; for a client to trust it:"
    ));
    tell(format_args!("\n{pem}"));
}

pub(super) fn stdio(door: &Door, has_token: bool) {
    greet(door, "over standard input and output");
    if !has_token && door.verifier.is_some() {
        tell(format_args!("MCP_TOKEN is not set: only public tools answer."));
    }
}

fn greet(door: &Door, place: &str) {
    let identity = &door.identity;
    let (tools, s) = (door.gate.len(), if door.gate.len() == 1 { "" } else { "s" });
    tell(format_args!("{} {} serves {tools} tool{s} {place}", identity.name, identity.version));
}

/// A token for the developer who has just started the server. Only with a secret that was
/// made up: nobody else has use for it, and it is worth nothing later.
fn development_token(door: &Door) -> Option<String> {
    let authenticator = door.verifier.as_ref()?.authenticator();
    if !authenticator.is_ephemeral() {
        return None;
    }
    authenticator.issuer()?.token("developer").scopes(door.gate.scopes()).sign().ok()
}
