//! From a name to its addresses, once.

use std::{
    fmt,
    future::Future,
    io,
    net::{IpAddr, ToSocketAddrs},
    pin::Pin,
    sync::Arc,
};

use tokio::{sync::Semaphore, task};

use super::{Error, ErrorKind, network::Networks};

/// Looks names up. What it answers is judged as every other answer is, so a resolver of one's
/// own lowers no guarantee: it is for tests, and for names that only one's own network knows.
///
/// ```
/// use std::{io, net::IpAddr};
/// use mcp_secure::egress::{Egress, Resolver, Resolving};
///
/// struct Fixed(IpAddr);
///
/// impl Resolver for Fixed {
///     fn resolve<'a>(&'a self, _name: &'a str) -> Resolving<'a> {
///         Box::pin(async { Ok(vec![self.0]) })
///     }
/// }
///
/// # fn main() -> mcp_secure::Result<()> {
/// let egress = Egress::builder()
///     .hosts(["api.example.com"])
///     .resolver(Fixed([9, 9, 9, 9].into()))
///     .build()?;
/// # Ok(())
/// # }
/// ```
pub trait Resolver: Send + Sync + 'static {
    /// The addresses of a name, the best one first.
    fn resolve<'a>(&'a self, name: &'a str) -> Resolving<'a>;
}

/// The addresses to come of a name.
pub type Resolving<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// The operating system's resolver, with its hosts file and search domains.
pub(super) struct System {
    /// A lookup cannot be interrupted and holds a thread, also when nobody waits any more.
    lookups: Arc<Semaphore>,
}

impl Default for System {
    fn default() -> Self {
        Self { lookups: Arc::new(Semaphore::new(MAX_LOOKUPS)) }
    }
}

impl Resolver for System {
    fn resolve<'a>(&'a self, name: &'a str) -> Resolving<'a> {
        Box::pin(async move {
            let lookup =
                Arc::clone(&self.lookups).acquire_owned().await.map_err(io::Error::other)?;
            let name = name.to_owned();
            let addresses = task::spawn_blocking(move || {
                let found = (name.as_str(), 0).to_socket_addrs();
                drop(lookup);
                found
            });
            Ok(addresses.await.map_err(io::Error::other)??.map(|address| address.ip()).collect())
        })
    }
}

impl fmt::Debug for dyn Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resolver")
    }
}

/// Addresses that were judged: only of these is there a connection.
pub(super) struct Judged(Vec<IpAddr>);

impl Judged {
    /// The addresses of a URL's host, if every one of them may be connected to.
    ///
    /// One that may not refuses them all: an honest name has no such address, and whoever
    /// mixes them hopes for a client that takes the other one at the second try.
    pub(super) async fn of(
        host: url::Host<&str>,
        resolver: &dyn Resolver,
        networks: &Networks,
    ) -> Result<Self, Error> {
        let mut addresses = match host {
            url::Host::Ipv4(address) => vec![address.into()],
            url::Host::Ipv6(address) => vec![address.into()],
            url::Host::Domain(name) => resolver.resolve(name).await.map_err(|error| {
                Error::new(ErrorKind::Resolve, format!("cannot resolve `{name}`")).caused_by(error)
            })?,
        };
        if addresses.is_empty() {
            return Err(Error::new(ErrorKind::Resolve, format!("`{host}` has no address")));
        }
        for &address in &addresses {
            if let Some(class) = networks.refused(address) {
                let text = format!("`{host}` has the address {address}, which is {class:?}");
                return Err(Error::new(ErrorKind::Address, text));
            }
        }
        addresses.truncate(MAX_ADDRESSES);
        Ok(Self(addresses))
    }

    pub(super) fn addresses(&self) -> &[IpAddr] {
        &self.0
    }
}

/// As many threads as slow names may hold.
const MAX_LOOKUPS: usize = 16;

/// As many as are tried, one after the other.
const MAX_ADDRESSES: usize = 4;
