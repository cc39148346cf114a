//! [`Keys`]: which of our keys a token is verified with.

use serde_json::Value;
use smallvec::SmallVec;

use super::{key::Key, verify::Compact};
use crate::{Error, auth::Rejected};

/// The keys that are trusted.
pub(in crate::auth) struct Keys {
    keys: Vec<Key>,
    /// Whether the header chooses even where there is one key only: there may be a newer one.
    by_name: bool,
}

/// The keys that may have signed a token.
pub(super) struct Candidates<'a> {
    pub(super) keys: SmallVec<[&'a Key; MAX_CANDIDATES]>,
    /// What is said of the token if none of them has.
    pub(super) otherwise: Rejected,
}

impl Keys {
    /// Keys that do not change.
    pub(super) fn new(keys: Vec<Key>) -> Self {
        Self { keys, by_name: false }
    }

    /// The keys of an issuer who may have others by now.
    #[cfg(feature = "jwks")]
    pub(in crate::auth) fn chosen_by_name(keys: Vec<Key>) -> Self {
        Self { keys, by_name: true }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter()
    }

    /// # Errors
    ///
    /// If there is none, if secrets are among public keys, or if a token could not tell two of
    /// them apart.
    pub(super) fn check(&self) -> crate::Result<()> {
        let keys = &self.keys;
        if keys.is_empty() {
            return Err(Error::new("`Jwt` has no keys; no token would be accepted"));
        }
        let secrets = keys.iter().filter(|key| key.algorithm().is_symmetric()).count();
        if secrets > 0 && secrets < keys.len() {
            return Err(Error::new(
                "keys of `Jwt` are secrets and public keys; who has the secret would sign in the \
                 name of the issuer",
            ));
        }
        for (at, key) in keys.iter().enumerate() {
            let same =
                |other: &&Key| other.kid() == key.kid() && other.algorithm() == key.algorithm();
            let before = keys[..at].iter().filter(same).count();
            if before > 0 && key.kid().is_some() || before >= MAX_CANDIDATES {
                return Err(Error::new(
                    "keys of `Jwt` have the same algorithm and the same id, or more than four of \
                     an algorithm have none; give each its own with `.id(..)`",
                ));
            }
        }
        Ok(())
    }

    /// The keys that may have signed the token, few: each costs a verification, and anybody
    /// can send a token.
    ///
    /// One key that does not change is not chosen, so nothing of the token is read. Of others, the
    /// header chooses by `kid` and `alg`, and it chooses among ours only.
    pub(super) fn candidates(&self, token: &Compact<'_>) -> Result<Candidates<'_>, Rejected> {
        if let ([key], false) = (&self.keys[..], self.by_name) {
            let keys = SmallVec::from_iter([key]);
            return Ok(Candidates { keys, otherwise: Rejected::BadSignature });
        }
        let header = token.unverified_header()?;
        let algorithm = header.get("alg").and_then(Value::as_str).ok_or(Rejected::BadSignature)?;
        let kid = match header.get("kid") {
            None => None,
            Some(kid) => Some(kid.as_str().ok_or(Rejected::Malformed)?),
        };
        let of_algorithm = || self.keys.iter().filter(|key| key.algorithm().is_named(algorithm));
        let named = |key: &&Key| kid.is_some() && key.kid() == kid;
        let is_there = of_algorithm().any(|key| named(&key));
        let keys: SmallVec<_> = match kid {
            Some(_) if is_there => of_algorithm().filter(named).collect(),
            Some(_) => of_algorithm().filter(|key| key.kid().is_none()).collect(),
            None => of_algorithm().collect(),
        };
        // Where keys change, one that bears no name may be a new one.
        let may_be_new = self.by_name && !is_there;
        let otherwise = if may_be_new { Rejected::UnknownKey } else { Rejected::BadSignature };
        if keys.is_empty() || keys.len() > MAX_CANDIDATES {
            return Err(Rejected::UnknownKey);
        }
        Ok(Candidates { keys, otherwise })
    }
}

/// Two while keys are exchanged, and as many for who does not name them.
pub(super) const MAX_CANDIDATES: usize = 4;
