//! [`Key`]: what something is kept under.

use std::fmt;

use aws_lc_rs::digest::{Context, SHA256};

/// What something is kept under: 128 bits of a hash, the same in each replica.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key([u8; 16]);

impl Key {
    /// The key of these parts: nothing can be moved from one part to the next.
    ///
    /// ```
    /// use mcp_secure::store::Key;
    ///
    /// let key = Key::of(&[b"my_guard", b"ada"]);
    /// assert_ne!(key, Key::of(&[b"my_guarda", b"da"]));
    /// assert_eq!(key.to_string().len(), 32);
    /// ```
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hashing = Context::new(&SHA256);
        for part in parts {
            hashing.update(&(part.len() as u64).to_be_bytes());
            hashing.update(part);
        }
        Self(hashing.finish().as_ref().first_chunk().copied().unwrap_or_default())
    }

    /// The key of something within what this one names: of a caller of a tool.
    #[must_use]
    pub fn of_part(&self, part: &[u8]) -> Self {
        Self::of(&[&self.0, part])
    }

    pub(crate) fn bits(self) -> u128 {
        u128::from_be_bytes(self.0)
    }
}

/// 32 hexadecimal digits.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.bits())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({self})")
    }
}
