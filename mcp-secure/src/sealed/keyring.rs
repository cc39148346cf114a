//! [`Keyring`]: the keys that seal and open.

use std::fmt;

use aws_lc_rs::{
    aead::{AES_256_GCM_SIV, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    digest, rand,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::{Context, Unsealed};
use crate::Error;

/// A key of 256 bits.
///
/// Neither `Debug` nor `Display` shows it.
pub struct Key {
    id: [u8; ID_LEN],
    key: RandomizedNonceKey,
}

impl Key {
    /// A key that was made now, and is gone with the process.
    ///
    /// # Errors
    ///
    /// The system has no random numbers.
    pub fn generate() -> crate::Result<Self> {
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        rand::fill(bytes.as_mut_slice())
            .map_err(|_| Error::new("the system's random number generator failed"))?;
        Self::from_bytes(bytes.as_slice())
    }

    /// A key of 32 bytes in base64, as `openssl rand -base64 32` makes it. White space around it,
    /// such as the line feed of a file, is not part of it.
    ///
    /// # Errors
    ///
    /// It is not 32 bytes in base64, or they are no random ones.
    pub fn from_base64(text: &str) -> crate::Result<Self> {
        let bytes = STANDARD.decode(text.trim()).map(Zeroizing::new);
        let bytes = bytes.map_err(|_| Error::new(format!("the key is not base64; {REMEDY}")))?;
        Self::from_bytes(&bytes)
    }

    /// A key of these bytes.
    ///
    /// # Errors
    ///
    /// There are not 32 of them, or they are no random ones: fewer than 8 differ.
    pub fn from_bytes(bytes: &[u8]) -> crate::Result<Self> {
        if bytes.len() != KEY_LEN {
            return Err(Error::new(format!("a key has 32 bytes; {REMEDY}")));
        }
        let distinct = bytes.iter().collect::<std::collections::BTreeSet<_>>().len();
        // Of 32 random bytes fewer than 8 differ once in 10^30 keys.
        if distinct < 8 {
            return Err(Error::new(format!("the key can be guessed; {REMEDY}")));
        }
        let key = RandomizedNonceKey::new(&AES_256_GCM_SIV, bytes)
            .map_err(|_| Error::new("the key cannot be used"))?;
        let named = digest::digest(&digest::SHA256, &[ID_LABEL, bytes].concat());
        let id = *named.as_ref().first_chunk().expect("a digest is longer");
        Ok(Self { id, key })
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// Keys, of which the first seals and all open.
///
/// To rotate: give all replicas the new key behind the old one; then put it first; take the old
/// one out when the last value that it has sealed has expired (for files, after they were
/// written anew).
#[derive(Debug)]
pub struct Keyring {
    first: Key,
    others: Vec<Key>,
}

impl Keyring {
    /// A ring of one key.
    pub fn new(key: Key) -> Self {
        Self { first: key, others: Vec::new() }
    }

    /// The same, and what this key has sealed is opened too.
    #[must_use]
    pub fn and(mut self, older: Key) -> Self {
        self.others.push(older);
        self
    }

    /// The keys of an environment variable: base64, separated by commas, the first one seals.
    ///
    /// # Errors
    ///
    /// It is not set, or one of them is no key. The error names the variable, and not its value.
    pub fn from_env(variable: &str) -> crate::Result<Self> {
        let text = std::env::var(variable)
            .map(Zeroizing::new)
            .map_err(|_| Error::new(format!("{variable} is not set; {REMEDY}")))?;
        let key = |text| Key::from_base64(text).map_err(|error| error.context(variable.to_owned()));
        let mut keys = text.split(',').map(key);
        let first = keys.next().expect("`split` yields one at least")?;
        Ok(Self { first, others: keys.collect::<crate::Result<_>>()? })
    }

    /// Version, id of the key, nonce, sealed content with its tag.
    pub(crate) fn seal(&self, context: &Context, content: &[u8]) -> crate::Result<Vec<u8>> {
        let Key { id, key } = &self.first;
        let failed = |_| Error::new("the value cannot be sealed");
        let mut sealed = Vec::with_capacity(content.len() + OVERHEAD);
        sealed.extend_from_slice(content);
        let nonce = key
            .seal_in_place_append_tag(authenticated(*id, context), &mut sealed)
            .map_err(failed)?;
        let head = [&[VERSION][..], id, nonce.as_ref()].concat();
        sealed.splice(..0, head);
        Ok(sealed)
    }

    pub(crate) fn open(
        &self,
        context: &Context,
        mut sealed: Vec<u8>,
    ) -> Result<Zeroizing<Vec<u8>>, Unsealed> {
        let refused = Unsealed(());
        let (version, rest) = sealed.split_first_mut().ok_or(refused)?;
        let (id, rest) = rest.split_first_chunk_mut::<ID_LEN>().ok_or(refused)?;
        let (nonce, content) = rest.split_first_chunk_mut::<NONCE_LEN>().ok_or(refused)?;
        if *version != VERSION {
            return Err(refused);
        }
        let nonce = Nonce::from(&*nonce);
        let mut keys = std::iter::once(&self.first).chain(&self.others);
        let key = keys.find(|key| key.id == *id).ok_or(refused)?;
        let content = key
            .key
            .open_in_place(nonce, authenticated(*id, context), content)
            .map_err(|_| refused)?;
        Ok(Zeroizing::new(content.to_vec()))
    }

    /// How much longer a sealed content is.
    pub(crate) const OVERHEAD: u64 = OVERHEAD as u64;
}

/// What is authenticated beside the content.
fn authenticated(id: [u8; ID_LEN], context: &Context) -> Aad<Vec<u8>> {
    Aad::from([&[VERSION][..], &id, context.bytes()].concat())
}

const VERSION: u8 = 1;
const KEY_LEN: usize = 32;
const ID_LEN: usize = 4;
const TAG_LEN: usize = 16;
const OVERHEAD: usize = 1 + ID_LEN + NONCE_LEN + TAG_LEN;
/// What the id of a key is made of beside the key.
const ID_LABEL: &[u8] = b"mcp-secure sealed v1 key id";
const REMEDY: &str = "make one with `openssl rand -base64 32`";
