//! Credentials that are good no longer, before their end: [`Revocations`].
//!
//! # What is promised
//!
//! - A credential is revoked by the name of its token (`jti`; for an API key, the first 16 digits of its
//!   hash), or all of a subject that were issued before a moment. It is refused from the next
//!   request on, whoever verifies it, and also where its caller was remembered.
//! - **By hand**: [`Revocations::revoke_token`] and [`revoke_subject`](Revocations::revoke_subject) hold
//!   at once in this process.
//! - **By a file** ([`from_file`](Revocations::from_file)): within a second after the file changes. A
//!   file that cannot be read, or has a bad line, changes nothing and is complained of in the log.
//! - **By a store** that replicas share (that of the [server](crate::Server::store), or one of its own,
//!   by [`with_store`](Revocations::with_store)): within a second, as long as the store answers. While it does not, what is known still holds, and the log says so.
//!   A server that has never reached its store accepts no credential (503), since it knows nothing.
//! - What was issued in the same second in which its subject was revoked counts as issued before: most
//!   issuers write whole seconds. So does what does not say when it was issued (`iat`).
//!
//! # What is not promised
//!
//! - A call that runs goes on.
//! - Subjects are not told apart by issuer: two issuers' `ada` are both revoked.
//! - At most 100,000 tokens and as many subjects are held; one more is an error of who revokes it, or
//!   of the file. One more in a store lets nobody in (503) whose credential is not known to be revoked, until
//!   there is room. A token is forgotten after its end; in a file, when its line is removed.

use std::{
    fmt,
    path::Path,
    sync::{Arc, OnceLock, PoisonError, RwLock},
    time::SystemTime,
};

use super::watched::Watched;
use crate::{caller::Caller, error::Result};

mod file;
mod known;
mod shared;

pub use shared::{Page, Revocation, RevocationStore};

use known::Known;
use shared::Shared;

/// What was revoked; the [module](self) says what is promised. All clones are the same list.
///
/// ```
/// use std::time::SystemTime;
/// use mcp_secure::{auth::Revocations, prelude::*};
///
/// # async fn run() -> mcp_secure::Result<()> {
/// let revocations = Revocations::new();
/// let server = Server::new("notes", "1.0.0")
///     .auth(Jwt::from_env()?)
///     .revocations(revocations.clone());
/// // Later, elsewhere in the program: everything that was issued to Ada up to now.
/// revocations.revoke_subject("ada", SystemTime::now()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Revocations(Arc<Inner>);

struct Inner {
    by_hand: RwLock<Known>,
    file: Option<Watched<Known>>,
    store: OnceLock<Shared>,
}

impl Revocations {
    /// Nothing, until it is revoked by hand, in this process.
    #[expect(clippy::new_without_default, reason = "it is a handle: each one is another list")]
    pub fn new() -> Self {
        Self::of(None, None)
    }

    /// What a file says, now and whenever it changes, and what is revoked by hand.
    ///
    /// Each line is a JSON object; lines that begin with `#` and empty ones say nothing.
    ///
    /// ```text
    /// # The laptop that was lost.
    /// {"subject":"ada","before":"2026-11-23T17:31:27Z"}
    /// {"token":"686d718276a7afbe"}
    /// ```
    ///
    /// # Errors
    ///
    /// The file cannot be read, or a line of it is not as it should be.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Self::of(Some(Watched::open(path.as_ref(), file::parse)?), None))
    }

    /// What replicas share, and what is revoked by hand, which is shared too.
    pub fn with_store(store: impl RevocationStore) -> Self {
        Self::of(None, Some(Shared::new(Box::new(store))))
    }

    /// Shares them there, unless it was said where. What was revoked by hand before stays in this
    /// process.
    pub(crate) fn or_store(self, store: impl RevocationStore) -> Self {
        self.0.store.get_or_init(|| Shared::new(Box::new(store)));
        self
    }

    /// Revokes the token of this name (`jti`). It is forgotten after `until`, which should be when
    /// the token ends.
    ///
    /// # Errors
    ///
    /// The name is empty or longer than 256 bytes, the list is full, or the store did not take it; in this
    /// process it is revoked all the same where it is the store's fault.
    pub async fn revoke_token(&self, id: impl Into<String>, until: SystemTime) -> Result<()> {
        self.revoke(Revocation::Token { id: id.into(), until }).await
    }

    /// Revokes all that was issued to this subject before a moment: usually now. What is issued
    /// afterwards is good.
    ///
    /// # Errors
    ///
    /// As [`revoke_token`](Self::revoke_token).
    pub async fn revoke_subject(
        &self,
        subject: impl Into<String>,
        before: SystemTime,
    ) -> Result<()> {
        self.revoke(Revocation::Subject { subject: subject.into(), before }).await
    }

    async fn revoke(&self, revocation: Revocation) -> Result<()> {
        let now = SystemTime::now();
        self.0
            .by_hand
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .add(revocation.clone(), now)?;
        match self.0.store.get() {
            Some(store) => store.add(&revocation).await,
            None => Ok(()),
        }
    }

    /// Whether the caller's credential was revoked; `None` if nothing is known.
    pub(super) async fn revokes(&self, caller: &Caller) -> Option<bool> {
        let by_hand = self.0.by_hand.read().unwrap_or_else(PoisonError::into_inner).revokes(caller);
        let by_file = self.0.file.as_ref().is_some_and(|file| file.current().revokes(caller));
        if by_hand || by_file {
            return Some(true);
        }
        match self.0.store.get() {
            Some(store) => store.revokes(caller).await,
            None => Some(false),
        }
    }

    fn of(file: Option<Watched<Known>>, store: Option<Shared>) -> Self {
        let store = store.map(OnceLock::from).unwrap_or_default();
        Self(Arc::new(Inner { by_hand: RwLock::default(), file, store }))
    }
}

/// Shows where they come from, not what they are.
impl fmt::Debug for Revocations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Revocations")
            .field("file", &self.0.file)
            .field("store", &self.0.store.get().is_some())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
