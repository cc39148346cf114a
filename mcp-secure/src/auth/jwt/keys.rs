//! [`Keys`]: which of our keys a token is verified with.

use serde_json::Value;
use smallvec::SmallVec;

use super::{key::Key, verify::Compact};
use crate::{Error, auth::Rejected};

/// The keys that are trusted.
pub(super) struct Keys(Vec<Key>);

impl Keys {
    pub(super) fn new(keys: Vec<Key>) -> Self {
        Self(keys)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Key> {
        self.0.iter()
    }

    /// # Errors
    ///
    /// If there is none, if secrets are among public keys, or if a token could not tell two of
    /// them apart.
    pub(super) fn check(&self) -> crate::Result<()> {
        let keys = &self.0;
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
    /// One key is not chosen, so nothing of the token is read. Of several, the header chooses by
    /// `kid` and `alg`, and it chooses among ours only.
    pub(super) fn candidates(
        &self,
        token: &Compact<'_>,
    ) -> Result<SmallVec<[&Key; MAX_CANDIDATES]>, Rejected> {
        if let [key] = &self.0[..] {
            return Ok(SmallVec::from_iter([key]));
        }
        let header = token.unverified_header()?;
        let algorithm = header.get("alg").and_then(Value::as_str).ok_or(Rejected::BadSignature)?;
        let kid = match header.get("kid") {
            None => None,
            Some(kid) => Some(kid.as_str().ok_or(Rejected::Malformed)?),
        };
        let of_algorithm = || self.0.iter().filter(|key| key.algorithm().is_named(algorithm));
        let named: SmallVec<_> =
            of_algorithm().filter(|key| kid.is_some() && key.kid() == kid).collect();
        let candidates: SmallVec<_> = match kid {
            Some(_) if !named.is_empty() => named,
            Some(_) => of_algorithm().filter(|key| key.kid().is_none()).collect(),
            None => of_algorithm().collect(),
        };
        if candidates.is_empty() || candidates.len() > MAX_CANDIDATES {
            return Err(Rejected::UnknownKey);
        }
        Ok(candidates)
    }
}

/// Two while keys are exchanged, and as many for who does not name them.
pub(super) const MAX_CANDIDATES: usize = 4;
