//! The URLs of the server, as clients know them.

use http::{HeaderMap, Uri};

use super::{HttpSettings, PATH};
use crate::serve::hosts;

/// Where clients reach the endpoint. The host has been checked against the allowlist.
pub(super) fn resource(settings: &HttpSettings, uri: &Uri, headers: &HeaderMap) -> String {
    settings.public_url.clone().unwrap_or_else(|| {
        let host = hosts::requested(uri, headers).unwrap_or_default();
        format!("http://{host}{PATH}")
    })
}

/// RFC 9728, section 3.1: the well-known part goes between host and path.
pub(super) fn metadata(settings: &HttpSettings, uri: &Uri, headers: &HeaderMap) -> String {
    let resource = resource(settings, uri, headers);
    let host_end = resource
        .find("://")
        .and_then(|scheme| resource[scheme + 3..].find('/').map(|path| scheme + 3 + path))
        .unwrap_or(resource.len());
    format!("{}/.well-known/oauth-protected-resource{PATH}", &resource[..host_end])
}
