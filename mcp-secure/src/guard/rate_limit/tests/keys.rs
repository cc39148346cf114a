//! Whose bucket a call takes from.

use super::{super::holder::Holder, *};
use crate::store::local_hash::LocalHash;

#[test]
fn one_caller_is_one_caller_from_every_address() {
    let (limit, _) = simulated(RateLimit::new(5, MINUTE));
    assert_eq!(admitted(&limit, &caller("alice", http("192.0.2.1")), 10), 5);
    assert_eq!(admitted(&limit, &caller("alice", http("192.0.2.2")), 10), 0);
}

#[test]
fn the_same_subject_of_another_issuer_is_another_caller() {
    let (limit, _) = simulated(RateLimit::new(5, MINUTE));
    let of = |issuer: &str| {
        let claims = serde_json::json!({ "iss": issuer }).as_object().unwrap().clone();
        call("tool", Some(Caller::new("alice").with_claims(claims)), Origin::Memory)
    };
    assert_eq!(admitted(&limit, &of("https://a.example"), 10), 5);
    assert_eq!(admitted(&limit, &of("https://b.example"), 10), 5);
    assert_eq!(admitted(&limit, &of("https://a.example"), 10), 0);
}

#[test]
fn anonymous_callers_are_told_apart_by_address() {
    let (limit, _) = simulated(RateLimit::new(5, MINUTE));
    assert_eq!(admitted(&limit, &anonymous(http("192.0.2.1")), 10), 5);
    assert_eq!(admitted(&limit, &anonymous(http("192.0.2.2")), 10), 5);
    assert_eq!(admitted(&limit, &anonymous(http("192.0.2.1")), 10), 0);
}

#[test]
fn a_subject_named_like_an_address_has_its_own_bucket() {
    let (limit, _) = simulated(RateLimit::new(5, MINUTE));
    assert_eq!(admitted(&limit, &caller("192.0.2.1", Origin::Memory), 10), 5);
    assert_eq!(admitted(&limit, &anonymous(http("192.0.2.1")), 10), 5);
    assert_eq!(admitted(&limit, &caller("\u{c0}\0\u{2}\u{1}", Origin::Memory), 10), 5);
    assert_eq!(admitted(&limit, &caller("", Origin::Memory), 10), 5);
    assert_eq!(admitted(&limit, &anonymous(Origin::Stdio), 10), 5);
}

#[test]
fn peers_without_an_address_are_limited_too() {
    let (limit, _) = simulated(RateLimit::new(5, MINUTE));
    assert_eq!(admitted(&limit, &anonymous(Origin::Stdio), 10), 5);
    assert_eq!(admitted(&limit, &anonymous(Origin::Http(None)), 10), 0);
}

#[test]
fn an_ipv6_customer_cannot_hop_within_the_network() {
    let (limit, _) = simulated(RateLimit::new(5, MINUTE).per(Per::Ip));
    assert_eq!(admitted(&limit, &anonymous(http("2001:db8:0:1::1")), 10), 5);
    assert_eq!(admitted(&limit, &anonymous(http("2001:db8:0:1:ffff::2")), 10), 0);
    assert_eq!(admitted(&limit, &anonymous(http("2001:db8:0:2::1")), 10), 5);
}

#[test]
fn ipv4_in_ipv6_is_ipv4() {
    let (limit, _) = simulated(RateLimit::new(5, MINUTE).per(Per::Ip));
    assert_eq!(admitted(&limit, &anonymous(http("::ffff:192.0.2.1")), 10), 5);
    assert_eq!(admitted(&limit, &anonymous(http("192.0.2.1")), 10), 0);
    assert_eq!(admitted(&limit, &anonymous(http("::ffff:192.0.2.2")), 10), 5);
    // All of IPv4, translated, is one /64.
    assert_eq!(admitted(&limit, &anonymous(http("64:ff9b::192.0.2.1")), 10), 5);
    assert_eq!(admitted(&limit, &anonymous(http("64:ff9b::192.0.2.2")), 10), 5);
}

#[test]
fn per_ip_does_not_look_at_the_caller() {
    let (limit, _) = simulated(RateLimit::new(5, MINUTE).per(Per::Ip));
    assert_eq!(admitted(&limit, &caller("alice", http("192.0.2.1")), 10), 5);
    assert_eq!(admitted(&limit, &caller("bob", http("192.0.2.1")), 10), 0);
}

#[test]
fn per_tool_is_shared_by_all_callers() {
    let (limit, _) = simulated(RateLimit::new(5, MINUTE).per(Per::Tool));
    assert_eq!(admitted(&limit, &alice(), 10), 5);
    assert_eq!(admitted(&limit, &caller("bob", Origin::Memory), 10), 0);
    assert_eq!(admitted(&limit, &call("other", None, Origin::Memory), 10), 5);
}

#[test]
fn a_long_subject_is_not_kept() {
    let (limit, _) = simulated(RateLimit::new(5, MINUTE));
    let long = "a".repeat(1_000_000);
    assert_eq!(admitted(&limit, &caller(&long, Origin::Memory), 10), 5);
    assert_eq!(admitted(&limit, &caller(&format!("{long}b"), Origin::Memory), 10), 5);
    assert_ne!(
        LocalHash::random().of(&Holder::of(Per::Caller, &alice()).bytes()),
        LocalHash::random().of(&Holder::of(Per::Caller, &alice()).bytes()),
        "the key must not be known outside of the process",
    );
}

#[test]
fn the_halves_of_a_key_differ() {
    let key = LocalHash::random().of(&Holder::of(Per::Caller, &alice()).bytes());
    assert_ne!(key >> 64, key & u128::from(u64::MAX));
}

#[test]
fn tenants_share_and_who_has_none_is_alone() {
    let (limit, _) = simulated(RateLimit::new(5, MINUTE).per(Per::Tenant));
    let of = |subject: &str, tenant: Option<&str>| {
        let caller = Caller::new(subject);
        call("tool", Some(tenant.into_iter().fold(caller, Caller::with_tenant)), Origin::Memory)
    };
    assert_eq!(admitted(&limit, &of("ada", Some("acme")), 3), 3);
    assert_eq!(admitted(&limit, &of("bob", Some("acme")), 10), 2);
    assert_eq!(admitted(&limit, &of("cleo", Some("other")), 10), 5);
    assert_eq!(admitted(&limit, &of("acme", None), 10), 5);
    assert_eq!(admitted(&limit, &of("dan", None), 10), 5);
}

#[test]
fn an_expression_makes_the_key() {
    let key = |call: &Call| call.caller().map_or("", Caller::subject).len().to_string();
    let (limit, _) = simulated(RateLimit::new(5, MINUTE).per_key(key));
    assert_eq!(admitted(&limit, &caller("ada", Origin::Memory), 3), 3);
    assert_eq!(admitted(&limit, &caller("bob", Origin::Memory), 10), 2);
    assert_eq!(admitted(&limit, &caller("cleo", Origin::Memory), 10), 5);
    assert_eq!(limit.describe(), "5/min per key, burst 5");
}

#[test]
fn nothing_moves_between_the_parts_of_a_holder() {
    let subject = |issuer, subject| Holder::Subject { issuer, subject }.bytes();
    assert_ne!(subject(Some("a"), "bc"), subject(Some("ab"), "c"));
    assert_ne!(subject(Some(""), "a"), subject(None, "a"));
    let tenant = Holder::Tenant { issuer: Some("a"), tenant: "bc" }.bytes();
    assert_ne!(subject(Some("a"), "bc"), tenant);
    assert_ne!(Holder::Key("x").bytes(), Holder::Tool("x").bytes());
}
