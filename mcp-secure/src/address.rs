//! What an IP address is for.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

#[cfg(test)]
mod tests;

/// What an IP address is for, by the IANA special-purpose address registries for IPv4 and
/// IPv6 (RFC 6890) and the registry of IPv6 global unicast allocations, as of 2025.
///
/// Only [`Public`](AddressClass::Public) is public: what is not known to be, is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AddressClass {
    /// Reachable by everybody.
    Public,
    /// This machine: `127.0.0.0/8`, `::1`.
    Loopback,
    /// A private network: `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16`, and the former
    /// site-local `fec0::/10`.
    Private,
    /// This link: `169.254.0.0/16`, `fe80::/10`.
    LinkLocal,
    /// A private network: `fc00::/7`.
    UniqueLocal,
    /// The provider's own network: `100.64.0.0/10`.
    CarrierGradeNat,
    /// A group: `224.0.0.0/4`, `ff00::/8`.
    Multicast,
    /// Everybody on this link: `255.255.255.255`.
    Broadcast,
    /// Examples: `192.0.2.0/24`, `198.51.100.0/24`, `203.0.113.0/24`, `2001:db8::/32`,
    /// `3fff::/20`.
    Documentation,
    /// Measurements: `198.18.0.0/15`, `2001:2::/48`.
    Benchmarking,
    /// Nobody, which many systems take for this machine: `0.0.0.0`, `::`.
    Unspecified,
    /// A cloud's service that hands out credentials to the machine that asks.
    Metadata,
    /// An IPv6 address that carries a public IPv4 address, in a way that somebody on the way
    /// may undo. One that carries another IPv4 address has the class of that.
    Translated,
    /// Everything else.
    Reserved,
}

impl AddressClass {
    /// Whether everybody reaches the same machine by such an address.
    pub fn is_public(self) -> bool {
        self == AddressClass::Public
    }
}

/// Says what an address is for.
///
/// IPv6 addresses that carry an IPv4 address are seen through: IPv4-mapped, -compatible and
/// -translated ones, NAT64 (`64:ff9b::/96`, `64:ff9b:1::/48`), 6to4, Teredo and ISATAP. What
/// they carry decides, if it is not public. If it is, the result is
/// [`Translated`](AddressClass::Translated), but for `64:ff9b::/96`, by which a network
/// without IPv4 reaches public addresses.
///
/// The anycast addresses of PCP, TURN and DNS-SD (`192.0.0.9`, `2001:1::1`, ..) are globally
/// reachable by the registry, but answered by the network that one is in; the identifiers of
/// ORCHIDv2 and DRIP are by the registry too, but no one is reached by them. They are
/// `Reserved` here. A NAT64 prefix of the operator's own cannot be known.
///
/// ```
/// use std::net::IpAddr;
/// use mcp_secure::address::{AddressClass, classify};
///
/// let class = |text: &str| classify(text.parse::<IpAddr>().expect("an address"));
/// assert_eq!(class("9.9.9.9"), AddressClass::Public);
/// assert_eq!(class("10.0.0.1"), AddressClass::Private);
/// assert_eq!(class("::ffff:127.0.0.1"), AddressClass::Loopback);
/// assert_eq!(class("169.254.169.254"), AddressClass::Metadata);
/// ```
pub fn classify(address: IpAddr) -> AddressClass {
    match address {
        IpAddr::V4(address) => classify_v4(address),
        IpAddr::V6(address) => classify_v6(address),
    }
}

fn classify_v4(address: Ipv4Addr) -> AddressClass {
    use AddressClass::*;
    match address.octets() {
        [0, 0, 0, 0] => Unspecified,
        [255, 255, 255, 255] => Broadcast,
        // Most clouds; containers and pods of AWS; Alibaba; Oracle; Tencent.
        [169, 254, 169, 254]
        | [169, 254, 170, 2 | 23]
        | [100, 100, 100, 200]
        | [192, 0, 0, 192]
        | [169, 254, 0, 23]
        // Scaleway.
        | [169, 254, 42, 42]
        // Azure's host, in a range that is public by every registry.
        | [168, 63, 129, 16] => Metadata,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Private,
        [127, ..] => Loopback,
        [169, 254, ..] => LinkLocal,
        [100, 64..=127, ..] => CarrierGradeNat,
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Documentation,
        [198, 18..=19, ..] => Benchmarking,
        [224..=239, ..] => Multicast,
        // This network; protocol assignments; the former 6to4 relays; the future.
        [0, ..] | [192, 0, 0, _] | [192, 88, 99, _] | [240..=255, ..] => Reserved,
        _ => Public,
    }
}

fn classify_v6(address: Ipv6Addr) -> AddressClass {
    use AddressClass::*;
    if METADATA_V6.contains(&address) {
        return Metadata;
    }
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Unspecified,
        [0, 0, 0, 0, 0, 0, 0, 1] => Loopback,
        [0, 0, 0, 0, 0, 0xffff, high, low] // mapped, RFC 4291
        | [0, 0, 0, 0, 0xffff, 0, high, low] // translated, RFC 2765
        | [0, 0, 0, 0, 0, 0, high, low] // compatible, RFC 4291
        | [0x2002, high, low, ..] /* 6to4, RFC 3056 */ => carrying(v4(high, low), Translated),
        // NAT64, RFC 6052.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => carrying(v4(high, low), Public),
        // NAT64 of a network's own, RFC 8215. Where the address stands depends on the prefix,
        // so this is a guess, for the name of the class only.
        [0x64, 0xff9b, 1, .., high, low] => carrying(v4(high, low), Translated),
        // Teredo, RFC 4380: the server, and the client with all bits flipped.
        [0x2001, 0, server_high, server_low, _, _, high, low] => {
            match carrying(v4(!high, !low), Translated) {
                Translated => carrying(v4(server_high, server_low), Translated),
                class => class,
            }
        }
        [0xfe80..=0xfebf, ..] => LinkLocal,
        [0xfec0..=0xfeff, ..] => Private,
        [0xfc00..=0xfdff, ..] => UniqueLocal,
        [0xff00..=0xffff, ..] => Multicast,
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Documentation,
        [0x2001, 2, 0, ..] => Benchmarking,
        // Multicast tunnels (AMT), and a sink for useless questions (AS112).
        [0x2001, 3, ..] | [0x2001, 4, 0x112, ..] => Public,
        // Protocol assignments.
        [0x2001, 0..=0x1ff, ..] => Reserved,
        // ISATAP, RFC 5214, under the prefix of any network.
        [0x2001..=0x2cff, _, _, _, 0 | 0x200, 0x5efe, high, low] => {
            carrying(v4(high, low), Translated)
        }
        // What IANA has allotted of 2000::/3.
        [0x2001..=0x2cff, ..] => Public,
        _ => Reserved,
    }
}

/// The class of what an address carries, or `otherwise` if that is public.
fn carrying(carried: Ipv4Addr, otherwise: AddressClass) -> AddressClass {
    match classify_v4(carried) {
        AddressClass::Public => otherwise,
        class => class,
    }
}

fn v4(high: u16, low: u16) -> Ipv4Addr {
    Ipv4Addr::from((u32::from(high) << 16) | u32::from(low))
}

/// The metadata services that have an IPv6 address: AWS, its pods, Google, Oracle, Scaleway,
/// OpenStack.
const METADATA_V6: [Ipv6Addr; 6] = [
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23),
    Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd00, 0xc1, 0, 0, 0, 0, 0xa9fe, 0xa9fe),
    Ipv6Addr::new(0xfd00, 0x42, 0, 0, 0, 0, 0, 0x42),
    Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0xa9fe, 0xa9fe),
];

/// Who holds an address, as far as limits are concerned: of IPv6 everybody has a /64 at least, which is
/// the smallest that one customer is given (RFC 6177).
pub(crate) fn holder(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        // IPv4 hosts behind a translator (RFC 6052): one network holds them all.
        IpAddr::V6(address) if !matches!(address.segments(), [0x64, 0xff9b, 0, 0, 0, 0, ..]) => {
            let network = Ipv6Addr::from_bits(address.to_bits() >> 64 << 64);
            IpAddr::V6(if address.is_loopback() { address } else { network })
        }
        address => address,
    }
}
