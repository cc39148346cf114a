//! A URL read by the strictest grammar: RFC 3986, and what all programs agree on.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::Host;

use crate::rule::hostname;

/// What of a URL decides where it leads.
pub(super) struct Parts<'a> {
    pub(super) scheme: &'a str,
    pub(super) host: Host<&'a str>,
    pub(super) port: Option<u16>,
}

impl<'a> Parts<'a> {
    /// Reads a URL, or says what it breaks first.
    pub(super) fn read(value: &'a str) -> Result<Self, &'static str> {
        if value.is_empty() {
            return Err("must not be empty");
        }
        if value.len() > LONGEST {
            return Err("must have at most 2048 bytes");
        }
        characters(value)?;
        let no_host = "must be an absolute URL with a host, as `https://example.com/`";
        let (scheme, rest) = value.split_once("://").ok_or(no_host)?;
        if !is_scheme(scheme) {
            return Err(no_host);
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        if authority.is_empty() {
            return Err(no_host);
        }
        if authority.contains('@') {
            return Err("must not hold a user name or password, nor `@` before the path");
        }
        if !rest.starts_with('/') && rest.contains('@') {
            // Old parsers look for the last `@` and do not stop at `?` and `#`.
            return Err("must have a `/` after the host where an `@` follows");
        }
        if rest.contains(['[', ']']) {
            return Err("must have `[` and `]` percent-encoded after the host");
        }
        if rest.find('#').is_some_and(|at| rest[at + 1..].contains('#')) {
            return Err("must not hold more than one `#`");
        }
        let path = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
        if holds_encoded_control(path) {
            return Err("must not hold encoded control characters in the path");
        }
        let (host, port) = host_and_port(authority)?;
        Ok(Self { scheme, host, port })
    }
}

fn characters(value: &str) -> Result<(), &'static str> {
    let bytes = value.as_bytes();
    // One pass for the good ones.
    let is_bad = |byte: &u8| !is_rfc_3986(*byte);
    if let Some(&first) = bytes.iter().find(|byte| is_bad(byte)) {
        return Err(match first {
            b'\\' => "must not hold a backslash",
            0..=b' ' | 0x7f => "must not hold spaces, line breaks or control characters",
            0x80.. => "must hold only ASCII; write `xn--` in hosts and percent-encode the rest",
            _ => "must have characters that RFC 3986 does not know percent-encoded",
        });
    }
    let is_broken = |at: usize| {
        let digits = bytes.get(at + 1..at + 3);
        !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if memchr::memchr_iter(b'%', bytes).any(is_broken) {
        return Err("must have two hexadecimal digits after each `%`");
    }
    Ok(())
}

fn is_rfc_3986(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

pub(super) fn is_scheme(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(is_part)
}

fn holds_encoded_control(path: &str) -> bool {
    let bytes = path.as_bytes();
    memchr::memchr_iter(b'%', bytes)
        .any(|at| matches!(bytes[at + 1..], [b'0' | b'1', ..] | [b'7', b'f' | b'F', ..]))
}

fn host_and_port(authority: &str) -> Result<(Host<&str>, Option<u16>), &'static str> {
    let broken = "must have brackets around an IPv6 address and nothing else, without a zone";
    if let Some(rest) = authority.strip_prefix('[') {
        let (address, rest) = rest.split_once(']').ok_or(broken)?;
        let address: Ipv6Addr = address.parse().map_err(|_| broken)?;
        let port = match rest.strip_prefix(':') {
            Some(port) => Some(read_port(port)?),
            None if rest.is_empty() => None,
            None => return Err(broken),
        };
        return Ok((Host::Ipv6(address), port));
    }
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(read_port(port)?)),
        None => (authority, None),
    };
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return Ok((Host::Ipv4(address), port));
    }
    match hostname::broken_by_shape(host, true) {
        None => Ok((Host::Domain(host), port)),
        Some(_) => Err("must have a host that is a name, or an IP address in its usual spelling"),
    }
}

fn read_port(text: &str) -> Result<u16, &'static str> {
    let is_strict = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    let port = is_strict.then(|| text.parse().ok()).flatten();
    port.ok_or("must have a port from 1 to 65535 after the `:`, without leading zeros")
}

pub(super) const LONGEST: usize = 2048;
