#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::{AddressClass::*, *};

fn class(text: &str) -> AddressClass {
    classify(text.parse().unwrap())
}

/// First and last address of every block, by the IANA registries.
#[rustfmt::skip]
const BLOCKS: &[(&str, &str, AddressClass)] = &[
    // iana-ipv4-special-registry
    ("0.0.0.0", "0.0.0.0", Unspecified),
    ("0.0.0.1", "0.255.255.255", Reserved),
    ("10.0.0.0", "10.255.255.255", Private),
    ("100.64.0.0", "100.127.255.255", CarrierGradeNat),
    ("127.0.0.0", "127.255.255.255", Loopback),
    ("169.254.0.0", "169.254.255.255", LinkLocal),
    ("172.16.0.0", "172.31.255.255", Private),
    ("192.0.0.0", "192.0.0.255", Reserved),
    ("192.0.0.8", "192.0.0.8", Reserved),
    ("192.0.0.9", "192.0.0.10", Reserved),
    ("192.0.0.170", "192.0.0.171", Reserved),
    ("192.0.2.0", "192.0.2.255", Documentation),
    ("192.31.196.0", "192.31.196.255", Public),
    ("192.52.193.0", "192.52.193.255", Public),
    ("192.88.99.0", "192.88.99.255", Reserved),
    ("192.168.0.0", "192.168.255.255", Private),
    ("192.175.48.0", "192.175.48.255", Public),
    ("198.18.0.0", "198.19.255.255", Benchmarking),
    ("198.51.100.0", "198.51.100.255", Documentation),
    ("203.0.113.0", "203.0.113.255", Documentation),
    ("224.0.0.0", "239.255.255.255", Multicast),
    ("240.0.0.0", "255.255.255.254", Reserved),
    ("255.255.255.255", "255.255.255.255", Broadcast),
    // iana-ipv6-special-registry
    ("::1", "::1", Loopback),
    ("::", "::", Unspecified),
    ("::ffff:8.8.8.8", "::ffff:9.9.9.9", Translated),
    ("64:ff9b::8.8.8.8", "64:ff9b::9.9.9.9", Public),
    ("64:ff9b:1::8.8.8.8", "64:ff9b:1::9.9.9.9", Translated),
    ("100::", "100::ffff:ffff:ffff:ffff", Reserved),
    ("100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff", Reserved),
    ("2001:0:808:808::f7f7:f7f7", "2001:0:808:808:ffff:ffff:f7f7:f7f7", Translated),
    ("2001:1::", "2001:1::ffff", Reserved),
    ("2001:1::1", "2001:1::3", Reserved),
    ("2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", Benchmarking),
    ("2001:3::", "2001:3:ffff:ffff:ffff:ffff:ffff:ffff", Public),
    ("2001:4:112::", "2001:4:112:ffff:ffff:ffff:ffff:ffff", Public),
    ("2001:10::", "2001:1f:ffff:ffff:ffff:ffff:ffff:ffff", Reserved),
    ("2001:20::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff", Reserved),
    ("2001:30::", "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff", Reserved),
    ("2001:40::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", Reserved),
    ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", Documentation),
    ("2002:808:808::", "2002:808:808:ffff:ffff:ffff:ffff:ffff", Translated),
    ("2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff", Public),
    ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", Documentation),
    ("5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Reserved),
    ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", UniqueLocal),
    ("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", LinkLocal),
    ("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Private),
    ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Multicast),
    // ipv6-unicast-address-assignments: what is reserved of 2000::/3, and the rest.
    ("200::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Reserved),
    ("2d00::", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Reserved),
    ("4000::", "5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Reserved),
    ("6000::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Reserved),
    ("2001:200::", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", Public),
    ("2003::", "2cff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Public),
];

#[test]
fn every_block_of_the_registries_has_its_class_from_its_first_address_to_its_last() {
    for &(first, last, expected) in BLOCKS {
        assert_eq!(class(first), expected, "{first}");
        assert_eq!(class(last), expected, "{last}");
    }
}

#[test]
fn what_surrounds_the_blocks_is_public() {
    for text in [
        "1.0.0.0",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "191.255.255.255",
        "192.0.1.0",
        "192.0.3.0",
        "192.88.98.255",
        "192.88.100.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.99.255",
        "198.51.101.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        "8.8.8.8",
        "1.1.1.1",
        "168.63.129.15",
        "168.63.129.17",
        "101.0.0.0",
        "2606:4700:4700::1111",
        "2001:4860:4860::8888",
        "2a00:1450:4001:82a::200e",
        "2400:cb00::1",
        "2620:fe::fe",
        "2c0f:fb50::1",
        "2001:db7::1",
        "2001:db9::1",
    ] {
        assert_eq!(class(text), Public, "{text}");
    }
}

#[test]
fn metadata_services_are_named() {
    for text in [
        "169.254.169.254",
        "169.254.170.2",
        "169.254.170.23",
        "100.100.100.200",
        "192.0.0.192",
        "168.63.129.16",
        "169.254.42.42",
        "169.254.0.23",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
        "fd00:c1::a9fe:a9fe",
        "fd00:42::42",
        "fe80::a9fe:a9fe",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::",
        "::ffff:168.63.129.16",
        "64:ff9b::168.63.129.16",
    ] {
        assert_eq!(class(text), Metadata, "{text}");
    }
}

/// Every way in which an IPv6 address carries an IPv4 address.
fn carriers(v4: Ipv4Addr) -> Vec<Ipv6Addr> {
    let [a, b, c, d] = v4.octets();
    let high = u16::from_be_bytes([a, b]);
    let low = u16::from_be_bytes([c, d]);
    vec![
        Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, high, low),
        Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, high, low),
        Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
        Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
        Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, high, low),
        Ipv6Addr::new(0x2002, high, low, 1, 2, 3, 4, 5),
        Ipv6Addr::new(0x2001, 0, 0x808, 0x808, 0, 0, !high, !low),
        Ipv6Addr::new(0x2001, 0, high, low, 0, 0, !0x808, !0x808),
        Ipv6Addr::new(0x2a00, 1, 2, 3, 0, 0x5efe, high, low),
        Ipv6Addr::new(0x2a00, 1, 2, 3, 0x200, 0x5efe, high, low),
    ]
}

#[test]
fn no_carrier_hides_what_it_carries() {
    for &(first, last, expected) in BLOCKS {
        for text in [first, last] {
            let Ok(v4) = text.parse::<Ipv4Addr>() else { continue };
            if expected == Public || v4.octets()[0] == 0 {
                continue;
            }
            for carrier in carriers(v4) {
                assert_eq!(classify(carrier.into()), expected, "{carrier} carries {v4}");
            }
        }
    }
}

proptest! {
    #[test]
    fn what_carries_a_closed_address_is_closed(bits: u32) {
        let v4 = Ipv4Addr::from(bits);
        for carrier in carriers(v4) {
            let class = classify(carrier.into());
            if class.is_public() {
                prop_assert!(classify(v4.into()).is_public());
                prop_assert_eq!(carrier.segments()[..3].to_vec(), vec![0x64, 0xff9b, 0]);
            }
        }
    }

    #[test]
    fn only_allotted_unicast_is_public(bits: u128) {
        let address = Ipv6Addr::from(bits);
        if classify(address.into()).is_public() {
            let first = address.segments()[0];
            prop_assert!((0x2001..=0x2cff).contains(&first));
        }
    }
}
