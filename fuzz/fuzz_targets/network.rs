//! URLs, host names, IP addresses and mail addresses.
//!
//! The first byte chooses the rule, modulo their number; the rest is the text.
#![no_main]

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

use fuzz::{Judged, check_one};
use libfuzzer_sys::fuzz_target;
use mcp_secure::rule::{email, hostname, ip, url};

static RULES: LazyLock<[Judged; 12]> = LazyLock::new(|| {
    [
        Judged::new("url", url(), |url| is_url(url, &["https"]).is_some()),
        Judged::new("url().schemes", url().schemes(["https", "http"]), |url| {
            is_url(url, &["https", "http"]).is_some()
        }),
        Judged::new("url().public", url().public(), |url| {
            is_url(url, &["https"]).is_some_and(is_outside)
        }),
        Judged::new("url().hosts", url().hosts(["example.com", "*.example.org"]), |url| {
            is_url(url, &["https"]).is_some_and(|host| {
                let host = host.to_ascii_lowercase();
                host == "example.com" || host.ends_with(".example.org")
            })
        }),
        Judged::new("hostname", hostname(), is_hostname),
        Judged::new("hostname().unicode", hostname().unicode(true), |host| {
            !host.is_empty() && !host.contains(['/', '@', ':', ' ', '\\', '%', '\0'])
        }),
        Judged::new("ip", ip(), |ip| ip.parse::<IpAddr>().is_ok()),
        Judged::new("ip().v4", ip().v4(), |ip| ip.parse::<Ipv4Addr>().is_ok()),
        Judged::new("ip().public", ip().public(), |ip| {
            ip.parse::<IpAddr>().is_ok() && is_outside(ip)
        }),
        Judged::new("email", email(), is_email),
        Judged::new("url().unicode", url().unicode(true), |url| {
            let Some((scheme, rest)) = url.split_once("://") else { return false };
            let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
            scheme.eq_ignore_ascii_case("https") && is_unicode_host(host) && is_seen(url)
        }),
        Judged::new("email().unicode", email().unicode(true), |address| {
            address.split_once('@').is_some_and(|(local, domain)| {
                (1..=64).contains(&local.len()) && is_unicode_host(domain) && is_seen(address)
            })
        }),
    ]
});

fuzz_target!(|data: &[u8]| check_one(&*RULES, data));

/// The host, read the simplest way: between `//` and what ends an authority.
fn is_url<'a>(url: &'a str, schemes: &[&str]) -> Option<&'a str> {
    let (scheme, rest) = url.split_once("://")?;
    let is_plain = url.len() <= 2048 && url.bytes().all(|byte| byte.is_ascii_graphic());
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let is_known = schemes.contains(&&*scheme.to_ascii_lowercase());
    if !is_plain || !is_known || authority.contains(['@', '%', '\\']) || url.contains('\\') {
        return None;
    }
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest.split_once(']')?;
            host.parse::<Ipv6Addr>().ok()?;
            (host, rest.strip_prefix(':'))
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let is_port = |port: &str| {
        port.parse::<u16>().is_ok_and(|number| number.to_string() == port && number > 0)
    };
    (!host.is_empty() && port.is_none_or(is_port)).then_some(host)
}

/// Nothing that the standard library, which has lists of its own, knows to be inside.
fn is_outside(host: &str) -> bool {
    match host.parse() {
        Ok(IpAddr::V4(ip)) => is_outside_v4(ip),
        Ok(IpAddr::V6(ip)) => {
            !ip.is_loopback()
                && !ip.is_unspecified()
                && !ip.is_multicast()
                && !ip.is_unique_local()
                && !ip.is_unicast_link_local()
                && ip.to_ipv4().is_none_or(is_outside_v4)
        }
        Err(_) => {
            let host = host.to_ascii_lowercase();
            host != "localhost" && !host.ends_with(".localhost") && !host.ends_with(".internal")
        }
    }
}

fn is_outside_v4(ip: Ipv4Addr) -> bool {
    !ip.is_loopback()
        && !ip.is_private()
        && !ip.is_link_local()
        && !ip.is_unspecified()
        && !ip.is_multicast()
        && !ip.is_broadcast()
        && !ip.is_documentation()
        && !(ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64)
}

/// Without what ends or separates the parts of a URL, in any width.
fn is_unicode_host(host: &str) -> bool {
    !host.is_empty() && !host.contains(['/', '@', ' ', '\\', '%', '。', '／', '＠', '：', '①'])
}

/// Without controls, spaces, and directions of writing.
fn is_seen(text: &str) -> bool {
    let is_hidden = |c: char| {
        c.is_control() || c == ' ' || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
    };
    !text.contains(is_hidden)
}

/// By RFC 1123, section 2.1; and no address in any spelling.
fn is_hostname(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.len() <= 253
        && host.split('.').all(is_label)
        && !last.bytes().all(|byte| byte.is_ascii_digit())
        && !last
            .to_ascii_lowercase()
            .strip_prefix("0x")
            .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_email(address: &str) -> bool {
    let mut parts = address.split('@');
    let (Some(local), Some(domain), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let is_local =
        |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
    address.len() <= 254
        && (1..=64).contains(&local.len())
        && local.bytes().all(is_local)
        && !local.starts_with(['-', '.'])
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.contains('.')
        && is_hostname(domain)
}
