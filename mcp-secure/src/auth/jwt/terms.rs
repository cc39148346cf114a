//! [`Terms`]: what tokens of this server carry, for the one who signs and the one who verifies.

use std::time::Duration;

use http::Uri;

use crate::Error;

/// Known once the server is prepared.
pub(super) struct Terms {
    pub(super) audience: String,
    pub(super) issuer: Option<String>,
    pub(super) leeway: Duration,
    pub(super) max_lifetime: Duration,
}

impl Terms {
    pub(super) fn check(&self) -> crate::Result<()> {
        let wrong = if !is_name(&self.audience) {
            "the audience of `Jwt` is empty or has control characters; give the URL of this server"
        } else if self.issuer.as_deref().is_some_and(|issuer| !is_name(issuer)) {
            "the issuer of `Jwt` is empty or has control characters; leave `issuer` out to accept any"
        } else if self.leeway > MAX_LEEWAY {
            "the leeway of `Jwt` is more than 120 seconds; set the clocks instead"
        } else if self.max_lifetime < MIN_LIFETIME {
            "the maximum lifetime of `Jwt` is below one second; no token would be accepted"
        } else {
            return Ok(());
        };
        Err(Error::new(wrong))
    }
}

/// Checks the URL of an authorization server (RFC 8414, section 2): `https`, or `http` on the
/// same machine, without query and fragment.
pub(super) fn check_url(url: &str) -> crate::Result<()> {
    // `Uri` drops a fragment without a word.
    let uri = url.parse::<Uri>().ok().filter(|_| !url.contains(['#', '?', '@']));
    let accepted = uri.is_some_and(|uri| match uri.scheme_str() {
        Some("https") => uri.host().is_some_and(|host| !host.is_empty()),
        Some("http") => matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]")),
        _ => false,
    });
    if accepted {
        Ok(())
    } else {
        Err(Error::new(
            "the authorization server of `Jwt` is not an `https` URL without user, query and \
             fragment; `http` is for `localhost` only",
        ))
    }
}

fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && !name.contains(char::is_control)
}

const MAX_LEEWAY: Duration = Duration::from_secs(120);
/// Dates in tokens are whole seconds, as a rule.
pub(super) const MIN_LIFETIME: Duration = Duration::from_secs(1);
