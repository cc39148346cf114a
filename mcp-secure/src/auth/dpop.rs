//! Proof of possession: tokens that are of no use to who steals them (RFC 9449): [`Dpop`].
//!
//! A token that is bound to a key (`cnf.jkt`) comes as `Authorization: DPoP …`, with a proof in the
//! header `DPoP`: a short token that the key has signed for this one request.
//!
//! # What is promised
//!
//! - **A bound token is never a bearer token**: not here, not where `Dpop` is not used, not on
//!   standard input and output. Neither is a token that is not bound taken with a proof.
//! - **The proof** (RFC 9449, section 4.3) is one token of type `dpop+jwt`, signed with an asymmetric
//!   algorithm by the public key that it brings, which is the one that the token is bound to.
//!   Weak keys are refused as issuers' are.
//! - **The request**: `htm` is its method, `htu` is the URL of this server as clients know it, compared
//!   in normal form without query and fragment; `ath` is the hash of the token.
//! - **Time**: `iat` is at most [a minute](Dpop::window) away from now.
//! - **Once**: a proof is taken once. Its `jti` is remembered for its key for as long as the proof
//!   could be taken, in memory or in a [store](ReplayStore) that replicas share. Only the proofs of
//!   good tokens are remembered, so nobody else can fill the memory: 500,000 at least; one
//!   that has no place is refused (503).
//! - **Nonces** ([`Dpop::nonces`]): optional. A proof then needs one of this server's, which changes each
//!   five minutes and is good for ten at most; each reply to a proof has the newest in `DPoP-Nonce`.
//!
//! # What is not promised
//!
//! - Behind a proxy that ends TLS, `htu` is right only if the server knows its
//!   [`public_url`](crate::Server::public_url).
//! - Replicas without a common store take a proof once each; without a common secret they do not know
//!   each other's nonces.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use aws_lc_rs::digest::{Context, SHA256};

use super::{
    Proof, Rejected, Token, accepted::ProofTerms, confirmation::thumbprint, jwt::self_signed,
};
use crate::{
    complaints::Complaints,
    error::{Error, Result},
    moment::millis,
};

mod claims;
mod jkt;
mod nonce;
mod replay;

use replay::HOLDER;
pub(crate) use replay::Memory as SpentProofs;
pub use replay::ReplayStore;

use nonce::Nonces;

/// Takes tokens that are bound to a key, with proofs; the [module](self) says what is checked.
///
/// ```
/// use mcp_secure::{auth::Dpop, prelude::*};
///
/// # fn run() -> mcp_secure::Result<()> {
/// let server = Server::new("notes", "1.0.0")
///     .public_url("https://mcp.example.com/mcp")
///     .auth(Jwt::from_env()?)
///     .dpop(Dpop::new().nonces()?.required());
/// # Ok(())
/// # }
/// ```
pub struct Dpop {
    window: Duration,
    nonces: Option<Nonces>,
    required: bool,
    /// `None` until it is said, or the server has one.
    store: Option<Box<dyn ReplayStore>>,
    memory: SpentProofs,
    complaints: Complaints,
    clock: fn() -> SystemTime,
}

/// A proof that is good, and not yet spent.
pub(super) struct Proven {
    /// The thumbprint of the key (RFC 7638).
    pub(super) key: String,
    id: [u8; 16],
    until: SystemTime,
}

impl Default for Dpop {
    fn default() -> Self {
        Self::new()
    }
}

impl Dpop {
    /// Takes bound tokens beside others, without nonces.
    pub fn new() -> Self {
        Self {
            window: DEFAULT_WINDOW,
            nonces: None,
            required: false,
            store: None,
            memory: SpentProofs::default(),
            complaints: Complaints::default(),
            clock: SystemTime::now,
        }
    }

    /// Takes no bearer tokens any more, neither over HTTP nor on standard input and output, where
    /// nobody can prove anything. Keys in a header of their own are no tokens and are taken.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// How far `iat` may be from now, either way. Default: 60 seconds; at most 300.
    ///
    /// # Errors
    ///
    /// More than 300 seconds, or less than one.
    pub fn window(mut self, window: Duration) -> Result<Self> {
        if !(MIN_WINDOW..=MAX_WINDOW).contains(&window) {
            return Err(Error::new("the window of proofs is not between 1 and 300 seconds"));
        }
        self.window = window;
        Ok(self)
    }

    /// Asks for a nonce in each proof, so that none can be made in advance. The secret behind them
    /// is made up and ends with this process.
    ///
    /// # Errors
    ///
    /// The system's random number generator fails.
    pub fn nonces(mut self) -> Result<Self> {
        self.nonces = Some(Nonces::random()?);
        Ok(self)
    }

    /// As [`nonces`](Self::nonces), by a secret that replicas share.
    ///
    /// # Errors
    ///
    /// The secret is shorter than 32 bytes, or can be guessed.
    pub fn nonces_by(mut self, secret: impl AsRef<[u8]>) -> Result<Self> {
        self.nonces = Some(Nonces::by(secret.as_ref())?);
        Ok(self)
    }

    /// Where spent proofs are remembered. Default: the [store](crate::store) of the server; without
    /// one, the memory of this process.
    #[must_use]
    pub fn store(mut self, store: impl ReplayStore) -> Self {
        self.store = Some(Box::new(store));
        self
    }

    /// Remembers spent proofs there, unless it was said where.
    pub(crate) fn or_store(mut self, store: impl ReplayStore) -> Self {
        self.store.get_or_insert_with(|| Box::new(store));
        self
    }

    pub(crate) fn is_required(&self) -> bool {
        self.required
    }

    /// What proofs are held to, for the [posture report](crate::posture).
    pub(crate) fn review(&self) -> ProofTerms {
        ProofTerms {
            required: self.required,
            nonces: self.nonces.is_some(),
            window_ms: millis(self.window),
        }
    }

    /// The nonce that the next proof should have.
    pub(crate) fn nonce(&self) -> Option<String> {
        self.nonces.as_ref().map(|nonces| nonces.current((self.clock)()))
    }

    /// The algorithms that proofs may be signed with.
    pub(crate) fn algorithms() -> impl Iterator<Item = &'static str> {
        self_signed::algorithms().map(|algorithm| algorithm.name())
    }

    /// Judges a proof for a token, but for whether it was spent.
    pub(super) fn check(&self, proof: &Proof<'_>, token: &Token) -> Result<Proven, Rejected> {
        let signed =
            self_signed::self_signed(proof.token(), "dpop+jwt").map_err(Rejected::BadProof)?;
        let key = jkt::of(&signed.key).ok_or(Rejected::BadProof("jwk"))?;
        let now = (self.clock)();
        let claims = claims::Claims::read(&signed.claims).map_err(Rejected::BadProof)?;
        let until = claims.check(proof, now, self.window).map_err(Rejected::BadProof)?;
        if claims.token_hash != thumbprint(token.dangerous_reveal().as_bytes()) {
            return Err(Rejected::BadProof("ath"));
        }
        if let Some(nonces) = &self.nonces
            && !claims.nonce.is_some_and(|nonce| nonces.knows(nonce, now))
        {
            return Err(Rejected::NonceNeeded);
        }
        let mut hashing = Context::new(&SHA256);
        // A thumbprint has a fixed length: nothing can be moved between the two.
        hashing.update(key.as_bytes());
        let of_key = hashing.clone().finish();
        hashing.update(claims.id.as_bytes());
        let of_both = hashing.finish();
        let mut id = [0; 16];
        id[..HOLDER].copy_from_slice(&of_key.as_ref()[..HOLDER]);
        id[HOLDER..].copy_from_slice(&of_both.as_ref()[HOLDER..16]);
        Ok(Proven { key, id, until })
    }

    /// Takes the proof, if nobody has.
    pub(super) async fn spend(&self, proven: &Proven) -> Result<(), Rejected> {
        let store: &dyn ReplayStore = self.store.as_deref().unwrap_or(&self.memory);
        match store.spend(proven.id, proven.until).get().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Rejected::BadProof("replayed")),
            Err(error) => {
                if let Some(before) = self.complaints.next() {
                    tracing::error!(%error, before, "a proof cannot be remembered, so it is not taken");
                }
                Err(Rejected::Unavailable)
            }
        }
    }
}

impl fmt::Debug for Dpop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dpop")
            .field("window", &self.window)
            .field("nonces", &self.nonces.is_some())
            .field("required", &self.required)
            .finish_non_exhaustive()
    }
}

const MIN_WINDOW: Duration = Duration::from_secs(1);
const DEFAULT_WINDOW: Duration = Duration::from_secs(60);
const MAX_WINDOW: Duration = Duration::from_secs(300);

#[cfg(test)]
mod tests;
