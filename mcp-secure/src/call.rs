//! [`Call`]: one call, from the gate to the reply.

use std::{
    any::{Any, TypeId},
    borrow::Cow,
    collections::HashMap,
    fmt,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicBool},
};

use serde_json::Value;
use smallvec::SmallVec;
use tokio::sync::OwnedSemaphorePermit;

use crate::{
    caller::Caller,
    output::Outgoing,
    state::State,
    store::standing::{Standing, Standings},
    trace::TraceContext,
};

mod bounds;
mod id;

pub use id::CallId;

/// One call: who, what, from where.
///
/// Guards receive it; a tool takes it as a parameter of this type to report progress. It
/// belongs to one call alone and is cheap to clone. The call counts against
/// [`max_calls`](crate::Server::max_calls) until the last clone is gone.
#[derive(Clone)]
pub struct Call(Arc<Context>);

pub(crate) struct Context {
    pub(crate) id: CallId,
    pub(crate) tool: Cow<'static, str>,
    pub(crate) caller: Option<Caller>,
    pub(crate) origin: Origin,
    pub(crate) states: Arc<States>,
    pub(crate) client: Option<Arc<dyn Peer>>,
    pub(crate) outgoing: Arc<Outgoing>,
    pub(crate) max_output: usize,
    /// Held until the last clone of the call is gone.
    pub(crate) places: Mutex<Places>,
    pub(crate) has_ended: AtomicBool,
    /// Where it stands with the limits of the tool.
    pub(crate) standings: Mutex<Standings>,
    pub(crate) trace: Option<TraceContext>,
}

#[cfg(test)]
impl Call {
    /// A call that nobody has made, for the tests of a guard.
    pub(crate) fn of(tool: &'static str, caller: Option<Caller>, origin: Origin) -> Self {
        Self::new(Context {
            id: CallId::random(),
            tool: tool.into(),
            caller,
            origin,
            states: Arc::default(),
            client: None,
            outgoing: Arc::default(),
            max_output: usize::MAX,
            places: Mutex::default(),
            has_ended: AtomicBool::default(),
            standings: Mutex::default(),
            trace: None,
        })
    }
}

/// Places among the calls that run at once: of the tool, of the server, and of a guard.
pub(crate) type Places = SmallVec<[OwnedSemaphorePermit; 3]>;

impl Call {
    pub(crate) fn new(context: Context) -> Self {
        Self(Arc::new(context))
    }

    /// The correlation id: in the audit record, and in the reply where an error is masked.
    pub fn id(&self) -> CallId {
        self.0.id
    }

    /// The name of the tool.
    pub fn tool(&self) -> &str {
        &self.0.tool
    }

    /// The caller, or `None` for an anonymous one.
    pub fn caller(&self) -> Option<&Caller> {
        self.0.caller.as_ref()
    }

    /// Where the call came in.
    pub fn origin(&self) -> Origin {
        self.0.origin
    }

    /// The trace that the call belongs to, as the client says.
    pub fn trace(&self) -> Option<TraceContext> {
        self.0.trace
    }

    /// Goes on only if the client has declared this capability; a tool that needs it fails with
    /// what the protocol has for that (−32021 with the capability in its data).
    ///
    /// # Errors
    ///
    /// The client has not declared it.
    pub fn require(&self, capability: ClientCapability) -> Result<(), MissingCapability> {
        let declared = self.0.client.as_ref().is_some_and(|client| client.supports(capability));
        declared.then_some(()).ok_or(MissingCapability(capability))
    }

    /// Reports progress, if the client asked for it by a progress token.
    ///
    /// `progress` must grow with each report; `total` is `None` where it is not known. A report is left
    /// out where clients leave so much unread that the server has no room for more
    /// ([`max_body_memory`](crate::Server::max_body_memory)); so is a [log message](Self::log).
    pub async fn progress(&self, progress: f64, total: Option<f64>, message: Option<&str>) {
        if let Some(client) = &self.0.client {
            let message = message.map(|message| self.0.outgoing.text(message).into_owned());
            client.progress(progress, total, message).await;
        }
    }

    /// Sends a log message to the client, if it listens (protocol versions before 2026-07-28).
    ///
    /// This is for the user of the client, and is sanitized as a [result](mod@crate::guard::sanitize_output)
    /// is. The operator's log is `tracing`.
    pub async fn log(&self, level: LogLevel, data: impl Into<Value> + Send) {
        if let Some(client) = &self.0.client {
            match self.0.outgoing.value(data.into()) {
                Ok(data) => client.log(level, data).await,
                Err(error) => tracing::warn!(tool = self.tool(), %error, "a log message is lost"),
            }
        }
    }

    /// Notes where it stands with a limit, for the client.
    pub(crate) fn note(&self, standing: Standing) {
        self.0.standings.lock().unwrap_or_else(PoisonError::into_inner).push(standing);
    }

    pub(crate) fn take_standings(&self) -> Standings {
        std::mem::take(&mut self.0.standings.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn state<T: Send + Sync + 'static>(&self) -> Option<State<T>> {
        self.0.states.get().map(State::from)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("id", &self.0.id)
            .field("tool", &self.0.tool)
            .field("caller", &self.0.caller)
            .field("origin", &self.0.origin)
            .finish_non_exhaustive()
    }
}

/// Where a call came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// HTTP, from this address. `None` where the transport does not know it.
    Http(Option<IpAddr>),
    /// The standard input of the process.
    Stdio,
    /// The same process: a test.
    Memory,
}

impl Origin {
    pub(crate) fn transport(self) -> &'static str {
        match self {
            Self::Http(_) => "http",
            Self::Stdio => "stdio",
            Self::Memory => "memory",
        }
    }

    /// The address of the peer.
    pub fn ip(self) -> Option<IpAddr> {
        match self {
            Self::Http(ip) => ip,
            Self::Stdio | Self::Memory => None,
        }
    }
}

/// What a client may be able to do for a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientCapability {
    /// Ask its user for input.
    Elicitation,
    /// Ask its model for a completion.
    Sampling,
    /// Name the directories that it works in.
    Roots,
}

impl ClientCapability {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Elicitation => "elicitation",
            Self::Sampling => "sampling",
            Self::Roots => "roots",
        }
    }
}

/// The client has not declared a capability that a tool needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingCapability(pub(crate) ClientCapability);

impl fmt::Display for MissingCapability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the client has not declared the capability `{}`", self.0.name())
    }
}

impl std::error::Error for MissingCapability {}

/// How important a [log message](Call::log) is: the levels of RFC 5424.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
#[expect(missing_docs, reason = "RFC 5424, section 6.2.1, says what each means")]
pub enum LogLevel {
    Debug,
    Info,
    Notice,
    Warning,
    Error,
    Critical,
    Alert,
    Emergency,
}

/// The way back to the client while a call runs.
pub(crate) trait Peer: Send + Sync {
    fn supports(&self, capability: ClientCapability) -> bool;

    fn progress(
        &self,
        progress: f64,
        total: Option<f64>,
        message: Option<String>,
    ) -> futures_util::future::BoxFuture<'_, ()>;

    fn log(&self, level: LogLevel, data: Value) -> futures_util::future::BoxFuture<'_, ()>;
}

/// The states that the server holds, by type.
#[derive(Default)]
pub(crate) struct States(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl States {
    pub(crate) fn insert<T: Send + Sync + 'static>(&mut self, state: T) {
        self.0.insert(TypeId::of::<T>(), Arc::new(state));
    }

    pub(crate) fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.0.get(&TypeId::of::<T>())?.clone().downcast().ok()
    }
}
