//! [`TokenIssuer`]: signs tokens for development.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::{hmac, rand};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;

use super::{
    Algorithm, Clock, Key, claims,
    terms::{MIN_LIFETIME, Terms},
    verify::MAX_TOKEN_BYTES,
};
use crate::Error;

/// Signs tokens that its own server accepts, to try a server out and to test it.
///
/// It is no authorization server: it asks no one who they are. There is one in each
/// [`Jwt`](super::Jwt) whose first key is a shared secret, by
/// [`Authenticator::issuer`](crate::auth::Authenticator::issuer); it works once the server is
/// prepared, since only then the audience is known.
pub struct TokenIssuer {
    algorithm: Algorithm,
    key_id: Option<String>,
    key: hmac::Key,
    terms: Option<Arc<Terms>>,
    clock: Clock,
}

impl TokenIssuer {
    /// Begins a token for this subject, without scopes, for one hour.
    ///
    /// ```
    /// use mcp_secure::auth::{Authenticator, Jwt};
    ///
    /// # fn main() -> mcp_secure::Result<()> {
    /// # let secret = "q4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3pTgLoQiX";
    /// let jwt = Jwt::hs256(secret)?;
    /// let issuer = Authenticator::issuer(&jwt).expect("HS256 can sign");
    ///
    /// // No server has prepared it, so there is no audience to sign for.
    /// let error = issuer.token("alice").scopes(["notes:read"]).sign().unwrap_err();
    /// assert!(error.to_string().contains("audience"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn token(&self, subject: impl Into<String>) -> DevelopmentToken<'_> {
        DevelopmentToken {
            issuer: self,
            subject: subject.into(),
            scopes: Vec::new(),
            lifetime: None,
        }
    }

    /// `None` of a public key, which cannot sign.
    pub(super) fn of(key: &Key) -> Option<Self> {
        Some(Self {
            algorithm: key.algorithm(),
            key_id: key.kid().map(str::to_owned),
            key: key.as_secret()?.clone(),
            terms: None,
            clock: SystemTime::now,
        })
    }

    pub(super) fn set_terms(&mut self, terms: Arc<Terms>) {
        self.terms = Some(terms);
    }

    #[cfg(test)]
    pub(super) fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }
}

/// Does not show the secret.
impl fmt::Debug for TokenIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenIssuer({}, ..)", self.algorithm)
    }
}

/// A token that is about to be signed.
#[derive(Debug)]
#[must_use = "nothing is signed before `sign`"]
pub struct DevelopmentToken<'a> {
    issuer: &'a TokenIssuer,
    subject: String,
    scopes: Vec<String>,
    lifetime: Option<Duration>,
}

impl DevelopmentToken<'_> {
    /// What the token grants, instead of what was named before. Default: nothing.
    pub fn scopes<I: IntoIterator<Item: Into<String>>>(mut self, scopes: I) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// How long the token is good, in whole seconds: 1 second to 24 hours, and no longer than
    /// the server accepts ([`Jwt::max_lifetime`](super::Jwt::max_lifetime)). Default: one
    /// hour, or less where the server accepts less.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// Signs the token. It always carries `sub`, `aud`, `iat`, `exp` and a random `jti`,
    /// and the server's `iss` if it has one.
    ///
    /// The result is a secret: whoever reads it is the subject until it ends.
    ///
    /// # Errors
    ///
    /// If the server would not accept the token: the subject or a scope is not one, the
    /// lifetime is out of range, or the token would be larger than 8 KiB. Also before the
    /// server is prepared.
    pub fn sign(self) -> crate::Result<String> {
        let terms = self.issuer.terms.as_ref().ok_or_else(|| {
            Error::new("no audience to sign a token for; the server must be prepared first")
        })?;
        if !claims::is_subject(&self.subject) {
            return Err(Error::new(
                "the subject of the token is blank, longer than 256 bytes or has control characters",
            ));
        }
        if !self.scopes.iter().all(|scope| claims::is_scope(scope)) {
            return Err(Error::new(
                "a scope of the token is empty or has a character other than printable ASCII \
                 without space, `\"` and `\\`",
            ));
        }
        let lifetime = self.checked_lifetime(terms)?;
        let now = (self.issuer.clock)()
            .duration_since(UNIX_EPOCH)
            .map_err(|_| Error::new("the system clock is before 1970; set it"))?
            .as_secs();

        let mut claims = json!({
            "sub": self.subject,
            "aud": terms.audience,
            "iat": now,
            "exp": now + lifetime.as_secs(),
            "jti": random_id()?,
        });
        if let Some(issuer) = &terms.issuer {
            claims["iss"] = json!(issuer);
        }
        if !self.scopes.is_empty() {
            claims["scope"] = json!(self.scopes.join(" "));
        }
        let token = self.issuer.sign(&claims.to_string(), terms);
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Error::new("the token is larger than 8 KiB; give it fewer scopes"));
        }
        Ok(token)
    }

    fn checked_lifetime(&self, terms: &Terms) -> crate::Result<Duration> {
        let longest = MAX_LIFETIME.min(terms.max_lifetime);
        match self.lifetime {
            None => Ok(DEFAULT_LIFETIME.min(longest)),
            Some(lifetime) if (MIN_LIFETIME..=longest).contains(&lifetime) => Ok(lifetime),
            Some(_) => Err(Error::new(format!(
                "the lifetime of the token is not between 1 second and {} seconds",
                longest.as_secs()
            ))),
        }
    }
}

impl TokenIssuer {
    fn sign(&self, claims: &str, terms: &Terms) -> String {
        let typ = if terms.access_tokens_only { "at+jwt" } else { "JWT" };
        let mut header = json!({ "alg": self.algorithm.name(), "typ": typ });
        if let Some(id) = &self.key_id {
            header["kid"] = json!(id);
        }
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        let message = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims));
        let signature = hmac::sign(&self.key, message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn random_id() -> crate::Result<String> {
    let mut id = [0; 16];
    rand::fill(&mut id).map_err(|_| Error::new("the system's random number generator failed"))?;
    Ok(URL_SAFE_NO_PAD.encode(id))
}

const DEFAULT_LIFETIME: Duration = Duration::from_secs(60 * 60);
/// Development is done by day.
const MAX_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
