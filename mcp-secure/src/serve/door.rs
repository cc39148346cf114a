//! The front door: who calls, before any tool is named; and what only the door can answer.
//! The same for every transport.

use super::rmcp::Prepared;
use crate::{
    audit::Called,
    auth::{Credential, Rejected, Verifier},
    call::Origin,
    caller::Caller,
    gate::Gate,
    guard::rate_limit::Wide,
    json::Envelope,
    refusal::Refusal,
    trace::TraceContext,
};

/// A server that is ready to answer.
pub(crate) struct Door {
    pub(crate) gate: Gate,
    pub(crate) verifier: Option<Verifier>,
    pub(crate) identity: Identity,
    /// What the server as a whole is held to.
    pub(crate) rates: Wide,
    pub(super) prepared: Prepared,
}

/// What the server says of itself.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) instructions: Option<String>,
    /// Whether lists of prompts and resources are answered, empty.
    pub(crate) lists_nothing_else: bool,
}

impl Door {
    pub(crate) fn new(
        gate: Gate,
        verifier: Option<Verifier>,
        identity: Identity,
        rates: Wide,
    ) -> Self {
        let prepared = Prepared::new(&gate, &identity);
        Self { gate, verifier, identity, rates, prepared }
    }

    /// Who sends the message, if it may come in: the transport answers a refusal with its own
    /// means (401 and 403 on HTTP).
    pub(crate) async fn admit(
        &self,
        credential: Option<&Credential<'_>>,
        message: Option<&Envelope<'_>>,
        origin: Origin,
        trace: Option<TraceContext>,
    ) -> Result<Option<Caller>, Refusal> {
        let caller = self.identify(credential, origin).await?;
        if let Some(caller) = &caller {
            let admitted = self.rates.caller(caller, origin).await;
            let refused = |_: &_| self.gate.audit().refused_request(origin, RATE_LIMITED, "caller");
            admitted.inspect_err(refused)?;
        }
        if let Some(message) = message {
            self.check(message, caller.as_ref(), origin, trace)?;
        }
        Ok(caller)
    }

    /// The caller of a request, if it carries a credential.
    ///
    /// A credential that is not accepted is refused even where none is needed: a client that
    /// holds a stale one is to know it. Without an authenticator nothing reads credentials.
    async fn identify(
        &self,
        credential: Option<&Credential<'_>>,
        origin: Origin,
    ) -> Result<Option<Caller>, Refusal> {
        let (Some(verifier), Some(credential)) = (&self.verifier, credential) else {
            return Ok(None);
        };
        let token = credential.token().map(|token| token.dangerous_reveal().as_bytes());
        if let Some(token) = token {
            let admitted = self.rates.guess(token, origin).await;
            let audit = self.gate.audit();
            let refused = |_: &_| audit.refused_request(origin, RATE_LIMITED, "authentication");
            admitted.inspect_err(refused)?;
        }
        let verdict = verifier.identify(credential).await;
        if let Some(token) = token
            // Of the first nothing is known; the second was good, but for what this server is to hand out.
            && !matches!(verdict, Err(Rejected::Unavailable | Rejected::NonceNeeded))
        {
            self.rates.guessed(token, origin, verdict.is_ok()).await;
        }
        match verdict {
            Ok(caller) => Ok(caller.map(|caller| self.gate.know(caller))),
            Err(why) => {
                self.gate.audit().refused_credential(origin, why);
                Err(Refusal::InvalidToken(why))
            }
        }
    }

    /// Refuses what the caller may not even ask, by the method and the tool that it names.
    fn check(
        &self,
        message: &Envelope<'_>,
        caller: Option<&Caller>,
        origin: Origin,
        trace: Option<TraceContext>,
    ) -> Result<(), Refusal> {
        // What other messages name is no tool, and stands in no record as one.
        let tool = message.params_name.as_deref().filter(|_| message.method == "tools/call");
        let refusal = match (&*message.method, tool) {
            ("tools/call", Some(name)) => match self.gate.find(name, caller) {
                // An unknown tool is told in the protocol, by the call itself.
                Ok(_) | Err(Refusal::UnknownTool) => return Ok(()),
                Err(refusal) => refusal,
            },
            // Where nothing is public, a list for nobody would be empty: a challenge helps.
            ("tools/list", _) if caller.is_none() && !self.gate.has_public_tools() => {
                Refusal::Unauthenticated { scopes: Vec::new() }
            }
            _ => return Ok(()),
        };
        let called = Called { tool: tool.unwrap_or_default(), caller, origin, trace };
        self.gate.refused(called, &refusal);
        Err(refusal)
    }
}

/// In the audit record.
pub(super) const RATE_LIMITED: &str = "rate_limited";

#[cfg(test)]
mod tests;
