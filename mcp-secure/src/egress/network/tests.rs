#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn open(networks: &[&str], address: &str) -> bool {
    let networks = networks.iter().map(|network| network.parse().unwrap()).collect();
    Networks(networks).refused(address.parse().unwrap()).is_none()
}

#[test]
fn what_is_public_is_open_and_nothing_else() {
    assert!(open(&[], "9.9.9.9") && open(&[], "2606:4700:4700::1111"));
    assert!(!open(&[], "10.0.0.1") && !open(&[], "::1") && !open(&[], "::ffff:9.9.9.9"));
}

#[test]
fn a_network_opens_its_addresses_and_no_other() {
    assert!(open(&["10.1.0.0/16"], "10.1.255.255") && !open(&["10.1.0.0/16"], "10.2.0.0"));
    assert!(open(&["127.0.0.1"], "127.0.0.1") && !open(&["127.0.0.1"], "127.0.0.2"));
    assert!(open(&["fd00:1::/32"], "fd00:1:ffff::1") && !open(&["fd00:1::/32"], "fd00:2::1"));
    assert!(open(&["::1"], "::1") && !open(&["::1"], "127.0.0.1"));
    // What a mapped address leads to.
    assert!(open(&["10.1.0.0/16"], "::ffff:10.1.0.1") && !open(&["10.1.0.0/16"], "::ffff:10.2.0.1"));
    // Other ways to carry one are undone by somebody on the way, not by this machine.
    assert!(!open(&["10.1.0.0/16"], "64:ff9b::10.1.0.1") && !open(&["10.1.0.0/16"], "2002:a01:1::"));
    assert!(!open(&["10.1.0.0/16"], "::10.1.0.1"));
}

#[test]
fn metadata_services_are_opened_by_their_own_address_only() {
    for wide in ["169.254.0.0/16", "169.254.169.254/31", "128.0.0.0/1"] {
        assert!(!open(&[wide], "169.254.169.254"), "{wide}");
        assert!(!open(&[wide], "::ffff:169.254.169.254"), "{wide}");
    }
    assert!(!open(&["fd00::/8"], "fd00:ec2::254") && open(&["fd00::/8"], "fd00:ec2::255"));
    assert!(open(&["169.254.169.254"], "169.254.169.254"));
    assert!(open(&["169.254.169.254/32"], "169.254.169.254"));
}

#[test]
fn a_network_is_written_in_one_way() {
    for bad in [
        "", "/", "10.0.0.0/", "/8", "10.0.0.0/0", "0.0.0.0/0", "::/0", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/+8",
        "10.0.0.0/8/8", "10.0.0.1/8", "10/8", "10.0.0.0/255.0.0.0", "fd00::/129", "fd00::1/64", "[::1]", "::1%lo",
        "::ffff:10.0.0.0/104", "localhost", " 10.0.0.0/8", "010.0.0.0/8",
    ] {
        assert!(bad.parse::<Network>().is_err(), "{bad:?}");
    }
}

proptest! {
    /// Compared with a mask, in which there is no arithmetic of ours.
    #[test]
    fn a_prefix_is_a_mask(first: u32, length in 1_u32..=32, other: u32) {
        let mask = u32::MAX << (32 - length);
        let first = first & mask;
        let network: Network = format!("{}/{length}", std::net::Ipv4Addr::from(first)).parse().unwrap();
        for address in [other, first | (other & !mask), first, first | !mask] {
            let address_v4 = IpAddr::from(address.to_be_bytes());
            prop_assert_eq!(network.contains(address_v4), address & mask == first);
        }
    }
}
