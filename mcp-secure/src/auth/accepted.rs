//! [`Accepted`]: what credentials are held to, for the [posture report](crate::posture).

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[cfg(any(feature = "jwks", feature = "introspection"))]
use super::confirmation::thumbprint;
use crate::moment::millis;

/// Credentials that are accepted, and what they are held to: of one issuer, or of one authenticator.
///
/// It says what the authenticator is given, never a secret. What is `null` or empty is not looked at, or is
/// nothing that such credentials have.
///
/// ```
/// use mcp_secure::auth::{Authenticator, Jwt};
///
/// # fn main() -> mcp_secure::Result<()> {
/// let jwt = Jwt::hs256("q4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3pTgLoQiX")?.access_tokens_only();
/// let accepted = &jwt.accepts()[0];
/// assert_eq!(accepted.algorithms, ["HS256"]);
/// assert!(accepted.access_tokens_only);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Accepted {
    /// The type of the authenticator.
    pub by: String,
    /// What they are, as `JSON Web Tokens`; `null` if the authenticator says nothing of them.
    pub what: Option<String>,
    /// What they carry in `iss`.
    pub issuer: Option<String>,
    /// What they carry in `aud`, if that is not the server's own.
    pub audience: Option<String>,
    /// What they may be signed with.
    pub algorithms: Vec<String>,
    /// What keys for RSA are for that do not say it themselves.
    pub rsa_algorithm: Option<String>,
    /// How many keys were given.
    pub keys: Option<u64>,
    /// How long they may live.
    pub max_lifetime_ms: Option<u64>,
    /// How far clocks may be apart.
    pub leeway_ms: Option<u64>,
    /// For how long a good one is remembered.
    pub kept_ms: Option<u64>,
    /// Whether they have to say that they are access tokens.
    pub access_tokens_only: bool,
    /// Where the caller's tenant is; without it they are refused.
    pub tenant: Option<String>,
    /// Where the caller's roles are.
    pub roles: Vec<String>,
    /// The URL at which the issuer is asked for its keys, or about a token.
    pub asked_at: Option<String>,
    /// Other hosts that are asked than that of the issuer.
    pub hosts: Vec<String>,
    /// Networks of the inside in which it is asked.
    pub networks: Vec<String>,
    /// The authorities that are believed who the issuer is, as SHA-256 of what was given; `null` for
    /// those of the system.
    pub authorities: Option<String>,
    /// Who is known by what, where the program says so.
    pub callers: Vec<String>,
}

impl Accepted {
    /// Of the authenticator of this type, which says nothing more.
    pub fn by(authenticator: impl Into<String>) -> Self {
        Self { by: authenticator.into(), ..Self::default() }
    }

    pub(super) fn what(mut self, what: &str) -> Self {
        self.what = Some(what.to_owned());
        self
    }

    pub(super) fn kept(mut self, kept: Duration) -> Self {
        self.kept_ms = Some(millis(kept));
        self
    }

    /// How the issuer is asked, of its URL only what can be one.
    #[cfg(any(feature = "jwks", feature = "introspection"))]
    pub(super) fn asked(
        mut self,
        at: Option<&str>,
        networks: &[String],
        authorities: Option<&[u8]>,
    ) -> Self {
        let is_url = |url: &&str| super::jwt::check_url(url).is_ok();
        self.asked_at = at.filter(is_url).map(str::to_owned);
        self.networks = sorted(networks);
        self.authorities = authorities.map(thumbprint);
        self
    }
}

/// What proofs of possession are held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ProofTerms {
    /// Whether tokens without one are refused.
    pub required: bool,
    /// Whether each has a nonce of this server.
    pub nonces: bool,
    /// How far from now they may be made.
    pub window_ms: u64,
}

pub(super) fn sorted(texts: &[String]) -> Vec<String> {
    let mut texts = texts.to_vec();
    texts.sort_unstable();
    texts
}
