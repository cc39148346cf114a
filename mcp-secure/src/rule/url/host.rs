//! Which hosts a URL may have.

use std::{
    fmt::{self, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use url::Host;

use crate::rule::hostname;

/// What an author lists.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    Name(String),
    /// With the dot in front.
    Under(String),
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

impl Pattern {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let text = text.to_ascii_lowercase();
        match text.parse() {
            Ok(IpAddr::V4(address)) => return Ok(Pattern::V4(address)),
            Ok(IpAddr::V6(address)) => return Ok(Pattern::V6(address)),
            Err(_) => {}
        }
        let name = text.strip_prefix("*.").unwrap_or(&text);
        if let Some(broken) = hostname::broken_by_shape(name, true) {
            return Err(format!("`url` cannot accept the host `{text}`: it {broken}"));
        }
        Ok(match text.strip_prefix('*') {
            Some(under) => Pattern::Under(under.to_owned()),
            None => Pattern::Name(text),
        })
    }

    pub(super) fn accepts(&self, host: &Host<&str>) -> bool {
        match (self, host) {
            (Pattern::Name(name), Host::Domain(host)) => name.eq_ignore_ascii_case(host),
            (Pattern::Under(under), Host::Domain(host)) => is_under(host, under),
            (Pattern::V4(address), Host::Ipv4(host)) => address == host,
            (Pattern::V6(address), Host::Ipv6(host)) => address == host,
            _ => false,
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Under(under) => write!(f, "*{under}"),
            Self::V4(address) => address.fmt(f),
            Self::V6(address) => address.fmt(f),
        }
    }
}

/// Whether the name ends in `.domain` and has something in front.
fn is_under(name: &str, dot_domain: &str) -> bool {
    name.len() > dot_domain.len()
        && name
            .get(name.len() - dot_domain.len()..)
            .is_some_and(|end| end.eq_ignore_ascii_case(dot_domain))
}

/// The violation that names the hosts of the list, as long as it is short.
pub(super) fn told(patterns: &[Pattern]) -> String {
    if patterns.is_empty() {
        return "no host is allowed".to_owned();
    }
    let mut message = String::from("must have one of the hosts: ");
    for (index, pattern) in patterns.iter().enumerate() {
        if message.len() > LONGEST_MESSAGE {
            return format!("{message} and {} more", patterns.len() - index);
        }
        if index > 0 {
            message.push_str(", ");
        }
        // Writing to a string cannot fail.
        let _ = write!(message, "{pattern}");
    }
    message
}

/// Whether nothing is known against the name being public.
pub(super) fn may_be_public(name: &str) -> bool {
    // Without a dot, the network that one is in completes the name.
    let is_known =
        |domain: &&str| is_under(name, domain) || name.eq_ignore_ascii_case(&domain[1..]);
    name.contains('.') && !INSIDE.iter().any(is_known)
}

/// Domains that lead inside.
#[rustfmt::skip]
const INSIDE: &[&str] = &[
    // Special-use domain names (RFC 6761, 6762, 7686, 8375, 9476) and the one that ICANN reserved
    // for private use. Clouds serve metadata under `.internal`, clusters under `.local`.
    ".localhost", ".local", ".internal", ".test", ".invalid", ".home.arpa", ".alt", ".onion",
    // In use inside networks, and not delegated.
    ".localdomain", ".lan", ".home", ".corp", ".mail", ".intranet", ".private", ".domain", ".svc",
    // Made to resolve to this machine, or to the address in the name.
    ".localtest.me", ".lvh.me", ".vcap.me", ".lacolhost.com", ".nip.io", ".sslip.io", ".xip.io",
    ".xip.name", ".backname.io", ".traefik.me", ".local.gd", ".localh.st", ".localho.st", ".fuf.me",
    ".smackaho.st", ".1u.ms", ".rbndr.us",
    // Metadata of Tencent's cloud, and of AWS by its old name.
    ".metadata.tencentyun.com", ".instance-data",
];

/// From here on the message says only how many more hosts there are.
const LONGEST_MESSAGE: usize = 300;
