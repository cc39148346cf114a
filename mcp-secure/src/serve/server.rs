//! [`Server`]: the builder.

use std::{fmt, marker::PhantomData, panic::Location, sync::Arc, time::Duration};

use super::{
    Registry,
    door::{Door, Identity},
    http::HttpSettings,
};
use crate::{
    audit::{Audit, Sink},
    auth::{Audience, Authenticator, Dpop, Revocations, Verifier},
    call::States,
    error::Result,
    gate::{Gate, Settings},
    guard::rate_limit::{RateLimits, Wide},
    metrics::Metrics,
    scope::{Hierarchy, Scope},
    state::Authenticated,
    tool::Definition,
};

mod answerable;
mod bounds;
mod look;
mod review;
mod serving;
mod settings;

#[cfg(feature = "axum")]
pub use serving::MetricsHandle;

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

    pub(super) fn http_mut(&mut self) -> &mut HttpSettings {
        &mut self.http
    }

    pub(super) fn add_sink(&mut self, mut sink: impl Sink) {
        sink.prepare(&self.identity.name);
        self.sinks.push(Box::new(sink));
    }

    /// Takes this audience, if it is one.
    pub(super) fn aim(&mut self, audience: Option<String>) {
        self.audience = audience.or(self.audience.take());
    }

    pub(super) fn grace(&self) -> Duration {
        self.settings.timeout
    }

    pub(super) fn into_door(self) -> Result<Arc<Door>> {
        let is_counted = self.http.metrics.is_some();
        self.into_counted_door(is_counted)
    }

    fn into_counted_door(mut self, is_counted: bool) -> Result<Arc<Door>> {
        self.check_bounds()?;
        if let Some(authenticator) = &mut self.authenticator {
            let audience = self.audience.as_deref().unwrap_or(&self.identity.name);
            authenticator.prepare(&Audience(audience))?;
        }
        let authenticates = self.authenticator.is_some();
        let metrics = is_counted.then(Metrics::new);
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
