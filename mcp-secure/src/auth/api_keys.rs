//! Keys for programs that cannot go through an authorization server: [`ApiKeys`].
//!
//! # A key
//!
//! `mcps_` and 40 characters of `a-z` and `2-7`: 160 random bits and 40 bits of a checksum, in
//! base32 (RFC 4648, section 6). Scanners find keys in source code and logs by
//! `mcps_[a-z2-7]{40}` and tell them from chance by the [checksum](is_key). The server reads no
//! others: whoever makes up a key of their own makes one that can be guessed.
//!
//! `notes apikey --sub build-bot --scope "notes:read" --ttl 90d`, for a server named `notes`,
//! makes one: it shows the key, this once, and the line for the file. So does [`NewApiKey`].
//!
//! # The file
//!
//! Each line is a JSON object; lines that begin with `#` and empty ones say nothing.
//!
//! ```text
//! # The build, until the end of the year.
//! {"sha256":"…","subject":"build-bot","scopes":["notes:read"],"created":"2026-11-23T17:31:27Z","expires":"2026-12-31T00:00:00Z"}
//! ```
//!
//! | member | says |
//! |---|---|
//! | `sha256` | the SHA-256 of the key, in lower-case hexadecimal |
//! | `subject` | who calls with it |
//! | `scopes` | what it may do |
//! | `created` | when it was made: a [revocation](super::Revocations) of the subject takes the keys from before |
//! | `expires` | when it ends. There is no key without an end. |
//!
//! All of them are there, and no others; moments are in UTC and in whole seconds. A key is named
//! by the first 16 digits of its hash, which is its `jti` in the audit record and for revocations.
//!
//! # What is promised
//!
//! - The key itself is stored nowhere. Its hash is looked up by its first bits and compared in
//!   constant time; a hash of 160 random bits cannot be searched back, so it needs no salt.
//! - The file is read again within a second after it changes, by the next request. A file that
//!   cannot be read, or has one bad line, changes nothing and is complained of in the log: the
//!   keys from before still hold. A server does not start with such a file, nor with one that
//!   everybody can write (on Unix).
//! - The file has at most 4 MiB, which is some 20,000 keys.
//!
//! # What is not promised
//!
//! A key is good for whoever holds it until it ends, on every server with its line. It is not bound
//! to an audience, a certificate or an address.

use std::{fmt, path::Path, sync::Arc, time::SystemTime};

use http::HeaderName;

use super::{Accepted, Audience, Authenticator, Credential, Rejected, Scheme, watched::Watched};
use crate::{
    answer::Answer,
    caller::Caller,
    error::{Error, Result},
};

mod file;
mod key;
mod new;

pub use new::NewApiKey;

/// Accepts the keys of a file; the [module](self) says what is in it.
///
/// A key comes as a bearer token, `Authorization: Bearer mcps_…`; from [another
/// header](Self::header) only if it is named.
///
/// ```no_run
/// use mcp_secure::{auth::{ApiKeys, Authenticator}, prelude::*};
///
/// # fn main() -> mcp_secure::Result<()> {
/// let keys = ApiKeys::from_file("keys.jsonl")?.header("X-API-Key")?;
/// let server = Server::new("notes", "1.0.0").auth(Jwt::from_env()?.or(keys));
/// # Ok(())
/// # }
/// ```
pub struct ApiKeys {
    keys: Watched<file::Keys>,
    header: Option<HeaderName>,
    clock: fn() -> SystemTime,
}

impl ApiKeys {
    /// Takes the keys from this file, now and whenever it changes.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or a line of it is not as it should be: the error says which one,
    /// and what of it.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let keys = Watched::open(path.as_ref(), file::parse)?;
        Ok(Self { keys, header: None, clock: SystemTime::now })
    }

    /// Takes keys from this header too, such as `X-API-Key`. A request with a key there and
    /// `Authorization` is refused.
    ///
    /// # Errors
    ///
    /// The name is not that of a header, or the header has a meaning of its own.
    pub fn header(mut self, name: &str) -> Result<Self> {
        let wrong =
            |why| Error::new(format!("keys cannot be taken from the header `{name}`: {why}"));
        let header: HeaderName = name.parse().map_err(|_| wrong("it is no name of a header"))?;
        let text = header.as_str();
        if TAKEN.contains(&text) || TAKEN_PREFIXES.iter().any(|taken| text.starts_with(taken)) {
            return Err(wrong("it means something else; write for example `X-API-Key`"));
        }
        self.header = Some(header);
        Ok(self)
    }

    fn judge(&self, credential: &Credential<'_>) -> Result<Caller, Rejected> {
        let key = credential.token().ok_or(Rejected::Malformed)?.dangerous_reveal();
        let digest = key::digest(key).ok_or(Rejected::Malformed)?;
        let keys: Arc<file::Keys> = self.keys.current();
        let caller = keys.find(&digest).ok_or(Rejected::Unknown)?;
        // No leeway: the clock that made it is that of the operator too.
        match caller.expires() {
            Some(expires) if (self.clock)() < expires => Ok(caller.clone()),
            _ => Err(Rejected::Expired),
        }
    }
}

impl Authenticator for ApiKeys {
    fn verify<'a>(
        &'a self,
        credential: &'a Credential<'_>,
    ) -> Answer<'a, Result<Caller, Rejected>> {
        Answer::Now(self.judge(credential))
    }

    /// What begins as a key, and all that comes in the header of keys.
    fn recognizes(&self, credential: &Credential<'_>) -> bool {
        let begins = credential.token().is_some_and(|key| key::begins(key.dangerous_reveal()));
        begins || credential.scheme() == Scheme::Header
    }

    fn prepare(&mut self, _: &Audience<'_>) -> Result<()> {
        Ok(())
    }

    fn key_header(&self) -> Option<&HeaderName> {
        self.header.as_ref()
    }

    fn takes_keys(&self) -> bool {
        true
    }

    fn accepts(&self) -> Vec<Accepted> {
        vec![Accepted::by(self.describe()).what("keys of a file")]
    }
}

/// Shows where the keys are, not which.
impl fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKeys")
            .field("file", &self.keys)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "introspection")]
pub(super) use key::begins;

/// Whether a text has the form of a key and its checksum. Says nothing of whether it is good.
///
/// ```
/// use mcp_secure::auth::api_keys::{NewApiKey, is_key};
///
/// # fn main() -> mcp_secure::Result<()> {
/// let (key, _line) = NewApiKey::new("build-bot").make()?;
/// assert!(is_key(key.dangerous_reveal()));
/// assert!(!is_key("mcps_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
/// # Ok(())
/// # }
/// ```
pub fn is_key(text: &str) -> bool {
    key::digest(text).is_some()
}

/// Headers that somebody reads.
const TAKEN: [&str; 12] = [
    "accept",
    "authorization",
    "connection",
    "cookie",
    "dpop",
    "forwarded",
    "host",
    "origin",
    "referer",
    "te",
    "transfer-encoding",
    "upgrade",
];
const TAKEN_PREFIXES: [&str; 6] = ["accept-", "content-", "mcp-", "proxy-", "sec-", "x-forwarded-"];

#[cfg(test)]
mod tests;
