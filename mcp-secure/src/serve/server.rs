//! [`Server`]: the builder.

use std::{fmt, marker::PhantomData, net::SocketAddr, panic::Location, sync::Arc, time::Duration};

use super::{
    Client, Registry, command_line,
    door::{Door, Identity},
    http::HttpSettings,
    listen, stdio,
};
use crate::{
    audit::{Audit, Sink},
    auth::{Audience, Authenticator, Dpop, Revocations, Verifier},
    call::States,
    error::{Error, Result},
    gate::{Gate, Settings},
    guard::rate_limit::{RateLimits, Wide},
    metrics::Metrics,
    scope::{Hierarchy, Scope},
    state::Authenticated,
    tool::Definition,
};

mod bounds;
mod look;
mod review;
mod settings;

/// A server of tools.
///
/// `S` is the list of the states that it holds, `A` whether it authenticates: both are
/// filled in by the methods, and a tool that does not fit them does not compile. They have
/// names in [`typestate`](crate::typestate).
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Answers with its argument.
/// #[tool(public)]
/// async fn echo(text: String) -> String {
///     text
/// }
///
/// # async fn run() -> mcp_secure::Result<()> {
/// Server::new("echo", "1.0.0")
///     .tools(tools![echo])
///     .serve("127.0.0.1:8000")
///     .await
/// # }
/// ```
#[must_use = "a server does nothing until it is run"]
pub struct Server<S = (), A = Open> {
    identity: Identity,
    definitions: Vec<Definition>,
    states: States,
    authenticator: Option<Box<dyn Authenticator>>,
    dpop: Option<Dpop>,
    revocations: Option<Revocations>,
    sinks: Vec<Box<dyn Sink>>,
    audience: Option<String>,
    settings: Settings,
    rates: RateLimits,
    http: HttpSettings,
    source: &'static Location<'static>,
    kind: PhantomData<fn() -> (S, A)>,
}

/// A server without an authenticator: every caller is anonymous.
#[derive(Debug)]
pub struct Open(());

/// A server with an authenticator: every tool needs a caller, unless it is public.
#[derive(Debug)]
pub struct Authenticating(());

impl<S, A> fmt::Debug for Server<S, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("name", &self.identity.name).finish_non_exhaustive()
    }
}

impl Server {
    /// A server of this name and version, without tools.
    ///
    /// The name is what clients show, and what tokens carry in `aud` unless
    /// [`audience`](Self::audience) says otherwise.
    #[track_caller]
    pub fn new(name: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            identity: Identity {
                name: name.into(),
                version: version.into(),
                instructions: None,
                lists_nothing_else: false,
            },
            definitions: Vec::new(),
            states: States::default(),
            authenticator: None,
            dpop: None,
            revocations: None,
            sinks: Vec::new(),
            audience: None,
            settings: Settings::default(),
            rates: RateLimits::new(),
            http: HttpSettings::default(),
            source: Location::caller(),
            kind: PhantomData,
        }
    }
}

impl<S> Server<S, Open> {
    /// Authenticates callers. From here on every tool needs a caller, unless it says
    /// `#[tool(public)]`.
    pub fn auth(
        mut self,
        authenticator: impl Authenticator,
    ) -> Server<(Authenticated, S), Authenticating> {
        self.authenticator = Some(Box::new(authenticator));
        self.retyped()
    }
}

impl<S> Server<S, Authenticating> {
    /// Takes tokens that are bound to a key, with [proofs of possession](crate::auth::dpop).
    pub fn dpop(mut self, dpop: Dpop) -> Self {
        self.dpop = Some(dpop);
        self
    }

    /// Refuses what was [revoked](crate::auth::revocations), whoever verifies it.
    pub fn revocations(mut self, revocations: Revocations) -> Self {
        self.revocations = Some(revocations);
        self
    }
}

impl<S, A> Server<S, A> {
    /// Holds a state for the tools that take [`State<T>`](crate::State): one of each type.
    pub fn state<T: Send + Sync + 'static>(mut self, state: T) -> Server<(T, S), A> {
        self.states.insert(state);
        self.retyped()
    }

    /// Serves these tools: `.tools(tools![read_note, publish_note])`.
    pub fn tools(mut self, register: impl FnOnce(&mut Registry<S, A>)) -> Self {
        let mut registry = Registry::new();
        register(&mut registry);
        self.definitions.extend(registry.into_definitions());
        self
    }

    /// Runs the server as its command line says: over HTTP by default, over standard input
    /// and output with `--stdio`, and other commands; `--help` lists them.
    ///
    /// Told to stop, it finishes the calls that are running, as [`serve`](Self::serve) does. Plain
    /// `fn` tools that have still not returned three seconds later are left behind: the process
    /// then ends here, with success, and this method does not return.
    ///
    /// # Errors
    ///
    /// What keeps the server from starting, with what to set.
    pub async fn run(self) -> Result<()> {
        command_line::run(self).await
    }

    /// Serves over HTTP at this address until the process is told to stop (Ctrl-C, or SIGTERM
    /// on Unix); then finishes the calls that are running, for at most the server's
    /// [`timeout`](Self::timeout).
    ///
    /// A plain `fn` tool that never returns keeps tokio's runtime from ending; end such a runtime
    /// with `shutdown_timeout`, or use [`run`](Self::run).
    ///
    /// # Errors
    ///
    /// The text is no address, or the address is not free. Beyond loopback, also: the server has
    /// no authenticator, or one whose key was made up at start; no host is named by
    /// [`public_url`](Self::public_url) or [`allow_host`](Self::allow_host); the traffic would be
    /// plain text, with neither [`Tls`](crate::Tls) nor [trusted proxies](Self::trusted_proxies),
    /// which [`dangerous_plain_http`](Self::dangerous_plain_http) accepts.
    pub async fn serve(self, address: &str) -> Result<()> {
        let address: SocketAddr = address.parse().map_err(|_| {
            Error::new(format!("`{address}` is not an address; write for example 127.0.0.1:8000"))
        })?;
        listen::serve(self, address).await
    }

    /// Serves over standard input and output until the input ends.
    ///
    /// The caller's token is taken from `MCP_TOKEN`; without it only public tools answer.
    ///
    /// # Errors
    ///
    /// What keeps the server from starting.
    pub async fn serve_stdio(self) -> Result<()> {
        let (max_line, grace) = (self.http.max_body, self.grace());
        stdio::serve(self.into_door()?, max_line, grace).await
    }

    /// The routes of the server, for an axum application of your own (feature `axum`): `/mcp` and,
    /// with an authenticator, the protected resource metadata (RFC 9728).
    ///
    /// Hosts and origins are checked on these routes: the hosts that are named, or the names of
    /// loopback if none is. What your application has to bring is what comes before a request:
    /// TLS, timeouts, connection limits. What it also has to see to is that a server without an
    /// authenticator stays on the machine: these routes do not know where they are served.
    ///
    /// Addresses are known (to [`per = ip`](macro@crate::guard::rate_limit) and to the audit record) where
    /// the application is served with `into_make_service_with_connect_info::<SocketAddr>()`.
    ///
    /// # Errors
    ///
    /// What keeps the server from starting.
    #[cfg(feature = "axum")]
    pub fn into_router(self) -> Result<axum::Router> {
        let settings = self.http.clone();
        let endpoint = super::http::Endpoint::new(self.into_door()?, settings)?;
        Ok(super::http::router(endpoint))
    }

    /// A client in the same process, for tests: it calls through the same gate.
    ///
    /// # Errors
    ///
    /// What keeps the server from starting.
    pub fn client(self) -> Result<Client> {
        Ok(Client::new(self.into_door()?))
    }

    pub(super) fn learn_scopes<T: Scope>(&mut self) {
        self.settings.hierarchy.learn(Hierarchy::of::<T>());
    }

    pub(super) fn name(&self) -> &str {
        &self.identity.name
    }

    pub(super) fn version(&self) -> &str {
        &self.identity.version
    }

    pub(super) fn http(&self) -> &HttpSettings {
        &self.http
    }

    pub(super) fn grace(&self) -> Duration {
        self.settings.timeout
    }

    pub(super) fn into_door(mut self) -> Result<Arc<Door>> {
        if let Some(authenticator) = &mut self.authenticator {
            let audience = self.audience.as_deref().unwrap_or(&self.identity.name);
            authenticator.prepare(&Audience(audience))?;
        }
        let authenticates = self.authenticator.is_some();
        let metrics = self.http.metrics.as_ref().map(|_| Metrics::new());
        let audit = Audit::counted(self.sinks, metrics);
        if let Some(store) = &self.settings.store {
            store.tell(Box::new({
                let audit = audit.clone();
                move |which, away| audit.store(which, away)
            }));
            self.dpop = self.dpop.map(|dpop| dpop.or_store(store.clone()));
            let revocations = self.revocations.unwrap_or_else(Revocations::new);
            self.revocations = Some(revocations.or_store(store.clone()));
        }
        self.settings.server.clone_from(&self.identity.name);
        let rates = Wide::new(&self.rates, &self.identity.name, self.settings.store.as_ref());
        let gate = Gate::new(self.definitions, self.states, authenticates, self.settings)?;
        let gate = gate.audited(audit)?;
        let verifier = self.authenticator.map(|authenticator| {
            Verifier::new(authenticator).with_dpop(self.dpop).with_revocations(self.revocations)
        });
        Ok(Arc::new(Door::new(gate, verifier, self.identity, rates)))
    }

    /// The authenticator, and the audience that it is prepared with by default.
    pub(super) fn into_authenticator(self) -> (Option<Box<dyn Authenticator>>, String) {
        (self.authenticator, self.audience.unwrap_or(self.identity.name))
    }

    fn retyped<T, B>(self) -> Server<T, B> {
        Server {
            identity: self.identity,
            definitions: self.definitions,
            states: self.states,
            authenticator: self.authenticator,
            dpop: self.dpop,
            revocations: self.revocations,
            sinks: self.sinks,
            audience: self.audience,
            settings: self.settings,
            rates: self.rates,
            http: self.http,
            source: self.source,
            kind: PhantomData,
        }
    }
}
