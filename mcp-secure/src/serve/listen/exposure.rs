//! What must be so before anybody but this machine can reach the server.

use std::net::SocketAddr;

use crate::{
    auth::Authenticator,
    error::{Error, Result},
    serve::{hosts, http::HttpSettings},
};

/// Adds what follows from where the server listens, or says why it does not listen there.
pub(in crate::serve) fn settle(
    settings: &mut HttpSettings,
    authenticator: Option<&dyn Authenticator>,
    address: SocketAddr,
) -> Result<()> {
    let named_hosts = settings.named_hosts()?;
    if address.ip().to_canonical().is_loopback() {
        settings.hosts.extend(hosts::LOOPBACK.map(str::to_owned));
        settings.hosts.push(hosts::of(address.ip()));
        return Ok(());
    }
    let refuse = |why: &str| Err(Error::new(format!("refusing to listen on {address}: {why}")));
    let Some(authenticator) = authenticator else {
        return refuse("the server has no authenticator; add `.auth(..)`, or listen on 127.0.0.1");
    };
    if authenticator.is_ephemeral() {
        return refuse("the secret was made up at start; set JWT_SECRET, or listen on 127.0.0.1");
    }
    if named_hosts.is_empty() {
        return refuse("no host is allowed; name it with `.public_url(..)` or `.allow_host(..)`");
    }
    #[cfg(feature = "tls")]
    if let Some(tls) = &settings.tls {
        if tls.is_ephemeral() {
            return refuse(
                "the certificate was made up at start; set CERT_FILE and KEY_FILE, or listen on \
                 127.0.0.1",
            );
        }
        settings.strict_transport = true;
        return Ok(());
    }
    if settings.plain_http {
        return Ok(());
    }
    if settings.proxies.is_empty() {
        return refuse(
            "tokens would cross the network as plain text; give the server a certificate with \
             `.tls(..)` or CERT_FILE and KEY_FILE, name the proxy that ends TLS with \
             `.trusted_proxies(..)`, or accept plain text with `.dangerous_plain_http()`",
        );
    }
    settings.only_proxies = true;
    Ok(())
}
