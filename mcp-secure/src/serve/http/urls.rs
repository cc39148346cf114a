//! The URLs of the server, as clients know them.

use http::request::Parts;

use super::{Connection, Endpoint, PATH};
use crate::serve::hosts;

impl Endpoint {
    /// Where clients reach the endpoint. The host has been checked against the allowlist.
    pub(super) fn resource_url(&self, request: &Parts, connection: &Connection) -> String {
        self.settings.public_url.clone().unwrap_or_else(|| {
            let host = hosts::requested(&request.uri, &request.headers).unwrap_or_default();
            let by_proxy = || {
                connection.ip.is_some_and(|peer| self.proxies.trust(peer))
                    && self.proxies.is_secure(&request.headers)
            };
            let scheme = if connection.is_secure || by_proxy() { "https" } else { "http" };
            format!("{scheme}://{host}{PATH}")
        })
    }

    /// RFC 9728, section 3.1: the well-known part goes between host and path.
    pub(super) fn metadata_url(&self, request: &Parts, connection: &Connection) -> String {
        let resource = self.resource_url(request, connection);
        let host_end = resource
            .find("://")
            .and_then(|scheme| resource[scheme + 3..].find('/').map(|path| scheme + 3 + path))
            .unwrap_or(resource.len());
        format!("{}/.well-known/oauth-protected-resource{PATH}", &resource[..host_end])
    }
}
