//! Trusted proxies: whose word counts for where a request comes from.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::{HeaderMap, HeaderName, header};

use crate::error::{Error, Result};

/// The proxies that stand in front of the server.
#[derive(Clone, Debug, Default)]
pub(super) struct Proxies {
    networks: Vec<Network>,
    /// Whether they write `Forwarded`, not the older headers. Only one of the two is read: a proxy
    /// that writes one lets the other pass as the client has made it up.
    forwarded: bool,
}

#[derive(Clone, Copy, Debug)]
struct Network {
    address: IpAddr,
    prefix: u32,
}

impl Proxies {
    /// # Errors
    ///
    /// An entry is neither an address nor a network.
    pub(super) fn new(networks: &[String], forwarded: bool) -> Result<Self> {
        let networks = networks.iter().map(|network| Network::read(network));
        Ok(Self { networks: networks.collect::<Result<_>>()?, forwarded })
    }

    pub(super) fn trust(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.holds(address.to_canonical()))
    }

    /// The client behind the peer: the right-most address in the header that is not a trusted
    /// proxy. What stands to the left of it was written by nobody that is trusted.
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer;
        let (name, address) = if self.forwarded { (FORWARDED, "for") } else { (FOR, "") };
        for hop in hops(headers, &name) {
            if !self.trust(client) {
                break;
            }
            // What is no address comes from a proxy that hides it: the proxy stands for it.
            let Some(address) = parameter(hop, address).and_then(read_address) else { break };
            client = address.to_canonical();
        }
        client
    }

    /// Whether the client speaks TLS to the proxies, as the nearest one says.
    pub(super) fn is_secure(&self, headers: &HeaderMap) -> bool {
        let (name, scheme) = if self.forwarded { (FORWARDED, "proto") } else { (PROTO, "") };
        let scheme = hops(headers, &name).next().and_then(|hop| parameter(hop, scheme));
        scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
    }
}

/// What the proxies have added, the last one first. Commas within quotes are not seen: a proxy
/// writes none, and a quote that the client has opened would swallow what proxies write.
fn hops<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a [u8]> {
    let lines = headers.get_all(name).iter().rev();
    lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','))
}

/// A parameter of an element of `Forwarded` (RFC 7239, section 4); without a name, the element.
fn parameter<'a>(hop: &'a [u8], name: &str) -> Option<&'a str> {
    let hop = str::from_utf8(hop).ok()?.trim_matches([' ', '\t']);
    if name.is_empty() {
        return Some(hop);
    }
    let pairs = hop.split(';').filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name));
    Some(values.next()?.1.trim().trim_matches('"'))
}

/// An address with a port or without: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`,
/// `[2001:db8::1]:80`.
fn read_address(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    match text.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        None => text.split_once(':')?.0.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

impl Network {
    fn read(text: &str) -> Result<Self> {
        let (address, prefix) = text.split_once('/').unwrap_or((text, ""));
        let read = || {
            let address: IpAddr = address.parse().ok()?;
            let longest = if address.is_ipv4() { 32 } else { 128 };
            let prefix = match text.contains('/') {
                false => longest,
                true if prefix.starts_with('+') => return None,
                true => prefix.parse().ok().filter(|prefix| *prefix <= longest)?,
            };
            let network = Self { address, prefix };
            // Bits to the right of the prefix are a slip: which of the two was meant?
            let rest = bits(address).checked_shl(prefix).unwrap_or_default();
            (rest == 0).then_some(network)
        };
        read().ok_or_else(|| {
            Error::new(format!(
                "`{text}` is not a network of proxies; write for example 10.0.0.7, 10.0.0.0/8 or \
                 fd00::/8"
            ))
        })
    }

    fn holds(&self, address: IpAddr) -> bool {
        let differing = bits(address) ^ bits(self.address);
        address.is_ipv4() == self.address.is_ipv4()
            && differing.checked_shr(128 - self.prefix).unwrap_or_default() == 0
    }
}

/// The bits of an address, the first one at the left.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()) << 96,
        IpAddr::V6(address) => address.to_bits(),
    }
}

const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED: HeaderName = header::FORWARDED;

#[cfg(test)]
mod tests;
