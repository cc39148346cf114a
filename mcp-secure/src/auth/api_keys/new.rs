//! [`NewApiKey`]: makes a key.

use std::time::{Duration, SystemTime};

use super::{file, key};
use crate::{
    auth::{Token, jwt},
    error::{Error, Result},
    moment,
};

/// A key that is about to be made: for [`ApiKeys`](super::ApiKeys).
///
/// ```
/// use std::time::Duration;
/// use mcp_secure::auth::api_keys::NewApiKey;
///
/// # fn main() -> mcp_secure::Result<()> {
/// let (key, line) = NewApiKey::new("build-bot")
///     .scopes(["notes:read"])
///     .lifetime(Duration::from_secs(30 * 24 * 60 * 60))
///     .make()?;
/// // The one for who calls, the other for the file.
/// assert!(key.dangerous_reveal().starts_with("mcps_"));
/// assert!(line.contains(r#""subject":"build-bot""#));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "nothing is made before `make`"]
pub struct NewApiKey {
    subject: String,
    scopes: Vec<String>,
    lifetime: Duration,
}

impl NewApiKey {
    /// Begins a key for this subject, without scopes, for 90 days.
    pub fn new(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), scopes: Vec::new(), lifetime: DEFAULT_LIFETIME }
    }

    /// What the key grants, instead of what was named before. Default: nothing.
    pub fn scopes<I: IntoIterator<Item: Into<String>>>(mut self, scopes: I) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// How long the key is good, in whole seconds: 1 second to 10 years. Default: 90 days.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Makes the key, and the line for the file, without its end. The key cannot be told from
    /// the line.
    ///
    /// # Errors
    ///
    /// The subject or a scope is not one, or the lifetime is out of range.
    pub fn make(self) -> Result<(Token, String)> {
        if !jwt::is_subject(&self.subject) {
            return Err(Error::new(
                "the subject of the key is blank, longer than 256 bytes or has control characters",
            ));
        }
        if !self.scopes.iter().all(|scope| jwt::is_scope(scope)) {
            return Err(Error::new(
                "a scope of the key is empty or has a character other than printable ASCII \
                 without space, `\"` and `\\`",
            ));
        }
        if !(MIN_LIFETIME..=MAX_LIFETIME).contains(&self.lifetime) {
            return Err(Error::new("the lifetime of the key is not between 1 second and 10 years"));
        }
        let key = key::random()?;
        let digest = key::digest(&key).ok_or_else(|| Error::new("the key has no form"))?;
        let now = SystemTime::now();
        let line = file::Line {
            sha256: file::write_hex(&digest),
            subject: self.subject,
            scopes: self.scopes,
            created: moment::write(now),
            expires: moment::write(now + self.lifetime),
        };
        Ok((Token::new(key.as_str()), serde_json::to_string(&line)?))
    }
}

const MIN_LIFETIME: Duration = Duration::from_secs(1);
const DEFAULT_LIFETIME: Duration = Duration::from_secs(90 * 24 * 60 * 60);
const MAX_LIFETIME: Duration = Duration::from_secs(3653 * 24 * 60 * 60);
