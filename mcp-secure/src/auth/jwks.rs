//! [`Jwks`]: tokens of issuers that publish their keys (RFC 7517, section 5).
//!
//! ```no_run
//! use mcp_secure::{auth::Jwks, prelude::*};
//!
//! /// Tell who the caller is.
//! #[tool(read_only)]
//! async fn whoami(caller: Caller) -> String {
//!     caller.subject().to_owned()
//! }
//!
//! # async fn run() -> mcp_secure::Result<()> {
//! Server::new("whoami", "1.0.0")
//!     .auth(Jwks::discover("https://login.example.com"))
//!     .audience("https://mcp.example.com/mcp")
//!     .tools(tools![whoami])
//!     .run()
//!     .await
//! # }
//! ```
//!
//! # What is promised
//!
//! - **A token** is held to all that [`jwt`](super::jwt) promises of tokens of other issuers. Of several
//!   issuers its `iss` chooses, byte for byte, and only the keys of that issuer are tried.
//! - **Keys** are those of the issuer's document, wherever that is: at the URL that is given, or
//!   at the one that the issuer's own metadata names ([`Issuer::discover`]). Secrets (`oct`), keys
//!   for encryption, weak and published keys, and those for an algorithm that is not known here
//!   are passed over; an RSA key without `alg` is for [one algorithm](Issuer::rsa_algorithm).
//! - **Fetching** goes by [`Egress`](crate::egress): `https` only, but on loopback; only to the
//!   issuer's own host and those that [are named](Issuer::host); no redirects; no addresses of
//!   the inside. A document is at most 256 KiB with 64 keys, a fetch takes at most 10 seconds.
//! - **Freshness**: keys are fetched again before they grow old. They are as old as they may be
//!   after the `max-age` of their response, but not before 5 minutes and not after 12 hours; 1 hour
//!   where nothing is said. A key that the issuer has taken back is not accepted for longer.
//! - **An issuer that is down** takes nothing away: its last keys are good for 24 hours after they
//!   were fetched. Then, and before they were ever fetched, tokens are answered with 503
//!   (`Unavailable`), since nothing is known of them.
//! - **An unknown `kid`** asks the issuer anew, one at a time, three times at once and then every 10
//!   seconds, however many such tokens arrive. A token that comes in between is refused.
//!
//! # At the start
//!
//! The server starts whether the issuer answers or not, and asks at once. An issuer that is down
//! must not keep replicas from starting; a mistyped URL shows in the log and as 503.
//!
//! # What is not promised
//!
//! - Who controls the issuer's host, or its TLS key, makes callers.
//! - With several issuers, `iss` is read before the signature is verified: strictly, to compare
//!   it, and for nothing else.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use super::{
    Accepted, Audience, Authenticator, Credential, Rejected, Token,
    jwt::{
        Clock,
        verify::{self, Compact},
    },
};
use crate::{Error, answer::Answer, caller::Caller};

mod document;
mod environment;
mod fetch;
mod issuer;
mod source;

#[cfg(test)]
mod tests;

pub use issuer::Issuer;

use issuer::Trusted;

/// Accepts the tokens of issuers that publish their keys. See the [module](self).
#[must_use = "an authenticator does nothing until a server has it"]
pub struct Jwks {
    issuers: Vec<Issuer>,
    /// Once the server is prepared.
    trusted: Vec<Trusted>,
    clock: Clock,
}

impl Jwks {
    /// Accepts the tokens of one issuer, whose metadata says where its keys are.
    ///
    /// As [`Issuer::discover`], with the defaults.
    pub fn discover(issuer: impl Into<String>) -> Self {
        Self::new([Issuer::discover(issuer)])
    }

    /// Accepts the tokens of these issuers.
    ///
    /// ```
    /// use mcp_secure::auth::jwks::{Issuer, Jwks};
    ///
    /// let jwks = Jwks::new([
    ///     Issuer::discover("https://keycloak.example.com/realms/staff").roles("realm_access.roles"),
    ///     Issuer::keys_at("https://login.example.org", "https://login.example.org/keys")
    ///         .audience("api://notes")
    ///         .tenant("tid"),
    /// ]);
    /// ```
    pub fn new(issuers: impl IntoIterator<Item = Issuer>) -> Self {
        Self { issuers: issuers.into_iter().collect(), trusted: Vec::new(), clock: SystemTime::now }
    }

    #[cfg(test)]
    fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Since 1970.
    fn now(&self) -> Result<Duration, Rejected> {
        (self.clock)().duration_since(UNIX_EPOCH).map_err(|_| Rejected::Unavailable)
    }

    /// Whose keys the token is verified with, by what it says itself.
    fn choose(&self, token: &Compact<'_>) -> Result<&Trusted, Rejected> {
        match &self.trusted[..] {
            [] => Err(Rejected::Unavailable),
            [one] => Ok(one),
            several => {
                let issuer = token.unverified_issuer()?;
                several
                    .iter()
                    .find(|trusted| trusted.terms.issuer.as_ref() == Some(&issuer))
                    .ok_or(Rejected::WrongIssuer)
            }
        }
    }

    fn judge<'a>(
        &'a self,
        token: &'a str,
    ) -> Result<Answer<'a, Result<Caller, Rejected>>, Rejected> {
        let token = Compact::parse(token)?;
        let trusted = self.choose(&token)?;
        if let Some(keys) = trusted.source.ready() {
            match verify::verify(&token, &keys, &trusted.terms, self.now()?) {
                Err(Rejected::UnknownKey) => {}
                verdict => return Ok(Answer::Now(verdict)),
            }
        }
        Ok(Answer::later(async move {
            let keys = trusted.source.renewed().await.ok_or(Rejected::Unavailable)?;
            match verify::verify(&token, &keys, &trusted.terms, self.now()?) {
                // It may be a new key; who would say so is down.
                Err(Rejected::UnknownKey) if trusted.source.is_down() => Err(Rejected::Unavailable),
                verdict => verdict,
            }
        }))
    }
}

impl Authenticator for Jwks {
    fn verify<'a>(
        &'a self,
        credential: &'a Credential<'_>,
    ) -> Answer<'a, Result<Caller, Rejected>> {
        let token = credential.token().ok_or(Rejected::Malformed);
        token
            .and_then(|token| self.judge(token.dangerous_reveal()))
            .unwrap_or_else(|why| Answer::Now(Err(why)))
    }

    /// Three segments (RFC 7515, section 3.1).
    fn recognizes(&self, credential: &Credential<'_>) -> bool {
        let is_jws = |token: &Token| token.dangerous_reveal().split('.').count() == 3;
        credential.token().is_some_and(is_jws)
    }

    /// A minute: for so much longer a key counts that its issuer has taken back.
    fn keeps(&self, _: &Credential<'_>) -> Option<Duration> {
        Some(KEPT)
    }

    fn prepare(&mut self, server: &Audience<'_>) -> crate::Result<()> {
        if self.issuers.is_empty() {
            return Err(Error::new("`Jwks` has no issuers; no token would be accepted"));
        }
        let trusted = self.issuers.iter().map(|issuer| issuer.trusted(server));
        let trusted = trusted.collect::<crate::Result<Vec<_>>>()?;
        for (at, one) in trusted.iter().enumerate() {
            if trusted[..at].iter().any(|other| other.terms.issuer == one.terms.issuer) {
                return Err(Error::new("an issuer of `Jwks` is there twice; name it once"));
            }
        }
        for one in &trusted {
            Arc::clone(&one.source).begin();
        }
        self.trusted = trusted;
        Ok(())
    }

    fn authorization_servers(&self) -> Vec<String> {
        self.issuers.iter().map(|issuer| issuer.name().to_owned()).collect()
    }

    fn accepts(&self) -> Vec<Accepted> {
        self.issuers.iter().map(|issuer| issuer.accepted().kept(KEPT)).collect()
    }
}

impl fmt::Debug for Jwks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.issuers.iter().map(Issuer::name)).finish()
    }
}

const KEPT: Duration = Duration::from_secs(60);
