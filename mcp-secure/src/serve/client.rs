//! [`Client`]: calls tools in the same process.

use std::{fmt, sync::Arc};

use serde::Serialize;

use super::door::Door;
use crate::{
    auth::{Credential, Token},
    call::Origin,
    caller::Caller,
    error::Result,
    gate::Incoming,
    json::Arguments,
    output::Reply,
    refusal::Refusal,
    rule::{Violation, Violations},
};

/// A client in the same process, for tests of a server and its declarations.
///
/// Calls go through the same gate as all others: access, guards, rules, timeouts. What it
/// leaves out is the transport. It says who it is, or signs in by a token.
///
/// ```
/// use mcp_secure::prelude::*;
/// use serde_json::json;
///
/// /// Greets.
/// #[tool]
/// async fn greet(#[validate(length(1..=10))] name: String) -> String {
///     format!("hello, {name}")
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> mcp_secure::Result<()> {
/// let client = Server::new("test", "0").tools(tools![greet]).client()?;
/// let reply = client.call("greet", json!({ "name": "Ada" })).await.expect("admitted");
/// assert_eq!(reply.text(), "hello, Ada");
///
/// let refusal = client.call("greet", json!({ "name": "" })).await.expect_err("too short");
/// assert_eq!(refusal.kind(), "invalid_arguments");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a client does nothing until it calls"]
pub struct Client {
    door: Arc<Door>,
    caller: Option<Caller>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let server = &self.door.identity.name;
        f.debug_struct("Client").field("server", server).field("caller", &self.caller).finish()
    }
}

impl Client {
    pub(super) fn new(door: Arc<Door>) -> Self {
        Self { door, caller: None }
    }

    /// The same client, as this caller. Without it the client is anonymous.
    pub fn with_caller(mut self, caller: Caller) -> Self {
        self.caller = Some(self.door.gate.know(caller));
        self
    }

    /// The same client, as the caller whom the server's authenticator takes this token for.
    ///
    /// # Errors
    ///
    /// The token was not accepted, or there is no authenticator.
    pub async fn with_token(mut self, token: impl Into<String>) -> Result<Self, Refusal> {
        let credential = Credential::bearer(Token::new(token));
        self.caller = self.door.admit(Some(&credential), None, Origin::Memory, None).await?;
        match self.caller {
            Some(_) => Ok(self),
            None => Err(Refusal::Unauthenticated { scopes: Vec::new() }),
        }
    }

    /// The names of the tools that are listed for this caller.
    pub fn tools(&self) -> Vec<String> {
        self.door.gate.list(self.caller.as_ref()).map(|tool| tool.name.to_string()).collect()
    }

    /// The definition of a tool as `tools/list` shows it to this caller.
    pub fn tool(&self, name: &str) -> Option<serde_json::Value> {
        let tool = self.door.gate.find(name, self.caller.as_ref()).ok()?;
        serde_json::to_value(tool).ok()
    }

    /// Calls a tool with these arguments: an object, as JSON.
    ///
    /// # Errors
    ///
    /// The call was refused, or the tool failed; see [`Refusal::kind`].
    pub async fn call(&self, tool: &str, arguments: impl Serialize) -> Result<Reply, Refusal> {
        let text =
            serde_json::to_string(&arguments).map_err(|error| Refusal::Failed(error.into()))?;
        let arguments = Arguments::parse(&text).map_err(|_| {
            let mut violations = Violations::default();
            violations.push(Violation::new("type", "must be a JSON object that can be accepted"));
            Refusal::InvalidArguments(violations)
        })?;
        let caller = self.caller.clone();
        let (arguments, origin) = (&arguments, Origin::Memory);
        let incoming = Incoming { tool, arguments, caller, origin, client: None, trace: None };
        self.door.gate.call(incoming).await.result
    }
}
