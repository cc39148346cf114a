//! [`Verifier`]: the only way from a credential to a caller.

use std::{fmt, panic::AssertUnwindSafe};

use futures_util::FutureExt;

use super::{Authenticator, Credential, Rejected, Scheme, confirmation};
use crate::caller::Caller;

/// A server's authenticator, and what every credential is held to whoever verifies it.
pub(crate) struct Verifier {
    authenticator: Box<dyn Authenticator>,
}

impl Verifier {
    pub(crate) fn new(authenticator: Box<dyn Authenticator>) -> Self {
        Self { authenticator }
    }

    pub(crate) fn authenticator(&self) -> &dyn Authenticator {
        &*self.authenticator
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
        // 2. It is good.
        let caller = self.authenticator.verify(credential).get().await?;
        // 3. It is presented by whom it was issued to.
        confirmation::check(&caller, credential, None)?;
        Ok(Some(caller))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").finish_non_exhaustive()
    }
}
