//! The special-use addresses, as the registries of IANA have them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IANA IPv4 Special-Purpose Address Registry, as of 2025-10, with what it says of "Globally
/// Reachable"; and multicast (RFC 5771), which has a registry of its own.
pub(crate) const SPECIAL_V4: &[(&str, u32, bool)] = &[
    ("0.0.0.0", 8, false),
    ("10.0.0.0", 8, false),
    ("100.64.0.0", 10, false),
    ("127.0.0.0", 8, false),
    ("169.254.0.0", 16, false),
    ("172.16.0.0", 12, false),
    ("192.0.0.0", 24, false),
    ("192.0.0.9", 32, true),
    ("192.0.0.10", 32, true),
    ("192.0.2.0", 24, false),
    ("192.31.196.0", 24, true),
    ("192.52.193.0", 24, true),
    ("192.88.99.0", 24, false),
    ("192.168.0.0", 16, false),
    ("192.175.48.0", 24, true),
    ("198.18.0.0", 15, false),
    ("198.51.100.0", 24, false),
    ("203.0.113.0", 24, false),
    ("224.0.0.0", 4, false),
    ("240.0.0.0", 4, false),
    ("255.255.255.255", 32, false),
];

/// IANA IPv6 Special-Purpose Address Registry, as of 2025-10, likewise. Blocks whose column says
/// "N/A" (Teredo, 6to4) or that carry an IPv4 address are in [`carrying`]. With multicast and the
/// former site-local addresses (RFC 4291, RFC 3879).
const SPECIAL_V6: &[(&str, u32, bool)] = &[
    ("::", 128, false),
    ("::1", 128, false),
    ("100::", 64, false),
    ("100:0:0:1::", 64, false),
    ("2001::", 23, false),
    ("2001:1::1", 128, true),
    ("2001:1::2", 128, true),
    ("2001:1::3", 128, true),
    ("2001:2::", 48, false),
    ("2001:3::", 32, true),
    ("2001:4:112::", 48, true),
    ("2001:10::", 28, false),
    ("2001:20::", 28, true),
    ("2001:30::", 28, true),
    ("2001:db8::", 32, false),
    ("2620:4f:8000::", 48, true),
    ("3fff::", 20, false),
    ("5f00::", 16, false),
    ("fc00::", 7, false),
    ("fe80::", 10, false),
    ("fec0::", 10, false),
    ("ff00::", 8, false),
];

/// Services for the machine that asks, at addresses that the registries call public.
const INSIDE: &[&str] = &["168.63.129.16"];

pub(crate) const PUBLIC: &[&str] = &[
    "1.1.1.1", "8.8.8.8", "9.9.9.9", "93.184.216.34", "100.63.255.255", "100.128.0.0", "11.0.0.0",
    "9.255.255.255", "126.255.255.255", "128.0.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0",
    "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "203.0.112.255",
    "223.255.255.255", "169.253.255.255", "169.255.0.0", "2606:4700:4700::1111", "2001:4860:4860::8888",
    "2620:fe::fe", "2a00:1450:4001:800::200e", "2001:200::1", "2400:cb00::1", "2c0f:f248::1",
];

/// Whether everybody reaches the same machine by the address: by the longest prefix.
pub(crate) fn is_public(address: IpAddr) -> bool {
    if INSIDE.iter().any(|inside| inside.parse() == Ok(address)) {
        return false;
    }
    match address {
        IpAddr::V4(v4) => reachable(SPECIAL_V4, u128::from(u32::from(v4)), 32).unwrap_or(true),
        IpAddr::V6(v6) => match carried(v6) {
            Some(v4) => is_public(IpAddr::V4(v4)),
            None => {
                let is_unicast = v6.segments()[0] & 0xe000 == 0x2000;
                reachable(SPECIAL_V6, u128::from(v6), 128).unwrap_or(is_unicast)
            }
        },
    }
}

fn reachable(registry: &[(&str, u32, bool)], address: u128, bits: u32) -> Option<bool> {
    let covers = |prefix: &str, length: u32| {
        let prefix = number(prefix.parse().unwrap());
        length == 0 || (prefix ^ address) >> (bits - length) == 0
    };
    let covering = registry.iter().filter(|(prefix, length, _)| covers(prefix, *length));
    covering.max_by_key(|(_, length, _)| *length).map(|(_, _, reachable)| *reachable)
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u128::from(u32::from(v4)),
        IpAddr::V6(v6) => u128::from(v6),
    }
}

/// The IPv4 address within a mapped, compatible, translated, NAT64, 6to4 or Teredo address.
fn carried(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let of = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match v6.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => None,
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0 | 1, .., high, low]
        | [0x2002, high, low, ..] => Some(of(high, low)),
        [0x2001, 0, .., high, low] => Some(of(!high, !low)),
        _ => None,
    }
}

/// The first and the last address of every block that not everybody reaches, and one within.
pub(crate) fn special_v4() -> Vec<Ipv4Addr> {
    let blocks = SPECIAL_V4.iter().filter(|(.., reachable)| !reachable);
    let mut all: Vec<Ipv4Addr> = blocks
        .flat_map(|(first, length, _)| {
            let first = u32::from(first.parse::<Ipv4Addr>().unwrap());
            let last = first | u32::MAX.checked_shr(*length).unwrap_or(0);
            [first, first.midpoint(last), last].map(Ipv4Addr::from)
        })
        .collect();
    let metadata = ["169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192"];
    all.extend(metadata.iter().chain(INSIDE).map(|text| text.parse::<Ipv4Addr>().unwrap()));
    all.extend([[127, 0, 0, 1], [192, 168, 1, 1], [10, 0, 0, 1]].map(Ipv4Addr::from));
    all
}

pub(crate) fn special_v6() -> Vec<Ipv6Addr> {
    let blocks = SPECIAL_V6.iter().filter(|(.., reachable)| !reachable);
    let mut all: Vec<Ipv6Addr> = blocks
        .flat_map(|(first, length, _)| {
            let first = u128::from(first.parse::<Ipv6Addr>().unwrap());
            let last = first | u128::MAX.checked_shr(*length).unwrap_or(0);
            [first, last].map(Ipv6Addr::from)
        })
        .filter(|address| !is_public(IpAddr::V6(*address)))
        .collect();
    all.extend(["fd00:ec2::254", "fd20:ce::254", "fe80::a9fe:a9fe"].map(|it| it.parse::<Ipv6Addr>().unwrap()));
    all
}
