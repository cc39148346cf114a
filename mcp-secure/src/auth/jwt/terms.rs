//! [`Terms`]: what tokens for this server carry, for the one who signs and the one who verifies.

use std::time::Duration;

use http::Uri;

use super::path::ClaimPath;
use crate::{
    Error,
    auth::{Accepted, Audience, accepted::sorted},
    moment::millis,
};

/// What the program says of the claims, before the server is known.
pub(in crate::auth) struct Policy {
    pub(in crate::auth) audience: Option<String>,
    pub(in crate::auth) leeway: Duration,
    pub(in crate::auth) max_lifetime: Duration,
    pub(in crate::auth) roles: Vec<String>,
    pub(in crate::auth) tenant: Option<String>,
    pub(in crate::auth) access_tokens_only: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            audience: None,
            leeway: DEFAULT_LEEWAY,
            max_lifetime: DEFAULT_MAX_LIFETIME,
            roles: Vec::new(),
            tenant: None,
            access_tokens_only: false,
        }
    }
}

impl Policy {
    /// What tokens by this policy are held to.
    pub(in crate::auth) fn accepted(&self, by: &str, what: &str) -> Accepted {
        let mut accepted = Accepted::by(by).what(what);
        accepted.audience.clone_from(&self.audience);
        accepted.max_lifetime_ms = Some(millis(self.max_lifetime));
        accepted.leeway_ms = Some(millis(self.leeway));
        accepted.access_tokens_only = self.access_tokens_only;
        accepted.tenant.clone_from(&self.tenant);
        accepted.roles = sorted(&self.roles);
        accepted
    }
}

/// The methods by which the builders fill in their `policy`.
macro_rules! policy_methods {
    () => {
        /// What tokens must carry in `aud`. Default: the name that the server has.
        pub fn audience(mut self, audience: impl Into<String>) -> Self {
            self.policy.audience = Some(audience.into());
            self
        }

        /// How far the clocks of issuer and server may be apart. Default: 30 seconds. The server
        /// does not start with more than 120.
        pub fn leeway(mut self, leeway: Duration) -> Self {
            self.policy.leeway = leeway;
            self
        }

        /// How long a token may live: `exp` after `iat`, or after now where there is no `iat`.
        /// Default: 24 hours. A token that lives longer is refused from its first use on, not
        /// cut short, so that the mistake shows when it is made.
        pub fn max_lifetime(mut self, max_lifetime: Duration) -> Self {
            self.policy.max_lifetime = max_lifetime;
            self
        }

        /// Where the caller's [roles](crate::caller::Caller::roles) are: a text or a list of texts
        /// in the claim of this path, such as `roles` or `realm_access.roles`. A path that
        /// begins with `/` is a JSON pointer (RFC 6901), for names with dots in them:
        /// `/https:~1~1example.com~1roles`. May be called several times. Default: nowhere.
        ///
        /// A token without the claim has no roles; one with anything else in it is refused.
        pub fn roles(mut self, path: impl Into<String>) -> Self {
            self.policy.roles.push(path.into());
            self
        }

        /// Where the caller's [tenant](crate::caller::Caller::tenant) is: a text in the claim of
        /// this path, such as `tid`; see [`roles`](Self::roles) for paths. Default: nowhere.
        ///
        /// A token without it is refused: who belongs to no tenant would share the limits
        /// and the data of all that do not.
        pub fn tenant(mut self, path: impl Into<String>) -> Self {
            self.policy.tenant = Some(path.into());
            self
        }

        /// Accepts only tokens that say in their header that they are access tokens (`typ` of
        /// `at+jwt`; RFC 9068, section 4). Default: `JWT` and nothing are accepted too, since
        /// most issuers write so, and ID tokens are told by their claims.
        pub fn access_tokens_only(mut self) -> Self {
            self.policy.access_tokens_only = true;
            self
        }
    };
}
pub(in crate::auth) use policy_methods;

/// Known once the server is prepared.
#[derive(Debug)]
pub(in crate::auth) struct Terms {
    pub(in crate::auth) audience: String,
    pub(in crate::auth) issuer: Option<String>,
    pub(in crate::auth) leeway: Duration,
    pub(in crate::auth) max_lifetime: Duration,
    pub(in crate::auth) roles: Vec<ClaimPath>,
    pub(in crate::auth) tenant: Option<ClaimPath>,
    pub(in crate::auth) access_tokens_only: bool,
}

impl Terms {
    pub(in crate::auth) fn new(
        policy: &Policy,
        issuer: Option<&str>,
        server: &Audience<'_>,
    ) -> crate::Result<Self> {
        let audience = policy.audience.as_deref().unwrap_or(server.as_str());
        let path = |path: &String| {
            ClaimPath::parse(path).ok_or_else(|| {
                Error::new(
                    "the path of a claim has an empty name, or is no JSON pointer; write for \
                     example `realm_access.roles`",
                )
            })
        };
        let wrong = if !is_name(audience) {
            "the audience of tokens is empty or has control characters; give the URL of this server"
        } else if issuer.is_some_and(|issuer| !is_name(issuer)) {
            "the issuer of tokens is empty or has control characters; give its URL"
        } else if policy.leeway > MAX_LEEWAY {
            "the leeway for tokens is more than 120 seconds; set the clocks instead"
        } else if policy.max_lifetime < MIN_LIFETIME {
            "the maximum lifetime of tokens is below one second; no token would be accepted"
        } else {
            return Ok(Self {
                audience: audience.to_owned(),
                issuer: issuer.map(str::to_owned),
                leeway: policy.leeway,
                max_lifetime: policy.max_lifetime,
                roles: policy.roles.iter().map(path).collect::<crate::Result<_>>()?,
                tenant: policy.tenant.as_ref().map(path).transpose()?,
                access_tokens_only: policy.access_tokens_only,
            });
        };
        Err(Error::new(wrong))
    }
}

/// Checks the URL of an authorization server (RFC 8414, section 2): `https`, or `http` on the
/// same machine, without query and fragment.
pub(in crate::auth) fn check_url(url: &str) -> crate::Result<()> {
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
            "the URL of an authorization server is not an `https` URL without user, query and \
             fragment; `http` is for `localhost` only",
        ))
    }
}

fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && !name.contains(char::is_control)
}

const DEFAULT_LEEWAY: Duration = Duration::from_secs(30);
const MAX_LEEWAY: Duration = Duration::from_secs(120);
const DEFAULT_MAX_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
/// Dates in tokens are whole seconds, as a rule.
pub(super) const MIN_LIFETIME: Duration = Duration::from_secs(1);
