//! IP addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use schemars::Schema;
use serde_json::json;

use super::{Rule, Violation, keywords, review};
use crate::address::classify;

#[cfg(test)]
mod tests;

/// Asks for an IP address, of version 4 or 6, in its one strict spelling.
///
/// Version 4 is four decimal numbers without leading zeros (RFC 6943, section 3.1.1): other
/// programs read `010.0.0.1`, `0x7f.1`, `127.1` and `2130706433` as addresses too, each its
/// own way. Version 6 is as in RFC 4291, section 2.2, in any case and however shortened,
/// without a zone (`%eth0`) and without brackets.
///
/// Every address is accepted unless [`public`](Ip::public) is said.
///
/// ```
/// use mcp_secure::rule::{Rule, ip};
///
/// assert!(ip().judge("10.0.0.1").is_ok());
/// assert!(ip().judge("2001:db8::1").is_ok());
/// assert!(ip().judge("127.1").is_err());
/// assert!(ip().judge("010.0.0.1").is_err());
/// assert!(ip().v4().judge("::1").is_err());
/// assert!(ip().public().judge("9.9.9.9").is_ok());
/// assert!(ip().public().judge("::ffff:10.0.0.1").is_err());
/// ```
pub fn ip() -> Ip {
    Ip { version: None, public: false }
}

/// See [`ip`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ip {
    version: Option<Version>,
    public: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    V4,
    V6,
}

impl Ip {
    /// Accepts only version 4.
    #[must_use]
    pub fn v4(mut self) -> Self {
        self.version = Some(Version::V4);
        self
    }

    /// Accepts only version 6.
    #[must_use]
    pub fn v6(mut self) -> Self {
        self.version = Some(Version::V6);
        self
    }

    /// Accepts only addresses that are public: see [`classify`]. What carries an
    /// address of version 4 is seen through.
    ///
    /// The schema does not tell this.
    #[must_use]
    pub fn public(mut self) -> Self {
        self.public = true;
        self
    }

    fn read(&self, value: &str) -> Option<IpAddr> {
        match self.version {
            None => value.parse().ok(),
            Some(Version::V4) => value.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
            Some(Version::V6) => value.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        }
    }
}

impl Default for Ip {
    fn default() -> Self {
        ip()
    }
}

impl Rule<str> for Ip {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        let address = (value.len() <= LONGEST).then(|| self.read(value)).flatten();
        let broken = match (address, self.version) {
            (Some(address), _) if !self.public || classify(address).is_public() => return Ok(()),
            (Some(_), _) => "must be a public address",
            (None, None) => "must be an IP address, as `192.0.2.1` or `2001:db8::1`",
            (None, Some(Version::V4)) => {
                "must be an IPv4 address: four decimal numbers without leading zeros"
            }
            (None, Some(Version::V6)) => "must be an IPv6 address, without a zone",
        };
        Err(Violation::new("ip", broken))
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        let either = json!([{ "format": "ipv4" }, { "format": "ipv6" }]);
        let (longest, keyword, value) = match self.version {
            None => (LONGEST, "anyOf", either),
            Some(Version::V4) => (LONGEST_V4, "format", "ipv4".into()),
            Some(Version::V6) => (LONGEST, "format", "ipv6".into()),
        };
        keywords::at_least(schema, "minLength", SHORTEST);
        keywords::at_most(schema, "maxLength", longest);
        keywords::also(schema, keyword, value);
        if self.public {
            review::tell(schema, "public", true);
        }
    }
}

/// `::`
const SHORTEST: usize = 2;
const LONGEST_V4: usize = "255.255.255.255".len();
const LONGEST: usize = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".len();
