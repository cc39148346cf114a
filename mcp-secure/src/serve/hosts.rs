//! Which hosts and origins are answered: the defence against DNS rebinding.
//!
//! A page of an attacker's site can have its own name resolve to this machine, and its
//! requests then carry that name in `Host` and `Origin`. So only names that are known to be
//! the server's own are answered, on every route.

use std::net::IpAddr;

use http::{HeaderMap, HeaderValue, Uri, header, uri::Authority};

use crate::error::{Error, Result};

/// The allowlists. Empty means that nothing is allowed.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    hosts: Vec<Host>,
    origins: Vec<String>,
}

#[derive(Clone, Debug)]
struct Host {
    name: String,
    /// Every one, where it is none.
    port: Option<u16>,
}

impl Hosts {
    /// # Errors
    ///
    /// An entry is not a host, or not an origin.
    pub(crate) fn new(hosts: &[String], origins: &[String]) -> Result<Self> {
        let hosts = hosts.iter().map(|host| Host::read(host)).collect::<Result<_>>()?;
        let origins = origins.iter().map(|origin| read_origin(origin)).collect::<Result<_>>()?;
        Ok(Self { hosts, origins })
    }

    /// Whether the request is for this server, and not from a page of another one.
    pub(crate) fn allow(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), &'static str> {
        let host = requested(uri, headers).ok_or("host")?;
        let (name, port) = split(host).ok_or("host")?;
        if !self.hosts.iter().any(|allowed| allowed.is(name, port)) {
            return Err("host");
        }
        let mut origins = headers.get_all(header::ORIGIN).iter();
        match (origins.next(), origins.next()) {
            (None, _) => Ok(()),
            (Some(origin), None) if self.allows_origin(origin, host) => Ok(()),
            _ => Err("origin"),
        }
    }

    fn allows_origin(&self, origin: &HeaderValue, host: &str) -> bool {
        let Ok(origin) = origin.to_str() else { return false };
        // The server's own pages: the same authority, as the browser writes it.
        let own = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        own.is_some_and(|own| own.eq_ignore_ascii_case(host))
            || self.origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin))
    }
}

/// The names of loopback, which are the server's own where it listens there.
pub(crate) const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// An address as a host, without a port.
pub(crate) fn of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

/// The host that a request asks for, as it names it.
pub(crate) fn requested<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    let mut values = headers.get_all(header::HOST).iter();
    let named = match (values.next(), values.next()) {
        (Some(host), None) => Some(host.to_str().ok()?),
        (None, _) => None,
        _ => return None,
    };
    match (uri.authority(), named) {
        // An absolute target replaces the header (RFC 9112, section 3.2.2); that they differ
        // has no honest reason.
        (Some(target), Some(named)) => target.as_str().eq_ignore_ascii_case(named).then_some(named),
        (Some(target), None) => Some(target.as_str()),
        (None, named) => named,
    }
}

/// The name and the port of an authority. What has another form (user information) has no name
/// that could be allowed.
fn split(authority: &str) -> Option<(&str, Option<u16>)> {
    let end_of_address = if authority.starts_with('[') { authority.find(']')? + 1 } else { 0 };
    let behind = &authority.as_bytes()[end_of_address..];
    let Some(colon) = memchr::memchr(b':', behind) else { return Some((authority, None)) };
    let (name, port) = authority.split_at(end_of_address + colon);
    let port = &port[1..];
    let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    Some((name, Some(is_number.then(|| port.parse().ok())??)))
}

impl Host {
    fn read(host: &str) -> Result<Self> {
        let authority: Option<Authority> = host.parse().ok();
        let authority = authority.filter(|authority| {
            let has_port = authority.port_u16().is_some();
            !authority.as_str().contains('@')
                && !authority.host().contains('*')
                && (has_port || authority.as_str() == authority.host())
        });
        let read = |it: Authority| Self { name: it.host().to_owned(), port: it.port_u16() };
        authority.map(read).ok_or_else(|| {
            Error::new(format!("`{host}` is not a host; write for example mcp.example.com"))
        })
    }

    fn is(&self, name: &str, port: Option<u16>) -> bool {
        self.name.eq_ignore_ascii_case(name) && (self.port.is_none() || self.port == port)
    }
}

fn read_origin(origin: &str) -> Result<String> {
    let error = || {
        Error::new(format!(
            "`{origin}` is not an origin; write for example https://app.example.com"
        ))
    };
    let (scheme, authority) = origin.split_once("://").ok_or_else(error)?;
    let authority: Authority = authority.parse().map_err(|_| error())?;
    if !matches!(scheme, "http" | "https") || authority.as_str().contains(['@', '*']) {
        return Err(error());
    }
    Ok(origin.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn allow(
        hosts: &[&str],
        origins: &[&str],
        request: &[(&str, &str)],
    ) -> Result<(), &'static str> {
        let strings = |list: &[&str]| list.iter().map(|s| s.to_string()).collect::<Vec<_>>();
        let hosts = Hosts::new(&strings(hosts), &strings(origins)).unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in request {
            headers.append(
                http::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        hosts.allow(&Uri::from_static("/mcp"), &headers)
    }

    #[test]
    fn loopback_names_are_answered_with_any_port() {
        for host in ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:9", "LOCALHOST"] {
            assert_eq!(allow(&LOOPBACK, &[], &[("host", host)]), Ok(()), "{host}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "evil@localhost",
            "localhost@evil.example",
            "127.0.0.2",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
            "localhost:",
            "localhost:evil",
            "localhost:1:2",
            "localhost:99999",
            "localhost:+1",
            "localhost.",
            "[::1",
            "[::1]evil",
            "::1",
            "",
        ] {
            assert_eq!(allow(&LOOPBACK, &[], &[("host", host)]), Err("host"), "{host}");
        }
        assert_eq!(allow(&LOOPBACK, &[], &[]), Err("host"));
        assert_eq!(allow(&[], &[], &[("host", "localhost")]), Err("host"));
        let twice = [("host", "localhost"), ("host", "evil.example")];
        assert_eq!(allow(&LOOPBACK, &[], &twice), Err("host"));
    }

    #[test]
    fn an_address_is_a_host_without_its_port() {
        for (address, host) in [("127.0.0.2", "127.0.0.2:8000"), ("::1", "[::1]:8000")] {
            let allowed = of(address.parse().unwrap());
            assert_eq!(allow(&[&allowed], &[], &[("host", host)]), Ok(()), "{allowed}");
        }
    }

    #[test]
    fn a_port_in_the_list_is_the_only_one() {
        assert_eq!(allow(&["a.example:8443"], &[], &[("host", "a.example:8443")]), Ok(()));
        assert_eq!(allow(&["a.example:8443"], &[], &[("host", "a.example")]), Err("host"));
    }

    #[test]
    fn only_the_own_origin_and_listed_ones_are_answered() {
        let from = |origin| {
            allow(
                &LOOPBACK,
                &["https://app.example"],
                &[("host", "localhost:8000"), ("origin", origin)],
            )
        };
        assert_eq!(from("http://localhost:8000"), Ok(()));
        assert_eq!(from("https://app.example"), Ok(()));
        for origin in [
            "null",
            "http://localhost:8001",
            "http://localhost",
            "https://app.example.evil.example",
            "https://app.example:444",
            "http://evil.example",
            "file://",
            "http://localhost:8000/",
            "http://a@localhost:8000",
            "",
        ] {
            assert_eq!(from(origin), Err("origin"), "{origin}");
        }
        let two =
            [("host", "localhost"), ("origin", "http://localhost"), ("origin", "http://localhost")];
        assert_eq!(allow(&LOOPBACK, &[], &two), Err("origin"));
    }

    #[test]
    fn wildcards_and_nonsense_are_not_entries() {
        for host in ["*", "*.example.com", "a@b", "http://x", "a:", "a:99999", "a:b"] {
            assert!(Hosts::new(&[host.to_owned()], &[]).is_err(), "{host}");
        }
        for origin in ["*", "app.example", "ftp://x", "https://*.x", "https://x/path"] {
            assert!(Hosts::new(&[], &[origin.to_owned()]).is_err(), "{origin}");
        }
    }
}
