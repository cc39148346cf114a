//! Whose bucket a call takes from.

use std::net::IpAddr;

use smallvec::SmallVec;

use super::Per;
use crate::{address, call::Call, caller::Caller};

/// What an expression makes of a call.
pub(in crate::guard) type OfCall<T> = Box<dyn Fn(&Call) -> T + Send + Sync>;

/// Whose bucket: by what every call has, or by an expression of it.
#[derive(Default)]
pub(in crate::guard) struct Whose {
    pub(in crate::guard) per: Per,
    pub(in crate::guard) by: Option<OfCall<String>>,
    /// The expressions for it and for the cost, as they are written.
    pub(in crate::guard) written: &'static str,
}

impl Whose {
    pub(in crate::guard) fn holder(&self, call: &Call) -> Bytes {
        match &self.by {
            Some(by) => Holder::Key(&by(call)).bytes(),
            None => Holder::of(self.per, call).bytes(),
        }
    }

    pub(in crate::guard) fn name(&self) -> &'static str {
        match (&self.by, self.per) {
            (Some(_), _) => "key",
            (None, Per::Caller) => "caller",
            (None, Per::Ip) => "ip",
            (None, Per::Tenant) => "tenant",
            (None, Per::Tool) => "tool",
        }
    }
}

/// Who holds a bucket.
pub(crate) enum Holder<'a> {
    Subject {
        /// A subject is unique only within its issuer (RFC 7519, section 4.1.2).
        issuer: Option<&'a str>,
        subject: &'a str,
    },
    Tenant {
        issuer: Option<&'a str>,
        tenant: &'a str,
    },
    Address(IpAddr),
    NoAddress,
    Tool(&'a str),
    Key(&'a str),
}

/// Its bytes, the same in each replica; few of them are on the heap.
pub(crate) type Bytes = SmallVec<[u8; 96]>;

impl<'a> Holder<'a> {
    pub(in crate::guard) fn of(per: Per, call: &'a Call) -> Self {
        match (per, call.caller()) {
            (Per::Tenant, Some(caller)) => match caller.tenant() {
                Some(tenant) => Self::Tenant { issuer: caller.issuer(), tenant },
                None => Self::caller(caller),
            },
            (Per::Caller, Some(caller)) => Self::caller(caller),
            (Per::Tool, _) => Self::Tool(call.tool()),
            (Per::Caller | Per::Tenant, None) | (Per::Ip, _) => Self::address(call.origin().ip()),
        }
    }

    pub(crate) fn caller(caller: &'a Caller) -> Self {
        Self::Subject { issuer: caller.issuer(), subject: caller.subject() }
    }

    pub(crate) fn address(address: Option<IpAddr>) -> Self {
        address.map_or(Self::NoAddress, |address| Self::Address(address::holder(address)))
    }

    /// The kind stands before the value: a subject named like an address is not that address. So
    /// does the length of what is not the last: nothing can be moved from one part to the next.
    pub(crate) fn bytes(&self) -> Bytes {
        let mut bytes = Bytes::new();
        match self {
            Self::Subject { issuer, subject } => issued(b's', *issuer, subject, &mut bytes),
            Self::Tenant { issuer, tenant } => issued(b't', *issuer, tenant, &mut bytes),
            Self::Address(IpAddr::V4(address)) => {
                bytes.push(b'4');
                bytes.extend_from_slice(&address.octets());
            }
            Self::Address(IpAddr::V6(address)) => {
                bytes.push(b'6');
                bytes.extend_from_slice(&address.octets());
            }
            Self::NoAddress => bytes.push(b'0'),
            Self::Tool(name) => {
                bytes.push(b'n');
                bytes.extend_from_slice(name.as_bytes());
            }
            Self::Key(key) => {
                bytes.push(b'k');
                bytes.extend_from_slice(key.as_bytes());
            }
        }
        bytes
    }
}

fn issued(kind: u8, issuer: Option<&str>, name: &str, bytes: &mut Bytes) {
    bytes.push(kind);
    bytes.push(issuer.is_some().into());
    let issuer = issuer.unwrap_or_default();
    bytes.extend_from_slice(&(issuer.len() as u64).to_be_bytes());
    bytes.extend_from_slice(issuer.as_bytes());
    bytes.extend_from_slice(name.as_bytes());
}
