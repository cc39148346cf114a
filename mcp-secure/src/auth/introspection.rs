//! Opaque tokens, of which only who issued them knows what they are: [`Introspection`] (RFC 7662).
//!
//! # What is promised
//!
//! - **The issuer is asked** by a `POST` over TLS, with the token in the body and the server's own
//!   name and secret in `Authorization: Basic` (RFC 6749, section 2.3.1). Nobody but the host of the URL
//!   is asked, by [`Egress`](crate::egress): no redirect, nothing of the inside, bounded in time
//!   (5 seconds) and size (64 KiB).
//! - **The answer is judged** as the claims of a [`Jwt`](super::Jwt) are: `active` is `true`, `exp`, `aud` and
//!   `sub` are there and right, `iss` is right where it is [known](Introspection::issuer), `scope`
//!   and dates are well formed. An answer without `aud` may be about a token for anybody, so it is
//!   refused. So are refresh tokens and ID tokens, where the answer says so (`token_type`, `typ`,
//!   `token_use`).
//! - **A good answer is remembered** for [30 seconds](Introspection::keep), and never longer than
//!   the token lives: so long a token counts that its issuer takes back. A bad one is not.
//! - **One question at a time** for each token: who comes with the same one waits for the answer. At most
//!   128 are asked about at once; who comes with another one then is refused (503).
//! - While the issuer cannot be reached, or does not accept this server's secret, nothing is known of a
//!   token (503), and the log says so, once in ten seconds at most.
//!
//! # What is not promised
//!
//! Who sends made-up tokens makes the issuer answer as many questions. Only what can be a token at all
//! is asked about: up to 8 KiB of visible ASCII. JSON Web Tokens are left to
//! [`Jwt`](super::Jwt) and `Jwks`, unless [told otherwise](Introspection::of_any_form).

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::{
    Accepted, Audience, Authenticator, Credential, Rejected, Scheme, api_keys,
    jwt::{Policy, Terms, check_url, policy_methods},
};
use crate::{
    answer::Answer,
    caller::Caller,
    danger,
    error::{Error, Result},
    secret::Secret,
};

mod answered;
mod ask;
mod flights;

#[cfg(test)]
mod tests;

use ask::Asker;
use flights::Flights;

/// Accepts the tokens that their issuer says are good; the [module](self) says what is checked.
///
/// ```no_run
/// use mcp_secure::{auth::Introspection, prelude::*, secret::Secret};
///
/// # fn main() -> mcp_secure::Result<()> {
/// let secret = Secret::new(std::env::var("INTROSPECTION_SECRET")?);
/// let tokens = Introspection::at("https://login.example.com/introspect", "notes", secret)
///     .issuer("https://login.example.com");
/// let server = Server::new("notes", "1.0.0").auth(tokens);
/// # Ok(())
/// # }
/// ```
#[must_use = "an authenticator does nothing until a server has it"]
pub struct Introspection {
    url: String,
    client: String,
    secret: Secret<String>,
    issuer: Option<String>,
    keep: Duration,
    any_form: bool,
    authorities: Option<Vec<u8>>,
    networks: Vec<String>,
    policy: Policy,
    clock: fn() -> SystemTime,
    /// Once the server is prepared.
    ready: Option<Arc<Flights>>,
}

impl Introspection {
    /// Asks at this URL, as this client of the issuer.
    pub fn at(url: impl Into<String>, client: impl Into<String>, secret: Secret<String>) -> Self {
        Self {
            url: url.into(),
            client: client.into(),
            secret,
            issuer: None,
            keep: DEFAULT_KEEP,
            any_form: false,
            authorities: None,
            networks: Vec::new(),
            policy: Policy::default(),
            clock: SystemTime::now,
            ready: None,
        }
    }

    /// What answers must carry in `iss`; clients are told that this is where tokens come from. Default:
    /// `iss` is not looked at.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// For how long a good answer is remembered. Default: 30 seconds; at most 5 minutes, and 0 asks
    /// each time.
    pub fn keep(mut self, keep: Duration) -> Self {
        self.keep = keep;
        self
    }

    /// Asks about JSON Web Tokens too: of an issuer whose tokens have that form, but are not to be
    /// read by others, or are to be taken back at once.
    pub fn of_any_form(mut self) -> Self {
        self.any_form = true;
        self
    }

    /// Takes the word of these authorities, certificates in PEM, for who the issuer is, and of no
    /// other: see [`egress::Builder::trust_only`](crate::egress::Builder::trust_only).
    pub fn trust_only(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.authorities = Some(pem.into());
        self
    }

    /// Asks at addresses in these networks too, of an issuer in the network of the server: see
    /// [`egress::Builder::dangerous_allow_networks`](crate::egress::Builder::dangerous_allow_networks).
    #[track_caller]
    pub fn dangerous_allow_networks<N: Into<String>>(
        mut self,
        networks: impl IntoIterator<Item = N>,
    ) -> Self {
        danger::tell("dangerous_allow_networks");
        self.networks.extend(networks.into_iter().map(Into::into));
        self
    }

    policy_methods!();

    fn is_asked_about(&self, token: &str) -> bool {
        // A key with a mistake in it is nobody else's affair.
        !api_keys::begins(token) && (self.any_form || token.split('.').count() != 3)
    }
}

impl Authenticator for Introspection {
    fn verify<'a>(
        &'a self,
        credential: &'a Credential<'_>,
    ) -> Answer<'a, Result<Caller, Rejected>> {
        let (Some(token), Some(flights)) = (credential.token(), &self.ready) else {
            return Answer::Now(Err(Rejected::Unavailable));
        };
        let token = token.dangerous_reveal();
        if !is_token(token) {
            return Answer::Now(Err(Rejected::Malformed));
        }
        Answer::later(Arc::clone(flights).ask(token))
    }

    fn recognizes(&self, credential: &Credential<'_>) -> bool {
        let is_ours = |token: &str| self.is_asked_about(token);
        matches!(credential.scheme(), Scheme::Bearer | Scheme::Dpop)
            && credential.token().is_some_and(|token| is_ours(token.dangerous_reveal()))
    }

    fn keeps(&self, _: &Credential<'_>) -> Option<Duration> {
        (!self.keep.is_zero()).then_some(self.keep)
    }

    fn prepare(&mut self, server: &Audience<'_>) -> Result<()> {
        let wrong = |error: Error| error.context("introspection");
        if self.keep > MAX_KEEP {
            return Err(wrong(Error::new("answers are not remembered for more than 5 minutes")));
        }
        if self.client.is_empty() || self.secret.expose().is_empty() {
            return Err(wrong(Error::new("the name or the secret of this client is empty")));
        }
        check_url(&self.url).map_err(wrong)?;
        let terms = Terms::new(&self.policy, self.issuer.as_deref(), server).map_err(wrong)?;
        let asker = Asker::new(self, terms).map_err(wrong)?;
        self.ready = Some(Arc::new(Flights::new(asker)));
        Ok(())
    }

    fn authorization_servers(&self) -> Vec<String> {
        self.issuer.iter().cloned().collect()
    }

    fn accepts(&self) -> Vec<Accepted> {
        let what = if self.any_form { "tokens of any form" } else { "opaque tokens" };
        let accepted = self.policy.accepted("Introspection", what).kept(self.keep);
        let authorities = self.authorities.as_deref();
        let mut accepted = accepted.asked(Some(&self.url), &self.networks, authorities);
        accepted.issuer.clone_from(&self.issuer);
        vec![accepted]
    }
}

/// Does not show the secret.
impl fmt::Debug for Introspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introspection")
            .field("url", &self.url)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

/// What can be a token (RFC 6750, section 2.1, and what others have used).
fn is_token(token: &str) -> bool {
    (1..=MAX_TOKEN_BYTES).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_graphic())
}

const MAX_TOKEN_BYTES: usize = 8 * 1024;
const DEFAULT_KEEP: Duration = Duration::from_secs(30);
const MAX_KEEP: Duration = Duration::from_secs(5 * 60);
