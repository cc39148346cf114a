//! [`Alternatives`]: one authenticator or another.

use std::time::Duration;

use http::HeaderName;

use super::{Accepted, Audience, Authenticator, Credential, Rejected, jwt::TokenIssuer};
use crate::{answer::Answer, caller::Caller, error::Error};

/// One authenticator or another: [`Authenticator::or`].
///
/// A credential goes to the one that [recognizes](Authenticator::recognizes) it, and to the
/// second only if the first does not accept it and both recognize it. Of two reasons, the audit
/// record gets that of who came further.
#[derive(Debug)]
pub struct Alternatives<A, B> {
    first: A,
    second: B,
}

impl<A, B> Alternatives<A, B> {
    pub(super) fn new(first: A, second: B) -> Self {
        Self { first, second }
    }
}

impl<A: Authenticator, B: Authenticator> Authenticator for Alternatives<A, B> {
    fn verify<'a>(
        &'a self,
        credential: &'a Credential<'_>,
    ) -> Answer<'a, Result<Caller, Rejected>> {
        match (self.first.recognizes(credential), self.second.recognizes(credential)) {
            (true, false) => self.first.verify(credential),
            (false, true) => self.second.verify(credential),
            (false, false) => Answer::Now(Err(Rejected::Malformed)),
            (true, true) => match self.first.verify(credential) {
                Answer::Now(Ok(caller)) => Answer::Now(Ok(caller)),
                Answer::Now(Err(why)) => second(&self.second, credential, why),
                Answer::Later(first) => Answer::later(async move {
                    match first.await {
                        Ok(caller) => Ok(caller),
                        Err(why) => second(&self.second, credential, why).get().await,
                    }
                }),
            },
        }
    }

    fn recognizes(&self, credential: &Credential<'_>) -> bool {
        self.first.recognizes(credential) || self.second.recognizes(credential)
    }

    fn keeps(&self, credential: &Credential<'_>) -> Option<Duration> {
        match (self.first.recognizes(credential), self.second.recognizes(credential)) {
            (true, false) => self.first.keeps(credential),
            (false, true) => self.second.keeps(credential),
            // Nobody knows which of them will accept it.
            _ => Some(self.first.keeps(credential)?.min(self.second.keeps(credential)?)),
        }
    }

    fn prepare(&mut self, server: &Audience<'_>) -> crate::Result<()> {
        if let (Some(first), Some(second)) = (self.first.key_header(), self.second.key_header())
            && first != second
        {
            return Err(Error::new(format!(
                "keys are taken from the header `{first}` and from `{second}`; name one of them"
            )));
        }
        self.first.prepare(server)?;
        self.second.prepare(server)
    }

    fn issuer(&self) -> Option<&TokenIssuer> {
        self.first.issuer().or_else(|| self.second.issuer())
    }

    fn is_ephemeral(&self) -> bool {
        self.first.is_ephemeral() || self.second.is_ephemeral()
    }

    fn authorization_servers(&self) -> Vec<String> {
        let mut servers = self.first.authorization_servers();
        for server in self.second.authorization_servers() {
            if !servers.contains(&server) {
                servers.push(server);
            }
        }
        servers
    }

    fn takes_tokens(&self) -> bool {
        self.first.takes_tokens() || self.second.takes_tokens()
    }

    fn describe(&self) -> String {
        format!("{} or {}", self.first.describe(), self.second.describe())
    }

    fn accepts(&self) -> Vec<Accepted> {
        [self.first.accepts(), self.second.accepts()].concat()
    }

    fn takes_keys(&self) -> bool {
        self.first.takes_keys() || self.second.takes_keys()
    }

    fn key_header(&self) -> Option<&HeaderName> {
        self.first.key_header().or_else(|| self.second.key_header())
    }
}

fn second<'a>(
    second: &'a impl Authenticator,
    credential: &'a Credential<'_>,
    why: Rejected,
) -> Answer<'a, Result<Caller, Rejected>> {
    match second.verify(credential) {
        Answer::Now(verdict) => Answer::Now(verdict.map_err(|other| why.or(other))),
        Answer::Later(verdict) => {
            Answer::later(async move { verdict.await.map_err(|other| why.or(other)) })
        }
    }
}

#[cfg(test)]
mod tests;
