//! [`Egress`]: the way out as a value, the one way for a tool to fetch a URL.
//!
//! A tool that talks to other servers holds an [`Egress`], and nothing that its operator did
//! not list can be reached through it, whatever URL the model sends.
//!
//! ```
//! use mcp_secure::{egress::Egress, prelude::*};
//!
//! struct Weather(Egress);
//!
//! /// The weather of a city.
//! #[tool(public, read_only, open_world)]
//! #[timeout("10s")]
//! async fn weather(
//!     /// Its name.
//!     #[validate(url_segment)] city: String,
//!     weather: State<Weather>,
//! ) -> Result<String> {
//!     let response = weather.0.get("https://api.example.com/v1/weather").segment(&city).send().await?;
//!     Ok(response.success()?.text()?.to_owned())
//! }
//!
//! # fn main() -> mcp_secure::Result<()> {
//! let weather = Weather(Egress::builder().hosts(["api.example.com"]).build()?);
//! let server = Server::new("weather", "1.0.0").state(weather).tools(tools![weather]);
//! # Ok(())
//! # }
//! ```
//!
//! # Promises
//!
//! - **Only what is listed.** An empty list allows nothing;
//!   [`any_public_host`](Builder::any_public_host) lifts it by name. Only `https`, and only its
//!   port, unless told otherwise.
//! - **A URL means one thing.** It is judged by [`rule::url`](fn@crate::rule::url), parsed once, and what
//!   was parsed is what is fetched. Dot segments (`/a/../b`, also encoded) are refused, not
//!   resolved.
//! - **No address of the inside.** Every address of a name is judged by
//!   [`classify`](crate::address::classify), and the connection goes to a judged address: there
//!   is no second lookup that could answer otherwise (DNS rebinding). A name that has an
//!   address of the inside among others is refused as a whole. Networks of the inside are
//!   opened by name, see [`Builder::dangerous_allow_networks`].
//! - **Redirects are not followed**, or, with [`Builder::redirects`], each is judged as the first
//!   URL was. None leads from `https` to `http`, and to another origin goes nothing but
//!   `Accept`, `Accept-Language` and `User-Agent`.
//! - **Bounds**: on the time of connecting and of all of it, on the header section, on the
//!   body, on how many requests run at once. Nothing is decompressed: the client asks for
//!   `identity`, and a response that is encoded all the same is refused.
//! - **A connection for each request**: no response can be mistaken for that of another call. TLS
//!   sessions are resumed, which makes up for most of it.
//! - **TLS 1.2 or 1.3**, verified by Mozilla's list of authorities as compiled in, or by those of
//!   [`Builder::trust_only`].
//! - **Nothing from the environment**: no proxy, no authority, no key log. No cookies are kept.
//! - **The caller's token stays here.** Nothing takes a [`Caller`](crate::caller::Caller) or a
//!   [`Token`](crate::auth::Token). Credentials of the tool's own are sent by methods that take
//!   a [`Secret`](crate::secret::Secret); [`Request::header`] refuses `Authorization`.
//!
//! # Not promised
//!
//! - The name server is asked for names that a model makes up, where the list has a `*.` or is
//!   lifted: a name can carry data out.
//! - A public address may lead to this machine or network too, where it is theirs.
//! - What a listed host does with a request, and what it answers: a response is as foreign as
//!   the argument of a tool. A listed host that serves redirectors or users' content opens what
//!   they open.
//! - HTTP/2 and 3 are not spoken, and there is no proxy: where one is needed to get out, allow it
//!   on the network.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::Method;
use http_body_util::Full;
use tokio::{sync::Semaphore, time::timeout};
use tokio_rustls::TlsConnector;
use url::Url;

mod builder;
mod connect;
mod credentials;
mod error;
mod exchange;
mod network;
mod redirect;
mod request;
mod resolve;
mod response;
#[cfg(test)]
mod tests;
mod tls;

pub use builder::Builder;
pub use error::{Error, ErrorKind};
use network::Networks;
use request::Outgoing;
pub use request::Request;
pub use resolve::{Resolver, Resolving};
pub use response::Response;

use crate::rule;

/// The right to fetch URLs of listed hosts.
///
/// It is cheap to clone. See the [module](self) for what it promises.
#[derive(Clone)]
pub struct Egress(Arc<Inner>);

struct Inner {
    judge: rule::Url,
    networks: Networks,
    resolver: Arc<dyn Resolver>,
    tls: TlsConnector,
    limits: Limits,
    running: Semaphore,
}

impl Egress {
    /// Says where it may lead.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Reads from a URL.
    pub fn get(&self, url: &str) -> Request {
        self.request(Method::GET, url)
    }

    /// Sends to a URL.
    pub fn post(&self, url: &str) -> Request {
        self.request(Method::POST, url)
    }

    /// A request of another method.
    pub fn request(&self, method: Method, url: &str) -> Request {
        Request::new(self.clone(), method, url)
    }

    /// The URL, if it may be fetched as far as it tells by itself.
    fn destination(&self, text: &str) -> Result<Url, Error> {
        let refused = |message: &str| {
            // Who was wanted, for the operator; what else stands in the URL may be a secret.
            let wanted = Url::parse(text).ok();
            let host = wanted.as_ref().and_then(Url::host_str).unwrap_or("no host");
            let host: String = host.chars().take(LONGEST_NAME).collect();
            Error::new(ErrorKind::Url, format!("the URL of {host:?} {message}"))
        };
        let url = self.0.judge.read(text).map_err(|violation| refused(violation.message()))?;
        if !has_its_path(text, &url) {
            return Err(refused("must not hold `.` and `..` as segments of its path"));
        }
        Ok(url)
    }

    async fn send(&self, outgoing: Outgoing) -> Result<Response, Error> {
        let inner = &self.0;
        let host = exchange::authority(&outgoing.url);
        let sent = async {
            let closed = |error| Error::new(ErrorKind::Connect, "closed").caused_by(error);
            let _running = inner.running.acquire().await.map_err(closed)?;
            self.follow(outgoing).await
        };
        match timeout(inner.limits.total, sent).await {
            Ok(result) => result,
            Err(_) => Err(Error::new(ErrorKind::TimedOut, format!("`{host}` took too long"))),
        }
    }
}

/// Shows the bounds.
impl fmt::Debug for Egress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Egress").field("limits", &self.0.limits).finish_non_exhaustive()
    }
}

type Body = Full<Bytes>;

#[derive(Clone, Copy, Debug)]
struct Limits {
    connect: Duration,
    total: Duration,
    head: usize,
    body: usize,
    redirects: usize,
}

/// Whether the URL Standard leaves the path as it was written.
fn has_its_path(text: &str, url: &Url) -> bool {
    let after_scheme = text.split_once("://").map_or("", |(_, rest)| rest);
    let path = after_scheme.find('/').map_or("/", |at| &after_scheme[at..]);
    let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
    path == url.path()
}

/// RFC 1035, section 2.3.4.
const LONGEST_NAME: usize = 255;
