//! Where an egress may lead, and how much may come back.

use std::{fmt, sync::Arc, time::Duration};

use tokio::sync::Semaphore;

use super::{
    Egress, Inner, Limits, Resolver,
    network::{Network, Networks},
    resolve::System,
    tls::{self, Authorities},
};
use crate::{Error, Result, danger, rule};

/// Says where an [`Egress`] may lead; made by [`Egress::builder`].
#[must_use]
pub struct Builder {
    hosts: Option<Vec<String>>,
    ports: Vec<u16>,
    networks: Vec<String>,
    plain_http: bool,
    authorities: Authorities,
    resolver: Arc<dyn Resolver>,
    limits: Limits,
    max_running: usize,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            hosts: Some(Vec::new()),
            ports: Vec::new(),
            networks: Vec::new(),
            plain_http: false,
            authorities: Authorities::default(),
            resolver: Arc::new(System::default()),
            limits: Limits {
                connect: Duration::from_secs(5),
                total: Duration::from_secs(20),
                head: 32 << 10,
                body: 4 << 20,
                redirects: 0,
            },
            max_running: 64,
        }
    }
}

impl Builder {
    /// Allows these hosts: exactly the one that is named, or with `*.` in front every name
    /// under it, as [`rule::url`](fn@crate::rule::url) does. Said more than once, all of them.
    /// Without any, nothing can be fetched.
    pub fn hosts<H: Into<String>>(mut self, hosts: impl IntoIterator<Item = H>) -> Self {
        self.hosts.get_or_insert_default().extend(hosts.into_iter().map(Into::into));
        self
    }

    /// Allows every host that is public, and lifts the list.
    ///
    /// Whoever chooses the URL then chooses who learns what the tool sends: take it for tools
    /// that read public pages and hold nothing to be kept.
    pub fn any_public_host(mut self) -> Self {
        self.hosts = None;
        self
    }

    /// Allows these ports and no other. By default those of the schemes: 443, and 80 with
    /// [`dangerous_plain_http`](Builder::dangerous_plain_http).
    pub fn ports(mut self, ports: impl IntoIterator<Item = u16>) -> Self {
        self.ports = ports.into_iter().collect();
        self
    }

    /// Allows `http` beside `https`: whoever is on the way reads and changes all of it.
    #[track_caller]
    pub fn dangerous_plain_http(mut self) -> Self {
        danger::tell("dangerous_plain_http");
        self.plain_http = true;
        self
    }

    /// Opens networks that are not public, beside those that are: `10.1.0.0/16`, `fd00:1::/32`,
    /// `127.0.0.1`. Hosts have to be listed all the same, and names of the inside (`localhost`,
    /// `db.internal`) can be.
    ///
    /// Every name that is allowed and resolves there leads there. The metadata services of
    /// clouds, which hand out credentials, are opened by their own address only, by no wider
    /// network.
    #[track_caller]
    pub fn dangerous_allow_networks<N: Into<String>>(
        mut self,
        networks: impl IntoIterator<Item = N>,
    ) -> Self {
        danger::tell("dangerous_allow_networks");
        self.networks.extend(networks.into_iter().map(Into::into));
        self
    }

    /// Takes the word of these authorities for who a server is, and of no other: certificates
    /// in PEM. By default, that of Mozilla's list as compiled in: it grows old with the
    /// program, and is renewed by building it anew.
    pub fn trust_only(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.authorities = Authorities::Only(pem.into());
        self
    }

    /// Looks names up in another way than the operating system's.
    pub fn resolver(mut self, resolver: impl Resolver) -> Self {
        self.resolver = Arc::new(resolver);
        self
    }

    /// Follows at most this many redirects of `GET` and `HEAD`, each judged as the first URL. By
    /// default none: the response that says so is the response. Other methods are never
    /// redirected: what they send is sent once.
    pub fn redirects(mut self, at_most: usize) -> Self {
        self.limits.redirects = at_most;
        self
    }

    /// How long connecting may take, and again how long the TLS handshake; 5 s by default.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.limits.connect = limit;
        self
    }

    /// How long all of it may take, from waiting for a place to the last byte of the body; 20 s
    /// by default.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limits.total = limit;
        self
    }

    /// How large a body may be, in bytes; 4 MiB by default.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.body = bytes;
        self
    }

    /// How large a header section may be, in bytes; 32 KiB by default, and 8 KiB at least. It
    /// has at most 100 headers.
    pub fn max_head(mut self, bytes: usize) -> Self {
        self.limits.head = bytes;
        self
    }

    /// How many requests run at once; 64 by default. More wait, and their time runs.
    pub fn max_concurrent(mut self, requests: usize) -> Self {
        self.max_running = requests;
        self
    }

    /// The egress.
    ///
    /// # Errors
    ///
    /// All that is wrong with the hosts, the networks, the authorities and the bounds.
    pub fn build(self) -> Result<Egress> {
        let mut wrong = Vec::new();
        let networks: Vec<Network> = self
            .networks
            .iter()
            .filter_map(|text| match text.parse() {
                Ok(network) => Some(network),
                Err(why) => {
                    wrong.push(format!("`{text}` is no network: {why}"));
                    None
                }
            })
            .collect();
        let judge = self.judge().unwrap_or_else(|why| {
            wrong.push(why);
            rule::url()
        });
        if self.limits.head < SMALLEST_HEAD {
            wrong.push(format!("`max_head` is {SMALLEST_HEAD} at least"));
        }
        if self.limits.redirects > MOST_REDIRECTS {
            wrong.push(format!("`redirects` is {MOST_REDIRECTS} at most"));
        }
        if !(1..=Semaphore::MAX_PERMITS).contains(&self.max_running) {
            wrong.push("`max_concurrent` is 1 at least".to_owned());
        }
        if !wrong.is_empty() {
            return Err(Error::new(format!("no egress: {}", wrong.join("; "))));
        }
        Ok(Egress(Arc::new(Inner {
            judge,
            networks: Networks(networks),
            resolver: self.resolver,
            tls: tls::connector(&self.authorities)?,
            limits: self.limits,
            running: Semaphore::new(self.max_running),
        })))
    }

    fn judge(&self) -> Result<rule::Url, String> {
        let schemes: &[&str] = if self.plain_http { &["https", "http"] } else { &["https"] };
        let mut judge = rule::url().schemes(schemes);
        // Each address is judged when it is known; the names of the inside are here.
        if self.networks.is_empty() {
            judge = judge.public();
        }
        let default_ports: &[u16] = if self.plain_http { &[443, 80] } else { &[443] };
        let ports = if self.ports.is_empty() { default_ports } else { &self.ports };
        judge = ports.iter().fold(judge, |judge, &port| judge.port(port));
        match &self.hosts {
            None => Ok(judge),
            Some(hosts) => judge.try_hosts(hosts),
        }
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("hosts", &self.hosts)
            .field("networks", &self.networks)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// What the HTTP library takes at least.
const SMALLEST_HEAD: usize = 8 << 10;

/// As browsers do.
const MOST_REDIRECTS: usize = 20;
