//! How a [`Server`] serves.

use std::net::SocketAddr;
#[cfg(feature = "axum")]
use std::{fmt, sync::Arc};

use super::{
    super::{Client, command_line, listen, stdio},
    Server,
};
use crate::error::{Error, Result};
#[cfg(feature = "axum")]
use crate::serve::{door::Door, http, metrics};

impl<S, A> Server<S, A> {
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
        let address = Self::address(address)?;
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
        let (settings, grace) = (self.http.clone(), self.grace());
        stdio::serve(self.into_door()?, &settings, grace).await
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
    /// What keeps the server from starting; also an address of [`metrics`](Self::metrics), which routes do
    /// not listen at: see [`into_router_with_metrics`](Self::into_router_with_metrics).
    #[cfg(feature = "axum")]
    pub fn into_router(self) -> Result<axum::Router> {
        self.routes(false).map(|(router, _)| router)
    }

    /// The same, and its [metrics](Self::metrics), for your application to serve where no client of the
    /// tools reaches them:
    ///
    /// ```
    /// # use mcp_secure::prelude::*;
    /// # /// Answer.
    /// # #[tool]
    /// # async fn ping() -> &'static str { "pong" }
    /// use axum::{Router, routing::get};
    /// use mcp_secure::MetricsHandle;
    ///
    /// # fn main() -> mcp_secure::Result<()> {
    /// let server = Server::new("part", "1.0.0").tools(tools![ping]);
    /// let (router, metrics) = server.into_router_with_metrics()?;
    /// let application = Router::new().merge(router);
    /// // Served at another address, of this machine alone.
    /// let page = || async move {
    ///     ([("content-type", MetricsHandle::CONTENT_TYPE)], metrics.render())
    /// };
    /// let inside = Router::new().route("/metrics", get(page));
    /// # let _: (Router, Router) = (application, inside);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Connections are your application's, and not counted.
    ///
    /// # Errors
    ///
    /// As [`into_router`](Self::into_router).
    #[cfg(feature = "axum")]
    pub fn into_router_with_metrics(self) -> Result<(axum::Router, MetricsHandle)> {
        self.routes(true)
    }

    /// A client in the same process, for tests: it calls through the same gate.
    ///
    /// # Errors
    ///
    /// What keeps the server from starting.
    pub fn client(self) -> Result<Client> {
        Ok(Client::new(self.into_door()?))
    }

    pub(super) fn address(text: &str) -> Result<SocketAddr> {
        text.parse().map_err(|_| {
            Error::new(format!("`{text}` is not an address; write for example 127.0.0.1:8000"))
        })
    }

    #[cfg(feature = "axum")]
    fn routes(self, is_counted: bool) -> Result<(axum::Router, MetricsHandle)> {
        if self.http.metrics.is_some() {
            return Err(Error::new(
                "routes listen at no address, so nobody would read these metrics; remove \
                 `.metrics(..)`, and serve what `.into_router_with_metrics()` gives",
            ));
        }
        let settings = self.http.clone();
        let door = self.into_counted_door(is_counted)?;
        let metrics = MetricsHandle(Arc::clone(&door));
        Ok((http::router(http::Endpoint::new(door, settings)?), metrics))
    }
}

/// The metrics of a server within an application: see
/// [`Server::into_router_with_metrics`].
#[cfg(feature = "axum")]
#[derive(Clone)]
pub struct MetricsHandle(Arc<Door>);

#[cfg(feature = "axum")]
impl MetricsHandle {
    /// What the text is, for `Content-Type`.
    pub const CONTENT_TYPE: &str = metrics::CONTENT_TYPE;

    /// What was counted so far, in the text format of Prometheus.
    ///
    /// It names all tools, how often they are called, and what is refused. Who may read that is for your
    /// application to say.
    pub fn render(&self) -> String {
        metrics::page(&self.0)
    }
}

#[cfg(feature = "axum")]
impl fmt::Debug for MetricsHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MetricsHandle")
    }
}
