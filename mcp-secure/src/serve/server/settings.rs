//! The settings of a [`Server`], each with its default.

use std::time::Duration;

use super::Server;
use crate::{
    audit::Sink,
    danger,
    guard::rate_limit::RateLimits,
    scope::Scope,
    store::{Shared, Store},
};

impl<S, A> Server<S, A> {
    /// What a model is told of the server as a whole.
    pub fn instructions(mut self, text: impl Into<String>) -> Self {
        self.identity.instructions = Some(text.into());
        self
    }

    /// Sends [audit events](crate::audit) there too: to a file, for example, by
    /// [`JsonLines`](crate::audit::JsonLines). They always go to the log.
    pub fn audit(mut self, sink: impl Sink) -> Self {
        self.add_sink(sink);
        self
    }

    /// Serves metrics over HTTP at this address, a path `/metrics` and nothing else, in the text format
    /// of Prometheus: for example `127.0.0.1:9464`. `docs/operations.md` lists them.
    ///
    /// What is counted is decisions by tool and verdict, never who called or with which arguments.
    /// Labels are the names of tools and guards, and words of fixed lists: their number does not grow
    /// with what clients send. Without this setting nothing is counted.
    ///
    /// The page needs no credential, so the address has to be one of loopback, unless
    /// [`dangerous_public_metrics`](Self::dangerous_public_metrics) is set; there, other names than
    /// those of loopback are refused. Sixteen connections are open at once, for a request each.
    /// Programs that [`run`](Self::run) take the address from `MCP_METRICS_ADDR` too. A server on standard
    /// input and output serves them in the same way: each process of its own then needs an address of its
    /// own. Routes within an application listen nowhere: `into_router_with_metrics` gives the text instead.
    pub fn metrics(mut self, address: impl Into<String>) -> Self {
        self.http.metrics = Some(address.into());
        self
    }

    /// Serves [`metrics`](Self::metrics) beyond this machine too: everybody who reaches the address
    /// reads, in plain text, the names of all tools, how often they are called, and what is refused.
    pub fn dangerous_public_metrics(mut self) -> Self {
        self.http.public_metrics = true;
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

    /// Takes the hierarchy of these scopes as its own: a caller with one of them has all that it
    /// implies. Only needed where no tool names one of them as a type.
    pub fn scopes<T: Scope>(mut self) -> Self {
        self.learn_scopes::<T>();
        self
    }

    /// Shares with all replicas that use the same store: rates, budgets, which
    /// [proofs](crate::auth::dpop) were spent, and what was [revoked](crate::auth::revocations). What
    /// holds when the store is away, its [module](crate::store) says.
    ///
    /// Without it each process counts on its own.
    pub fn store(mut self, store: impl Store) -> Self {
        self.settings.store = Some(Shared::new(store));
        self
    }

    /// How often the server may be asked, by one address and one caller, and how many credentials may
    /// fail. The [defaults](RateLimits) hold for clients beyond this machine.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.rates = limits;
        self
    }

    /// How large a request may be, in bytes. The default is 1 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.http.max_body = bytes;
        self
    }

    /// How much memory the bodies of all requests may take that are read or worked on, and the replies
    /// that wait for their clients, in bytes. A request for which there is none left is refused (503 with
    /// `Retry-After`), and a call whose reply has no room is told that it has run (503). The default is
    /// 256 MiB; one address beyond this machine may take a quarter of it.
    ///
    /// Beside it each connection has 16 KiB of its own for bodies, and replies of 4 KiB or less: small calls
    /// are answered whatever others take. Of a reply that streams, reports of progress and log messages
    /// that have no room are left out.
    pub fn max_body_memory(mut self, bytes: usize) -> Self {
        self.http.max_body_memory = bytes;
        self
    }

    /// How many connections one address may have open at once (of IPv6: one /64); one more is
    /// closed. The default is 128, and no limit for this machine. [Trusted
    /// proxies](Self::trusted_proxies) are not counted.
    pub fn max_connections_per_address(mut self, connections: usize) -> Self {
        self.http.max_connections_per_address = Some(connections);
        self
    }

    /// How many connections are open at once. The default is 1,024.
    ///
    /// For one more, a connection ends on which no call runs: of the address that has most of them, the one
    /// that has waited longest; so those that send nothing, or little, keep nobody out. Where the address of
    /// the new one has more than that, the new one is closed. Where calls run on all of them, it waits.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.http.max_connections = connections;
        self
    }

    /// How long a request may take to arrive: its head, and then its body; and how long a
    /// client may take nothing of a reply. The default is 10 s for each; more than a year is a year.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        // It is added to the time of now, and no clock tells what lies beyond its end.
        self.http.read_timeout = timeout.min(YEAR);
        self
    }

    /// Answers requests for this host too: `mcp.example.com`, on any port, or with one.
    ///
    /// Where the server listens on loopback, its names are answered too; no other is.
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

    /// Serves over TLS, at the same address: HTTPS, and nothing else.
    ///
    /// Without it, the server listens beyond loopback only behind
    /// [`trusted_proxies`](Self::trusted_proxies). Programs that [`run`](Self::run) take the files
    /// from the environment too.
    #[cfg(feature = "tls")]
    pub fn tls(mut self, tls: crate::Tls) -> Self {
        self.http.tls = Some(tls);
        self
    }

    /// Serves over TLS with a certificate that is made up at start and signed by nobody else, for
    /// `localhost`, `127.0.0.1` and `::1`. It is written to standard error, for a client to trust.
    /// Beyond loopback the server does not start with it.
    #[cfg(feature = "tls")]
    #[track_caller]
    pub fn dangerous_development_certificate(self) -> Self {
        danger::tell("dangerous_development_certificate");
        self.tls(crate::Tls::development())
    }

    /// Believes these proxies where a request comes from: addresses (`10.0.0.7`) and networks
    /// (`10.0.0.0/8`, `fd00::/8`).
    ///
    /// The client is then the right-most address in `X-Forwarded-For` that is not one of them; what
    /// it has written there itself does not count. It is the address for
    /// [`per = ip`](macro@crate::guard::rate_limit) and for the audit record. From others, and without
    /// this setting, the header is not read.
    ///
    /// Beyond loopback and without TLS of its own, the server then answers these proxies alone:
    /// they end TLS.
    pub fn trusted_proxies<I: IntoIterator<Item: Into<String>>>(mut self, networks: I) -> Self {
        self.http.proxies.extend(networks.into_iter().map(Into::into));
        self
    }

    /// Speaks HTTP/2 also without TLS, with clients that begin with it ("prior knowledge", RFC 9113,
    /// section 3.3), such as proxies. Over TLS it is always offered.
    pub fn http2_prior_knowledge(mut self) -> Self {
        self.http.http2_without_tls = true;
        self
    }

    /// The trusted proxies write `Forwarded` (RFC 7239). By default it is `X-Forwarded-For` and
    /// `X-Forwarded-Proto` that are read. Never both: a proxy that writes one of them lets the
    /// other pass as its client has made it up.
    pub fn proxies_write_forwarded(mut self) -> Self {
        self.http.forwarded = true;
        self
    }

    /// Listens beyond loopback without TLS, for everybody: tokens and results then cross the
    /// network as plain text.
    #[track_caller]
    pub fn dangerous_plain_http(mut self) -> Self {
        danger::tell("dangerous_plain_http");
        self.http.plain_http = true;
        self
    }
}

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
