//! The front door: who calls, before any tool is named; and what only the door can answer.
//! The same for every transport.

use std::sync::Arc;

use crate::{
    audit,
    auth::{Authenticator, Rejected, Token},
    call::{Client, Origin},
    caller::Caller,
    gate::{Gate, Incoming, Outcome},
    json::{Arguments, Envelope},
    refusal::Refusal,
};

/// A server that is ready to answer.
pub(crate) struct Door {
    pub(crate) gate: Gate,
    pub(crate) authenticator: Option<Box<dyn Authenticator>>,
    pub(crate) identity: Identity,
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
        authenticator: Option<Box<dyn Authenticator>>,
        identity: Identity,
    ) -> Self {
        Self { gate, authenticator, identity }
    }

    /// The caller of a request, if it carries a credential.
    ///
    /// A credential that is not accepted is refused even where none is needed: a client that
    /// holds a stale one is to know it. Without an authenticator nothing reads credentials.
    pub(crate) async fn identify(
        &self,
        token: Option<&Token>,
        origin: Origin,
    ) -> Result<Option<Caller>, Rejected> {
        let (Some(authenticator), Some(token)) = (&self.authenticator, token) else {
            return Ok(None);
        };
        match authenticator.verify(token).get().await {
            Ok(caller) => Ok(Some(caller)),
            Err(why) => {
                audit::rejected(origin, why);
                Err(why)
            }
        }
    }

    /// What the caller may not even ask, by the method and the tool named in the message: the
    /// transport answers it with its own means (401 and 403 on HTTP).
    pub(crate) fn admit(
        &self,
        message: &Envelope<'_>,
        caller: Option<&Caller>,
        origin: Origin,
    ) -> Result<(), Refusal> {
        let refusal = match (&*message.method, &message.params_name) {
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
        audit::refused_call(&message.params_name, caller, origin, &refusal);
        Err(refusal)
    }

    /// Calls a tool.
    pub(crate) async fn call(
        &self,
        tool: &str,
        arguments: &Arguments<'_>,
        caller: Option<Caller>,
        origin: Origin,
        client: Option<Arc<dyn Client>>,
    ) -> Outcome {
        self.gate.call(Incoming { tool, arguments, caller, origin, client }).await
    }
}
