//! Refusals: every way in which a call does not reach its result, and what is told of each.
//!
//! | [`Refusal`] | over HTTP | the client is told | the audit record adds |
//! |---|---|---|---|
//! | `Unauthenticated` | 401 and a challenge | error −31401 | the scopes |
//! | `InvalidToken` | 401 and a challenge | error −31401 | why |
//! | `InvalidToken(Unavailable)` | 503 | error −31503 | |
//! | `InsufficientScope` | 403 and a challenge | error −31403 | the scopes |
//! | `MissingRole` | 403, no challenge: no scope would help | error −31403 | |
//! | `UnknownTool` | 200 | error −32602 | |
//! | `InvalidArguments` | 200 | a result with `violations` | where, and which rules |
//! | `RateLimited`, by the [server](crate::Server::rate_limits) | 429 and `Retry-After` | error −31429 | which limit |
//! | `RateLimited` by the tool, `Busy` | 200 | a result with `retry_after_ms` | which limit |
//! | `TimedOut`, `InputTooLarge`, `OutputTooLarge` | 200 | a result that says so | |
//! | `Denied` | 200 | a result with the guard's message | which guard |
//! | `Failed` | 200 | a result with the message of a [`ToolError`](crate::ToolError), or with a `reference` | the error's text |
//! | `Failed` by a [`MissingCapability`] | as the protocol version has it | error −32021 with the capability | |
//! | `Panicked` | 200 | a result with a `reference` | that it panicked |
//!
//! Errors are JSON-RPC errors; they are the same on standard input and output. Results have
//! `isError`, a text for the model, and [`kind`](Refusal::kind) as `structuredContent.error`. A
//! `reference` is the [id of the call](crate::call::CallId) in the audit record.

use std::{borrow::Cow, fmt, time::Duration};

use serde_json::{Value, json, value::to_raw_value};

use crate::{
    auth::Rejected,
    call::{CallId, MissingCapability},
    error::Error,
    output::{Content, Reply},
    rule::Violations,
    secret::Secrets,
};

mod code;

use code::{FORBIDDEN, TOO_MANY, UNAUTHENTICATED, UNAVAILABLE};
pub(crate) use code::{INVALID_PARAMS, MISSING_CLIENT_CAPABILITY, code};

/// Why a call was not run, or did not end well.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refusal {
    /// No tool of this name, or a hidden one that this caller may not know of.
    UnknownTool,
    /// The tool needs a caller and the request carries no credential.
    Unauthenticated {
        /// Scopes that the call would need, for the challenge.
        scopes: Vec<String>,
    },
    /// The request carries a credential that was not accepted.
    InvalidToken(Rejected),
    /// The caller lacks scopes.
    InsufficientScope {
        /// All scopes that the call needs, in one challenge.
        scopes: Vec<String>,
    },
    /// The caller has none of the roles that the tool asks for.
    MissingRole,
    /// The arguments are wrong.
    InvalidArguments(Violations),
    /// Too many calls in a time.
    RateLimited {
        /// When the same call would be admitted.
        retry_after: Duration,
    },
    /// The server has no room for this call now.
    Busy {
        /// Which limit; for the audit record, not for the client.
        reason: Cow<'static, str>,
        /// When to try again.
        retry_after: Duration,
    },
    /// The arguments have more bytes than the tool takes.
    InputTooLarge,
    /// The tool did not finish in its time.
    TimedOut,
    /// A guard of the user's own refused, with a message for the model.
    Denied {
        /// Which guard.
        guard: Cow<'static, str>,
        /// What the model is told.
        message: Cow<'static, str>,
    },
    /// The tool failed; see [`crate::Error`] for what of it is shown.
    Failed(Error),
    /// The tool panicked, or what stands before it.
    Panicked,
    /// The tool's result is larger than the server sends.
    OutputTooLarge,
}

impl Refusal {
    /// A refusal of a [guard](crate::guard::Guard) of your own. `message` goes to the model, bounded
    /// and sanitized as a [result](mod@crate::guard::sanitize_output) is; it must not contain a
    /// value, a limit or a secret.
    pub fn denied(
        guard: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Denied { guard: guard.into(), message: message.into() }
    }

    /// "Busy, try again": `reason` goes to the audit record only.
    pub fn busy(reason: impl Into<Cow<'static, str>>, retry_after: Duration) -> Self {
        Self::Busy { reason: reason.into(), retry_after }
    }

    /// The verdict's name in the audit record and in `structuredContent.error`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::UnknownTool => "unknown_tool",
            Self::Unauthenticated { .. } => "unauthenticated",
            Self::InvalidToken(_) => "invalid_token",
            Self::InsufficientScope { .. } => "insufficient_scope",
            Self::MissingRole => "missing_role",
            Self::InvalidArguments(_) => "invalid_arguments",
            Self::RateLimited { .. } => "rate_limited",
            Self::Busy { .. } => "busy",
            Self::InputTooLarge => "input_too_large",
            Self::TimedOut => "timed_out",
            Self::Denied { .. } => "denied",
            Self::Failed(error) if error.tool_error().is_some() => "tool_error",
            Self::Failed(_) | Self::Panicked => "internal",
            Self::OutputTooLarge => "output_too_large",
        }
    }

    /// The same refusal, without these secrets in what the tool says of it.
    pub(crate) fn without(self, secrets: &Secrets) -> Self {
        match self {
            Self::Failed(error) => Self::Failed(secrets.clean_error(error)),
            Self::Denied { guard, message } => {
                let [guard, message] = [guard, message].map(|text| secrets.clean_owned(text));
                Self::Denied { guard, message }
            }
            Self::InvalidArguments(violations) => {
                Self::InvalidArguments(secrets.clean_violations(violations))
            }
            other => other,
        }
    }

    /// What the audit record says beyond the kind.
    pub(crate) fn detail(&self) -> Cow<'_, str> {
        match self {
            Self::InvalidToken(why) => why.to_string().into(),
            Self::Unauthenticated { scopes } | Self::InsufficientScope { scopes } => {
                scopes.join(" ").into()
            }
            Self::InvalidArguments(violations) => {
                let rules: Vec<_> = violations
                    .iter()
                    .map(|violation| format!("{} {}", violation.pointer(), violation.rule()))
                    .collect();
                rules.join(", ").into()
            }
            Self::Busy { reason, .. } => (**reason).into(),
            Self::Denied { guard, .. } => (**guard).into(),
            Self::Failed(error) if error.tool_error().is_none() => error.to_string().into(),
            Self::Panicked => "panic".into(),
            _ => "".into(),
        }
    }

    /// What is told outside, on every transport.
    pub(crate) fn answer(&self, id: CallId) -> Outside {
        match self {
            Self::UnknownTool => Outside::error(INVALID_PARAMS, "unknown tool"),
            Self::Unauthenticated { .. } => {
                Outside::error(UNAUTHENTICATED, "this needs an authenticated caller")
            }
            Self::InvalidToken(Rejected::Unavailable) => {
                Outside::error(UNAVAILABLE, "the token cannot be verified now")
            }
            Self::InvalidToken(_) => Outside::error(UNAUTHENTICATED, "the token was not accepted"),
            Self::InsufficientScope { .. } => {
                Outside::error(FORBIDDEN, "the token does not have the scopes that this tool needs")
            }
            Self::MissingRole => {
                Outside::error(FORBIDDEN, "the caller does not have the role that this tool needs")
            }
            Self::InvalidArguments(violations) => {
                let mut text = String::from("invalid arguments");
                for violation in violations.iter() {
                    text += &format!("\n{}: {}", violation.pointer(), violation.message());
                }
                self.failed(text, json!({ "violations": violations }))
            }
            Self::RateLimited { retry_after } => self.failed(
                "too many calls, try again later",
                json!({ "retry_after_ms": millis(*retry_after) }),
            ),
            Self::Busy { retry_after, .. } => {
                self.failed("busy, try again", json!({ "retry_after_ms": millis(*retry_after) }))
            }
            Self::InputTooLarge => {
                self.failed("the arguments are too large; send less in one call", json!({}))
            }
            Self::TimedOut => self.failed("the tool did not finish in time", json!({})),
            Self::Denied { message, .. } => self.failed(message.clone().into_owned(), json!({})),
            Self::OutputTooLarge => {
                self.failed("the result is too large; ask for less of it", json!({}))
            }
            Self::Failed(error) => self.failure(error, id),
            Self::Panicked => self.internal(id),
        }
    }

    /// The same as a JSON-RPC error, where there is no tool result to put it into.
    pub(crate) fn as_error(&self) -> (i32, &'static str) {
        if let Self::RateLimited { .. } = self {
            return (TOO_MANY, "too many requests, try again later");
        }
        match self.answer(CallId::NONE) {
            Outside::Error { code, message, .. } => (code, message),
            Outside::Result(_) => (FORBIDDEN, "refused"),
        }
    }

    /// What is shown of a tool's own error: most of them nothing.
    fn failure(&self, error: &Error, id: CallId) -> Outside {
        if let Some(error) = error.tool_error() {
            return self.failed(error.message().to_owned(), json!({}));
        }
        match error.downcast_ref::<MissingCapability>() {
            Some(MissingCapability(capability)) => Outside::Error {
                code: MISSING_CLIENT_CAPABILITY,
                message: "the client has not declared a capability that this tool needs",
                data: Some(json!({ "requiredCapabilities": { (capability.name()): {} } })),
            },
            None => self.internal(id),
        }
    }

    fn internal(&self, id: CallId) -> Outside {
        let text = format!("internal error; the operator finds it under reference {id}");
        self.failed(text, json!({ "reference": id.to_string() }))
    }

    /// A tool result that says what went wrong, for the model and for programs.
    fn failed(&self, text: impl Into<Cow<'static, str>>, mut structured: Value) -> Outside {
        structured["error"] = self.kind().into();
        Outside::Result(Reply {
            content: vec![Content::text(text)],
            structured: to_raw_value(&structured).ok(),
            is_error: true,
        })
    }
}

/// For operators and tests: what the audit record says. A client sees less.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())?;
        match &*self.detail() {
            "" => Ok(()),
            detail => write!(f, ": {detail}"),
        }
    }
}

impl std::error::Error for Refusal {}

/// A refusal as a client sees it.
pub(crate) enum Outside {
    /// A tool result with `isError`: the model sees it and can correct itself.
    Result(Reply),
    /// A JSON-RPC error.
    Error {
        /// The code.
        code: i32,
        /// The message.
        message: &'static str,
        /// The data.
        data: Option<Value>,
    },
}

impl Outside {
    fn error(code: i32, message: &'static str) -> Self {
        Self::Error { code, message, data: None }
    }
}

/// Rounded up: who comes back then is not too early.
fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX).max(1)
}
