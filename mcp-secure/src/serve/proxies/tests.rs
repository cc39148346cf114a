#![allow(clippy::unwrap_used)]

use http::HeaderValue;

use super::*;

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn proxies(networks: &[&str], forwarded: bool) -> Result<Proxies> {
    let networks: Vec<_> = networks.iter().map(|network| network.to_string()).collect();
    Proxies::new(&networks, forwarded)
}

fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    headers
}

/// The client of a request from `10.0.0.1`, with these lines of `X-Forwarded-For`.
fn client(lines: &[&str]) -> String {
    let lines: Vec<_> = lines.iter().map(|line| ("x-forwarded-for", *line)).collect();
    let proxies = proxies(&["10.0.0.0/8", "fd00::/8"], false).unwrap();
    proxies.client(ip("10.0.0.1"), &headers(&lines)).to_string()
}

#[test]
fn networks_hold_their_addresses() {
    for (network, inside, outside) in [
        ("10.0.0.0/8", "10.255.0.1", "11.0.0.0"),
        ("10.0.0.7", "10.0.0.7", "10.0.0.8"),
        ("0.0.0.0/0", "255.255.255.255", "::1"),
        ("192.0.2.128/25", "192.0.2.255", "192.0.2.127"),
        ("fd00::/8", "fdff::1", "fc00::1"),
        ("::/0", "2001:db8::1", "10.0.0.1"),
        ("::1", "::1", "::2"),
        ("10.0.0.0/8", "::ffff:10.0.0.1", "::ffff:11.0.0.1"),
    ] {
        let proxies = proxies(&[network], false).unwrap();
        assert!(proxies.trust(ip(inside)), "{network} {inside}");
        assert!(!proxies.trust(ip(outside)), "{network} {outside}");
    }
    assert!(!Proxies::default().trust(ip("127.0.0.1")));
}

#[test]
fn what_is_no_network_is_an_error() {
    for network in [
        "",
        "*",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "10.0.0/8",
        "proxy",
        "fd00::1/8",
        "::/129",
        "10.0.0.0/8/8",
        "10.0.0.0:80",
        "10.0.0.0/+8",
    ] {
        assert!(proxies(&[network], false).is_err(), "{network}");
    }
}

#[test]
fn the_client_is_the_right_most_address_that_is_not_a_proxy() {
    assert_eq!(client(&["192.0.2.1"]), "192.0.2.1");
    assert_eq!(client(&["192.0.2.1, 10.0.0.2"]), "192.0.2.1");
    assert_eq!(client(&["192.0.2.1", "10.0.0.2, 10.0.0.3"]), "192.0.2.1");
    assert_eq!(client(&["10.0.0.2"]), "10.0.0.2");
    assert_eq!(client(&[]), "10.0.0.1");
    assert_eq!(client(&["2001:db8::1,fd00::2"]), "2001:db8::1");
    assert_eq!(client(&["[2001:db8::1]:443", "[fd00::2]:1"]), "2001:db8::1");
    assert_eq!(client(&["192.0.2.1:5000"]), "192.0.2.1");
    assert_eq!(client(&["::ffff:192.0.2.1"]), "192.0.2.1");
}

#[test]
fn what_the_client_has_made_up_does_not_count() {
    assert_eq!(client(&["198.51.100.9, 192.0.2.1"]), "192.0.2.1");
    assert_eq!(client(&["198.51.100.9", "192.0.2.1, 10.0.0.2"]), "192.0.2.1");
    assert_eq!(client(&["10.0.0.9, 192.0.2.1"]), "192.0.2.1");
    assert_eq!(client(&["\"", "192.0.2.1"]), "192.0.2.1");
    assert_eq!(client(&["for=198.51.100.9, 192.0.2.1"]), "192.0.2.1");
    // What cannot be read ends the way: the last proxy stands for it.
    assert_eq!(client(&["198.51.100.9, unknown, 10.0.0.2"]), "10.0.0.2");
    assert_eq!(client(&["198.51.100.9,, 10.0.0.2"]), "10.0.0.2");
    assert_eq!(client(&["\u{e9}"]), "10.0.0.1");
    // The other header is the client's own.
    let proxies = proxies(&["10.0.0.0/8"], false).unwrap();
    let both = headers(&[("forwarded", "for=198.51.100.9"), ("x-forwarded-for", "192.0.2.1")]);
    assert_eq!(proxies.client(ip("10.0.0.1"), &both), ip("192.0.2.1"));
}

#[test]
fn nobody_but_a_proxy_is_believed() {
    let proxies = proxies(&["10.0.0.0/8"], false).unwrap();
    let peer = ip("192.0.2.7");
    assert_eq!(proxies.client(peer, &headers(&[("x-forwarded-for", "198.51.100.9")])), peer);
    let none = Proxies::default();
    assert_eq!(none.client(peer, &headers(&[("x-forwarded-for", "198.51.100.9")])), peer);
}

#[test]
fn the_standard_header_is_read_where_it_is_declared() {
    let proxies = proxies(&["10.0.0.0/8"], true).unwrap();
    for (line, expected) in [
        ("for=192.0.2.1", "192.0.2.1"),
        ("For=192.0.2.1;proto=https;by=10.0.0.1", "192.0.2.1"),
        ("for=198.51.100.9, proto=http; for=\"[2001:db8::1]:80\"", "2001:db8::1"),
        ("for=\"198.51.100.9, for=192.0.2.1", "192.0.2.1"),
        ("for=192.0.2.1, for=\"10.0.0.2:80\"", "192.0.2.1"),
        ("for=_hidden", "10.0.0.1"),
        ("by=192.0.2.1", "10.0.0.1"),
    ] {
        let client = proxies.client(ip("10.0.0.1"), &headers(&[("forwarded", line)]));
        assert_eq!(client, ip(expected), "{line}");
    }
    assert!(proxies.is_secure(&headers(&[("forwarded", "proto=http, for=x;proto=https")])));
    assert!(!proxies.is_secure(&headers(&[("forwarded", "proto=https, for=x;proto=http")])));
    assert!(!proxies.is_secure(&headers(&[("x-forwarded-proto", "https")])));
}

#[test]
fn the_nearest_proxy_says_whether_the_client_speaks_tls() {
    let proxies = proxies(&["10.0.0.0/8"], false).unwrap();
    let secure = |lines: &[(&'static str, &str)]| proxies.is_secure(&headers(lines));
    assert!(secure(&[("x-forwarded-proto", "https")]));
    assert!(secure(&[("x-forwarded-proto", "http, https")]));
    assert!(!secure(&[("x-forwarded-proto", "https, http")]));
    assert!(!secure(&[("x-forwarded-proto", "https"), ("x-forwarded-proto", "http")]));
    assert!(!secure(&[]));
}
