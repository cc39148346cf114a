//! URLs.

use std::{borrow::Cow, net::IpAddr};

use schemars::Schema;
use url::{Host, Url as Parsed};

use super::{Rule, Violation, keywords, review};
use crate::address::classify;

mod host;
mod other_scripts;
mod parts;
mod scheme;
#[cfg(test)]
#[rustfmt::skip] // Long lists of URLs.
mod tests;

use host::Pattern;
use parts::Parts;

/// Asks for an absolute URL that every program reads alike: a scheme, a host and what
/// follows, `https` unless [`schemes`](Url::schemes) says otherwise.
///
/// # What is refused
///
/// | | why |
/// |---|---|
/// | other schemes, no scheme, no `//` or no host | `file:`, `javascript:`, `//evil.com`, `https:evil.com` |
/// | user names and passwords, any `@` before the path | `https://good.com@evil.com/` goes to `evil.com` |
/// | backslashes | `https://good.com\@evil.com/` goes where the program likes |
/// | spaces, line breaks, control characters, anywhere | some programs drop them, others end there |
/// | other characters that RFC 3986 does not have, and broken percent-encoding | written `%xx`, or `xn--` in a host, they mean the same everywhere |
/// | percent-encoding in the host, other scripts anywhere unless [`unicode(true)`](Url::unicode) | `①②⑦.0.0.1` and `%6c%6fcalhost` are this machine |
/// | IP addresses in other than the strict spelling of [`ip`](super::ip) | `0x7f.1`, `2130706433`, `010.0.0.1` |
/// | a host that is not a [`hostname`](super::hostname); underscores are accepted here | |
/// | an empty port, a port 0, leading zeros in a port | |
/// | encoded control characters in the path | decoded later, they split lines and requests |
/// | more than 2048 bytes | |
///
/// What passes is parsed once more by the URL Standard (WHATWG), and both readings have to
/// name the same scheme, host and port. Fragments are accepted: they are not sent.
///
/// # What is not promised
///
/// **Judging a URL is not fetching it.** A name may resolve to any address, also to one of
/// this machine, and to another one a moment later; a server may redirect anywhere. So
/// [`public`](Url::public) judges addresses in the URL and well-known names only. Whoever
/// fetches needs a client that judges the resolved address as it connects (by
/// [`classify`]), and every redirect by this rule: `Egress`, of the feature `egress`, does.
///
/// ```
/// use mcp_secure::rule::{Rule, url};
///
/// for good in ["https://example.com", "https://example.com:8443/a/b?q=1#top", "https://9.9.9.9/"] {
///     assert!(url().judge(good).is_ok(), "{good}");
/// }
/// for bad in [
///     "http://example.com/", "//example.com", "https:example.com", "https://user@example.com/",
///     r"https://good.com\@evil.com/", "https://0x7f.1/", "https://example.com/a b", "https://bücher.example/",
/// ] {
///     assert!(url().judge(bad).is_err(), "{bad}");
/// }
/// ```
pub fn url() -> Url {
    Url {
        schemes: vec!["https".to_owned()],
        hosts: None,
        ports: Vec::new(),
        public: false,
        unicode: false,
    }
}

/// See [`url`](fn@url).
#[derive(Clone, Debug)]
pub struct Url {
    schemes: Vec<String>,
    hosts: Option<Vec<Pattern>>,
    ports: Vec<u16>,
    public: bool,
    unicode: bool,
}

impl Url {
    /// Accepts these schemes and no other; `https` by default.
    ///
    /// # Panics
    ///
    /// If one is no scheme, or one without a host or that runs code: `file`, `data`, `blob`,
    /// `javascript`, ..
    #[must_use]
    #[track_caller]
    pub fn schemes<S: AsRef<str>>(mut self, schemes: impl IntoIterator<Item = S>) -> Self {
        self.schemes = schemes.into_iter().map(|scheme| scheme::of(scheme.as_ref())).collect();
        self
    }

    /// Accepts these hosts and no other: exactly the one that is named, or with `*.` in front
    /// every name under it, at any depth, but not the name itself. Case does not matter. An
    /// empty list accepts nothing.
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, url};
    ///
    /// let rule = url().hosts(["api.example.com", "*.example.org"]);
    /// assert!(rule.judge("https://api.example.com/").is_ok());
    /// assert!(rule.judge("https://a.b.example.org/").is_ok());
    /// assert!(rule.judge("https://example.org/").is_err());
    /// assert!(rule.judge("https://evil-example.org/").is_err());
    /// assert!(rule.judge("https://api.example.com.evil.com/").is_err());
    /// ```
    ///
    /// # Panics
    ///
    /// If one is neither a name, nor `*.` and a name, nor an IP address (without brackets).
    #[must_use]
    #[track_caller]
    pub fn hosts<H: AsRef<str>>(self, hosts: impl IntoIterator<Item = H>) -> Self {
        match self.try_hosts(hosts) {
            Ok(rule) => rule,
            Err(broken) => panic!("{broken}"),
        }
    }

    /// As [`hosts`](Url::hosts), for lists that come from a configuration.
    pub(crate) fn try_hosts<H: AsRef<str>>(
        mut self,
        hosts: impl IntoIterator<Item = H>,
    ) -> Result<Self, String> {
        let patterns: Result<_, _> =
            hosts.into_iter().map(|host| Pattern::parse(host.as_ref())).collect();
        self.hosts = Some(patterns?);
        Ok(self)
    }

    /// Accepts this port and no other; said more than once, these. By default every port is
    /// accepted. Where a URL names no port, that of its scheme counts.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.ports.push(port);
        self
    }

    /// Refuses addresses that are not public (see [`classify`]), names
    /// without a dot, and the names that are known to lead inside: `localhost`, all under
    /// `.localhost`, `.local`, `.internal` and other private or reserved domains, and public
    /// domains that are made to resolve to any address (`nip.io`, `localtest.me`, ..).
    ///
    /// Other names are accepted, whatever they resolve to: see [above](fn@url). The schema
    /// does not tell this.
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, url};
    ///
    /// let rule = url().schemes(["http", "https"]).public();
    /// assert!(rule.judge("http://example.com/").is_ok());
    /// for bad in ["http://localhost/", "http://[::1]/", "http://169.254.169.254/", "http://metadata.google.internal/"] {
    ///     assert!(rule.judge(bad).is_err(), "{bad}");
    /// }
    /// ```
    #[must_use]
    pub fn public(mut self) -> Self {
        self.public = true;
        self
    }

    /// Whether the host may be in other scripts, and what follows it may hold other characters than
    /// ASCII, as people copy them from a browser; they may not by default.
    ///
    /// The URL is judged as the one in ASCII that it stands for. Its host has to be spelled as IDNA
    /// maps it (see [`hostname`](super::Hostname::unicode)), the rest in normal form C and without
    /// what no one sees. The schema then says `iri`. Not every program can fetch it as it is written.
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, url};
    ///
    /// let rule = url().unicode(true);
    /// assert!(rule.judge("https://bücher.example/straße?q=日本").is_ok());
    /// assert!(rule.judge("https://①②⑦.0.0.1/").is_err());
    /// ```
    #[must_use]
    pub fn unicode(mut self, allow: bool) -> Self {
        self.unicode = allow;
        self
    }

    /// The URL as it was judged, for who goes there: what is judged is what is used.
    pub(crate) fn read(&self, value: &str) -> Result<Parsed, Violation> {
        self.parse(value).map_err(|broken| Violation::new("url", broken))
    }

    fn parse(&self, value: &str) -> Result<Parsed, Cow<'static, str>> {
        let ascii = match self.unicode && !value.is_ascii() {
            true => Cow::Owned(other_scripts::in_ascii(value)?),
            false => Cow::Borrowed(value),
        };
        let parts = Parts::read(&ascii)?;
        if !self.schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case(parts.scheme)) {
            let schemes = self.schemes.join(", ");
            return Err(format!("must have one of the schemes: {schemes}").into());
        }
        let Some(parsed) = parsed_alike(&ascii, &parts)
            .filter(|parsed| !self.unicode || Parsed::parse(value).as_ref() == Ok(parsed))
        else {
            return Err("must be a URL by the URL Standard".into());
        };
        if let Some(hosts) = &self.hosts
            && !hosts.iter().any(|pattern| pattern.accepts(&parts.host))
        {
            return Err(host::told(hosts).into());
        }
        let port = parsed.port_or_known_default();
        if !self.ports.is_empty() && !port.is_some_and(|port| self.ports.contains(&port)) {
            let ports: Vec<String> = self.ports.iter().map(u16::to_string).collect();
            return Err(format!("must have one of the ports: {}", ports.join(", ")).into());
        }
        let is_public = match parts.host {
            _ if !self.public => true,
            Host::Domain(name) => host::may_be_public(name),
            Host::Ipv4(address) => classify(IpAddr::V4(address)).is_public(),
            Host::Ipv6(address) => classify(IpAddr::V6(address)).is_public(),
        };
        if is_public { Ok(parsed) } else { Err("must have a public host".into()) }
    }

    /// The schemes as a pattern; their case does not matter (RFC 3986, section 3.1).
    fn portable_pattern(&self) -> String {
        let any_case = |character: char| match character {
            'a'..='z' => format!("[{}{character}]", character.to_ascii_uppercase()),
            '+' | '.' => format!("\\{character}"),
            _ => character.to_string(),
        };
        let schemes: Vec<String> =
            self.schemes.iter().map(|scheme| scheme.chars().map(any_case).collect()).collect();
        format!("^(?:{})://[^/?#]", schemes.join("|"))
    }
}

impl Default for Url {
    fn default() -> Self {
        url()
    }
}

impl Rule<str> for Url {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        self.read(value).map(drop)
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::length_at_most(schema, "maxLength", parts::LONGEST);
        let format = if self.unicode { "iri" } else { "uri" };
        keywords::also(schema, "format", format.into());
        keywords::also(schema, "pattern", self.portable_pattern().into());
        review::tell(schema, "schemes", self.schemes.clone());
        if let Some(hosts) = &self.hosts {
            let hosts: Vec<_> = hosts.iter().map(ToString::to_string).collect();
            review::tell(schema, "hosts", hosts);
        }
        if !self.ports.is_empty() {
            review::tell(schema, "ports", self.ports.clone());
        }
        if self.public {
            review::tell(schema, "public", true);
        }
    }
}

/// The URL as the URL Standard reads it, if that is what was read here.
fn parsed_alike(value: &str, parts: &Parts<'_>) -> Option<Parsed> {
    let parsed = Parsed::parse(value).ok()?;
    let is_same_host = match (parsed.host()?, &parts.host) {
        (Host::Domain(a), Host::Domain(b)) => a.eq_ignore_ascii_case(b),
        (Host::Ipv4(a), Host::Ipv4(b)) => a == *b,
        (Host::Ipv6(a), Host::Ipv6(b)) => a == *b,
        // In schemes that the standard does not know, it leaves hosts as they are.
        (Host::Domain(a), Host::Ipv4(b)) => a == b.to_string(),
        _ => false,
    };
    let is_same_port = match parts.port {
        None => parsed.port().is_none(),
        port => parsed.port_or_known_default() == port,
    };
    let is_same = is_same_host
        && is_same_port
        && parsed.scheme().eq_ignore_ascii_case(parts.scheme)
        && parsed.username().is_empty()
        && parsed.password().is_none();
    is_same.then_some(parsed)
}
