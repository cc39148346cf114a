//! Sealed data: what leaves the server, or rests on a disk, and is to come back as it was.
//!
//! A state that a client carries between two calls is in the hands of somebody who may read it,
//! alter it, keep it, and send that of somebody else. A [`Sealed`] value is encrypted and
//! authenticated, bound to a [`Context`] and expires; [`Keyring`] rotates its keys, and
//! [`Root::encrypted`](crate::root::Root::encrypted) keeps files with the same keys.
//!
//! ```
//! use std::time::Duration;
//! use mcp_secure::{caller::Caller, sealed::{Context, Key, Keyring, Sealed}};
//!
//! # fn main() -> mcp_secure::Result<()> {
//! let keys = Keyring::new(Key::generate()?);
//! let (ada, bob) = (Caller::new("ada"), Caller::new("bob"));
//! let cart = |caller: &Caller| Context::new("cart").caller(caller);
//!
//! let sealed = Sealed::seal(&vec![3, 1, 4], &keys, &cart(&ada), Duration::from_secs(600))?;
//! let text = sealed.to_string();                         // goes out, and comes back:
//! let sealed: Sealed<Vec<i32>> = text.parse()?;
//! assert_eq!(sealed.open(&keys, &cart(&ada))?, [3, 1, 4]);
//! assert!(sealed.open(&keys, &cart(&bob)).is_err());
//! # Ok(())
//! # }
//! ```
//!
//! # Promises
//!
//! - **Confidential and authentic**: AES-256-GCM-SIV (RFC 8452) of aws-lc. A nonce is random, and
//!   where two are the same by chance, all that shows is whether two values of one context are
//!   equal; no key comes out of it. That is why it is preferred to AES-GCM here, where replicas
//!   share a key and nobody counts.
//! - **Bound**: the format, the key's id and the whole context are authenticated. What was sealed
//!   for one purpose, caller, tool or binding does not open for another.
//! - **Expiring**: a value ends with its lifetime, to the second, by the clock of the one who opens.
//! - **Rotated**: the first key of a ring seals, all of them open. A key that is taken out of
//!   the ring opens nothing any more.
//! - **Told alike**: whatever is wrong, [`Unsealed`] says the same.
//!
//! # Not promised
//!
//! - A sealed value can be sent again until it expires: what must happen once needs a record of
//!   that. Nor is there forward secrecy: who has the key opens what was sealed with it.
//! - The length of a value shows, give or take nothing.

use std::{
    fmt,
    marker::PhantomData,
    str::FromStr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use zeroize::Zeroizing;

mod context;
mod keyring;
#[cfg(test)]
mod tests;

pub use context::Context;
pub use keyring::{Key, Keyring};

/// A value of type `T` that only a [`Keyring`] can open, as text: base64url without padding.
///
/// An argument or a result of a tool may be of this type; as an argument it is at most
/// [`MAX_TEXT`](Sealed::MAX_TEXT) bytes long. See the [module](self).
pub struct Sealed<T> {
    text: String,
    value: PhantomData<fn() -> T>,
}

/// A sealed value could not be opened: it was altered, is of another context or key, has
/// expired, or is none. Which of these it was is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsealed(());

impl<T> Sealed<T> {
    /// How many bytes of text are taken: 64 KiB, as of any text.
    pub const MAX_TEXT: usize = 64 << 10;
}

impl<T: Serialize + DeserializeOwned> Sealed<T> {
    /// Seals a value for this context, for so long.
    ///
    /// # Errors
    ///
    /// The value cannot be JSON, or is too large to be taken back.
    pub fn seal(
        value: &T,
        keys: &Keyring,
        context: &Context,
        lifetime: Duration,
    ) -> crate::Result<Self> {
        let expires = now().saturating_add(lifetime.as_secs());
        let mut content = Zeroizing::new(expires.to_be_bytes().to_vec());
        serde_json::to_writer(&mut *content, value)?;
        let text = URL_SAFE_NO_PAD.encode(keys.seal(context, &content)?);
        if text.len() > Self::MAX_TEXT {
            return Err(crate::Error::new("the value is too large to be sealed: 64 KiB as text"));
        }
        Ok(Self { text, value: PhantomData })
    }

    /// The value, if it was sealed for this context by a key of the ring, and has not expired.
    ///
    /// # Errors
    ///
    /// It was not, or has.
    pub fn open(&self, keys: &Keyring, context: &Context) -> Result<T, Unsealed> {
        let sealed = URL_SAFE_NO_PAD.decode(&self.text).map_err(|_| Unsealed(()))?;
        let content = keys.open(context, sealed)?;
        let (expires, value) = content.split_first_chunk().ok_or(Unsealed(()))?;
        if now() >= u64::from_be_bytes(*expires) {
            return Err(Unsealed(()));
        }
        serde_json::from_slice(value).map_err(|_| Unsealed(()))
    }
}

/// Seconds since 1970. Before that, nothing has expired and nothing opens.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(u64::MAX, |since| since.as_secs())
}

/// The text that goes out.
impl<T> fmt::Display for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(..)")
    }
}

impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), value: PhantomData }
    }
}

/// Takes what may be sealed; whether it is, [`open`](Sealed::open) says.
impl<T> FromStr for Sealed<T> {
    type Err = Unsealed;

    fn from_str(text: &str) -> Result<Self, Unsealed> {
        let is_text = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if text.is_empty() || text.len() > Self::MAX_TEXT || !text.bytes().all(is_text) {
            return Err(Unsealed(()));
        }
        Ok(Self { text: text.to_owned(), value: PhantomData })
    }
}

impl<T> Serialize for Sealed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T> Deserialize<'de> for Sealed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom("not a sealed value"))
    }
}

impl<T> JsonSchema for Sealed<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Sealed".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Za-z0-9_-]+$" })
    }
}

impl fmt::Display for Unsealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the sealed value cannot be opened: it is not for this use, or has expired")
    }
}

impl std::error::Error for Unsealed {}
