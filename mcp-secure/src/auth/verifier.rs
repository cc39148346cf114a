//! [`Verifier`]: the only way from a credential to a caller.

use std::{fmt, panic::AssertUnwindSafe, time::SystemTime};

use futures_util::FutureExt;

use super::{
    Authenticator, Credential, Dpop, Rejected, Revocations, Scheme, cache::Cache, confirmation,
    dpop::Proven,
};
use crate::caller::Caller;

/// A server's authenticator, and what every credential is held to whoever verifies it.
pub(crate) struct Verifier {
    authenticator: Box<dyn Authenticator>,
    dpop: Option<Dpop>,
    revocations: Option<Revocations>,
    cache: Cache,
}

impl Verifier {
    pub(crate) fn new(authenticator: Box<dyn Authenticator>) -> Self {
        Self { authenticator, dpop: None, revocations: None, cache: Cache::new(SystemTime::now) }
    }

    pub(crate) fn with_dpop(mut self, dpop: Option<Dpop>) -> Self {
        self.dpop = dpop;
        self
    }

    pub(crate) fn with_revocations(mut self, revocations: Option<Revocations>) -> Self {
        self.revocations = revocations;
        self
    }

    pub(crate) fn authenticator(&self) -> &dyn Authenticator {
        &*self.authenticator
    }

    /// What takes proofs of possession, if anything does.
    pub(crate) fn dpop(&self) -> Option<&Dpop> {
        self.dpop.as_ref()
    }

    /// The caller who presents the credential; nobody for a certificate that is not looked at.
    pub(crate) async fn identify(
        &self,
        credential: &Credential<'_>,
    ) -> Result<Option<Caller>, Rejected> {
        // An authenticator that panics has said nothing of the credential.
        AssertUnwindSafe(self.judge(credential))
            .catch_unwind()
            .await
            .unwrap_or(Err(Rejected::Unavailable))
    }

    async fn judge(&self, credential: &Credential<'_>) -> Result<Option<Caller>, Rejected> {
        // 1. Somebody reads such credentials.
        if !self.authenticator.recognizes(credential) {
            return match credential.scheme() {
                Scheme::Certificate => Ok(None),
                _ => Err(Rejected::Malformed),
            };
        }
        // 2. It is good, or was a moment ago.
        let caller = self.verify(credential).await?;
        // 3. It is presented by whom it was issued to.
        let proven = self.prove(credential)?;
        confirmation::check(&caller, credential, proven.as_ref().map(|proven| &*proven.key))?;
        // 4. It was not revoked since.
        if let Some(revocations) = &self.revocations {
            match revocations.revokes(&caller).await {
                Some(false) => {}
                Some(true) => return Err(Rejected::Revoked),
                None => return Err(Rejected::Unavailable),
            }
        }
        // 5. Its proof is spent: last, so that only who is let in can fill the memory for it.
        if let (Some(dpop), Some(proven)) = (&self.dpop, &proven) {
            dpop.spend(proven).await?;
        }
        Ok(Some(caller))
    }

    /// Judges the proof, if there is one or has to be one.
    fn prove(&self, credential: &Credential<'_>) -> Result<Option<Proven>, Rejected> {
        match (&self.dpop, credential.proof().zip(credential.token())) {
            (Some(dpop), Some((proof, token))) => dpop.check(proof, token).map(Some),
            (None, Some(_)) => Err(Rejected::WrongBinding),
            (Some(dpop), None) if dpop.is_required() && credential.scheme() == Scheme::Bearer => {
                Err(Rejected::WrongBinding)
            }
            (_, None) => Ok(None),
        }
    }

    async fn verify(&self, credential: &Credential<'_>) -> Result<Caller, Rejected> {
        let keep = self.authenticator.keeps(credential);
        let Some((keep, name)) = keep.zip(self.cache.name(credential)) else {
            return self.authenticator.verify(credential).get().await;
        };
        if let Some(caller) = self.cache.get(&name) {
            return Ok(caller);
        }
        let caller = self.authenticator.verify(credential).get().await?;
        self.cache.put(name, &caller, keep);
        Ok(caller)
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
