//! [`Server`]: the builder.

use std::{marker::PhantomData, net::SocketAddr, sync::Arc, time::Duration};

use super::{
    Client, Registry, command_line,
    door::{Door, Identity},
    http::{self, HttpSettings},
    listen, stdio,
};
use crate::{
    auth::{Audience, Authenticator},
    call::States,
    error::{Error, Result},
    gate::{Gate, Settings},
    state::Authenticated,
    tool::Definition,
};

/// A server of tools.
///
/// `S` is the list of the states that it holds, `A` whether it authenticates: both are
/// filled in by the methods, and a tool that does not fit them does not compile.
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
    audience: Option<String>,
    settings: Settings,
    http: HttpSettings,
    kind: PhantomData<fn() -> (S, A)>,
}

/// A server without an authenticator: every caller is anonymous.
pub struct Open(());

/// A server with an authenticator: every tool needs a caller, unless it is public.
pub struct Authenticating(());

impl Server {
    /// A server of this name and version, without tools.
    ///
    /// The name is what clients show, and what tokens carry in `aud` unless
    /// [`audience`](Self::audience) says otherwise.
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
            audience: None,
            settings: Settings::default(),
            http: HttpSettings::default(),
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

impl<S, A> Server<S, A> {
    /// Holds a state for the tools that take [`State<T>`](crate::State).
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

    /// What a model is told of the server as a whole.
    pub fn instructions(mut self, text: impl Into<String>) -> Self {
        self.identity.instructions = Some(text.into());
        self
    }

    /// Answers lists of prompts and of resources with empty ones. For clients that ask without
    /// looking at the capabilities; by default these methods are not found.
    pub fn answer_empty_lists(mut self) -> Self {
        self.identity.lists_nothing_else = true;
        self
    }

    /// What tokens must carry in `aud` to be for this server. The default is its name.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// How long a call may run, where the tool has no `#[timeout]`. The default is 30 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How many calls run at once; one more is told to try again. The default is 512, as many
    /// as the runtime has threads for plain `fn` tools.
    pub fn max_calls(mut self, calls: usize) -> Self {
        self.settings.max_calls = calls;
        self
    }

    /// How large a result may be, in bytes. The default is 4 MiB.
    pub fn max_output(mut self, bytes: usize) -> Self {
        self.settings.max_output = bytes;
        self
    }

    /// How large a request may be, in bytes. The default is 1 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.http.max_body = bytes;
        self
    }

    /// How many connections are open at once; one more waits. The default is 1,024.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.http.max_connections = connections;
        self
    }

    /// How long a request may take to arrive: its head, and then its body; and how long a
    /// client may take nothing of a reply. The default is 10 s for each.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.http.read_timeout = timeout;
        self
    }

    /// Answers requests for this host too (`mcp.example.com`, or with a port). Loopback names
    /// are always answered where the server listens on loopback; no other is.
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.http.hosts.push(host.into());
        self
    }

    /// Answers browsers on pages of this origin (`https://app.example.com`). The server's own
    /// origin is always answered; no other is.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.http.origins.push(origin.into());
        self
    }

    /// Where clients reach the server, as `https://mcp.example.com/mcp`: behind a proxy this
    /// is not where it listens. Its host is answered.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.http.public_url = Some(url.into());
        self
    }

    /// Listens beyond loopback without TLS: tokens and results then cross the network as
    /// plain text, unless a proxy in front of the server ends TLS on the same host.
    pub fn dangerous_plain_http(mut self) -> Self {
        self.http.plain_http = true;
        self
    }

    /// Runs the server as its command line says: over HTTP by default, over standard input
    /// and output with `--stdio`, and other commands; `--help` lists them.
    ///
    /// # Errors
    ///
    /// What keeps the server from starting, with what to set.
    pub async fn run(self) -> Result<()> {
        command_line::run(self).await
    }

    /// Serves over HTTP at this address until the process is told to stop (Ctrl-C, or SIGTERM
    /// on Unix); then finishes the calls that are running, for at most the default timeout.
    ///
    /// # Errors
    ///
    /// The address is not free, or not loopback while the server has no authenticator with a
    /// key of its own.
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

    /// The routes of the server, for an axum application of your own: `/mcp` and, with an
    /// authenticator, the protected resource metadata (RFC 9728).
    ///
    /// Hosts and origins are checked as in [`serve`](Self::serve), on these routes. What your
    /// application has to bring is what comes before a request: TLS, timeouts, connection
    /// limits.
    ///
    /// # Errors
    ///
    /// What keeps the server from starting.
    pub fn into_router(self) -> Result<axum::Router> {
        let settings = self.http.clone();
        http::router(self.into_door()?, settings)
    }

    /// A client in the same process, for tests: it calls through the same gate.
    ///
    /// # Errors
    ///
    /// What keeps the server from starting.
    pub fn client(self) -> Result<Client> {
        Ok(Client::new(self.into_door()?))
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
        let gate = Gate::new(self.definitions, self.states, authenticates, self.settings)?;
        Ok(Arc::new(Door::new(gate, self.authenticator, self.identity)))
    }

    /// The authenticator, and the audience that it is prepared with by default.
    pub(super) fn into_authenticator(self) -> (Option<Box<dyn Authenticator>>, String) {
        (self.authenticator, self.audience.unwrap_or(self.identity.name))
    }

    fn retyped<T, B>(self) -> Server<T, B> {
        let Self { identity, definitions, states, authenticator, audience, settings, http, .. } =
            self;
        Server {
            identity,
            definitions,
            states,
            authenticator,
            audience,
            settings,
            http,
            kind: PhantomData,
        }
    }
}
