//! Whose bucket a call takes from.

use std::{
    hash::{BuildHasher, Hash, RandomState},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use super::Per;
use crate::call::Call;

/// Makes keys of one length from subjects of any.
///
/// SipHash under a key of this process: without the key, nobody finds two subjects that share
/// a bucket. The two halves are hashes of different messages, so that 128 bits stand against
/// chance too.
pub(in crate::guard) struct Keys(RandomState);

impl Keys {
    pub(in crate::guard) fn random() -> Self {
        Self(RandomState::new())
    }

    pub(in crate::guard) fn key(&self, per: Per, call: &Call) -> u128 {
        let holder = Holder::of(per, call);
        let [high, low] = [0_u8, 1].map(|half| u128::from(self.0.hash_one((half, &holder))));
        high << 64 | low
    }
}

/// Who holds a bucket. The kind is hashed with the value: a subject named like an address is
/// not that address.
#[derive(Hash)]
enum Holder<'a> {
    Subject {
        /// A subject is unique only within its issuer (RFC 7519, section 4.1.2).
        issuer: Option<String>,
        subject: &'a str,
    },
    V4(Ipv4Addr),
    V6(Ipv6Addr),
    V6Network([u16; 4]),
    Tool(&'a str),
    NoAddress,
}

impl<'a> Holder<'a> {
    fn of(per: Per, call: &'a Call) -> Self {
        match (per, call.caller()) {
            (Per::Caller, Some(caller)) => {
                Self::Subject { issuer: caller.claim("iss"), subject: caller.subject() }
            }
            (Per::Tool, _) => Self::Tool(call.tool()),
            (Per::Caller, None) | (Per::Ip, _) => {
                call.origin().ip().map_or(Self::NoAddress, Self::address)
            }
        }
    }

    fn address(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => match address.segments() {
                // IPv4 hosts behind a translator (RFC 6052): one network holds them all.
                [0x64, 0xff9b, 0, 0, 0, 0, ..] => Self::V6(address),
                [a, b, c, d, ..] => Self::V6Network([a, b, c, d]),
            },
        }
    }
}
