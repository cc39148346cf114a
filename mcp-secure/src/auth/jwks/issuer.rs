//! [`Issuer`]: whose tokens are accepted, and where its keys are.

use std::{fmt, sync::Arc, time::Duration};

use url::{Host, Url};

use super::{
    super::{
        Accepted, Audience,
        accepted::sorted,
        jwt::{Algorithm, Policy, Terms, check_url, policy_methods, self_signed},
    },
    fetch::{Place, Remote},
    source::Source,
};
use crate::{Error, danger, egress::Egress};

/// Somebody whose tokens are accepted.
#[must_use = "an issuer is nobody until `Jwks` has it"]
pub struct Issuer {
    name: String,
    keys: Option<String>,
    hosts: Vec<String>,
    networks: Vec<String>,
    authorities: Option<Vec<u8>>,
    rsa: Algorithm,
    policy: Policy,
}

/// The same, once the server is prepared.
pub(super) struct Trusted {
    pub(super) terms: Terms,
    pub(super) source: Arc<Source>,
}

impl Issuer {
    /// The issuer of this identifier, byte for byte as its tokens have it in `iss`. Its metadata
    /// says where its keys are.
    ///
    /// The metadata is looked for where RFC 8414, section 3.1, has it, then where OpenID Connect
    /// Discovery 1.0 has it, with the path of the identifier behind the well-known part and
    /// before it. It is believed only if it has exactly this `issuer` (RFC 8414, section 3.3).
    pub fn discover(issuer: impl Into<String>) -> Self {
        Self {
            name: issuer.into(),
            keys: None,
            hosts: Vec::new(),
            networks: Vec::new(),
            authorities: None,
            rsa: Algorithm::Rs256,
            policy: Policy::default(),
        }
    }

    /// The issuer of this identifier, whose keys are at this URL.
    pub fn keys_at(issuer: impl Into<String>, url: impl Into<String>) -> Self {
        Self { keys: Some(url.into()), ..Self::discover(issuer) }
    }

    /// Fetches from this host too: where the issuer's keys are, if that is not its own host.
    /// `www.googleapis.com` is such a one for `https://accounts.google.com`.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.hosts.push(host.into());
        self
    }

    /// What RSA keys without an `alg` are for. Default: RS256, the only one that every issuer has
    /// to know (OpenID Connect Core 1.0, section 15.1).
    pub fn rsa_algorithm(mut self, algorithm: Algorithm) -> Self {
        self.rsa = algorithm;
        self
    }

    /// Takes the word of these authorities, certificates in PEM, for who the issuer is, and of no
    /// other: see [`egress::Builder::trust_only`](crate::egress::Builder::trust_only).
    pub fn trust_only(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.authorities = Some(pem.into());
        self
    }

    /// Fetches from addresses in these networks too, of an issuer in the network of the server:
    /// see [`egress::Builder::dangerous_allow_networks`](crate::egress::Builder::dangerous_allow_networks).
    #[track_caller]
    pub fn dangerous_allow_networks<N: Into<String>>(
        mut self,
        networks: impl IntoIterator<Item = N>,
    ) -> Self {
        danger::tell("dangerous_allow_networks");
        self.networks.extend(networks.into_iter().map(Into::into));
        self
    }

    policy_methods!();

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What its tokens are held to.
    pub(super) fn accepted(&self) -> Accepted {
        let accepted = self.policy.accepted("Jwks", "JSON Web Tokens");
        let place = self.keys.as_deref();
        let mut accepted = accepted.asked(place, &self.networks, self.authorities.as_deref());
        accepted.issuer = Some(self.name.clone());
        let algorithms = self_signed::algorithms().map(|algorithm| algorithm.name().to_owned());
        accepted.algorithms = algorithms.collect();
        accepted.rsa_algorithm = Some(self.rsa.name().to_owned());
        accepted.hosts = sorted(&self.hosts);
        accepted
    }

    pub(super) fn trusted(&self, server: &Audience<'_>) -> crate::Result<Trusted> {
        let wrong = |error: Error| error.context(format!("issuer `{}`", self.name));
        if !self.rsa.is_rsa() {
            return Err(wrong(Error::new("`rsa_algorithm` takes an algorithm of RSA")));
        }
        check_url(&self.name).map_err(wrong)?;
        let terms = Terms::new(&self.policy, Some(&self.name), server).map_err(wrong)?;
        let place = match &self.keys {
            None => Place::Discovered,
            Some(url) => {
                check_url(url).map_err(wrong)?;
                Place::At(url.clone())
            }
        };
        let egress = self.egress().map_err(wrong)?;
        let remote = Remote { issuer: self.name.clone(), place, egress, rsa: self.rsa };
        Ok(Trusted { terms, source: Arc::new(Source::new(&self.name, remote)) })
    }

    /// A way to the issuer's hosts, and to nobody else.
    fn egress(&self) -> crate::Result<Egress> {
        let mut builder = Egress::builder()
            .hosts(&self.hosts)
            .dangerous_allow_networks(&self.networks)
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .max_body(MAX_DOCUMENT);
        let mut ports = vec![443];
        for url in [Some(&self.name), self.keys.as_ref()].into_iter().flatten() {
            let url = Url::parse(url)?;
            let host = url.host_str().unwrap_or_default();
            builder = builder.hosts([host]);
            ports.extend(url.port_or_known_default());
            if is_loopback(&url) {
                builder = builder.dangerous_allow_networks(LOOPBACK);
            }
            // `check_url` has seen to it that this is loopback.
            if url.scheme() == "http" {
                builder = builder.dangerous_plain_http();
            }
        }
        if let Some(authorities) = &self.authorities {
            builder = builder.trust_only(authorities.clone());
        }
        builder.ports(ports).build()
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer").field("name", &self.name).finish_non_exhaustive()
    }
}

const LOOPBACK: [&str; 2] = ["127.0.0.1", "::1"];
const CONNECT: Duration = Duration::from_secs(3);
const TOTAL: Duration = Duration::from_secs(5);
const MAX_DOCUMENT: usize = 256 << 10;
