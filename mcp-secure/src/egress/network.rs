//! Which addresses may be connected to.

use std::{net::IpAddr, num::NonZeroU8, str::FromStr};

use crate::address::{AddressClass, classify};

#[cfg(test)]
#[rustfmt::skip] // Lists of addresses.
mod tests;

/// The networks that are open beside the public ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Networks(pub(super) Vec<Network>);

impl Networks {
    /// The class that an address is refused for.
    pub(super) fn refused(&self, address: IpAddr) -> Option<AddressClass> {
        let class = classify(address);
        if class.is_public() {
            return None;
        }
        // What a system connects to for `::ffff:10.0.0.1`.
        let address = address.to_canonical();
        // A wide network must not open the door to the machine's credentials by the way.
        let may_open =
            |network: &&Network| class != AddressClass::Metadata || network.is_one_address();
        let is_open = self.0.iter().filter(may_open).any(|network| network.contains(address));
        (!is_open).then_some(class)
    }
}

/// A network as `10.1.0.0/16`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Network {
    first: IpAddr,
    /// How many leading bits count, in IPv4 addresses from the 97th on.
    prefix: u8,
}

impl Network {
    fn contains(self, address: IpAddr) -> bool {
        self.first.is_ipv4() == address.is_ipv4()
            && (bits(self.first) ^ bits(address)).leading_zeros() >= u32::from(self.prefix)
    }

    fn is_one_address(self) -> bool {
        self.prefix == ALL_BITS
    }
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shape = "write a network as `10.1.0.0/16` or `fd00:1::/32`, or one address";
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let first: IpAddr = address.parse().map_err(|_| shape)?;
        if first.to_canonical() != first {
            return Err("write the IPv4 network that is meant");
        }
        let longest = if first.is_ipv4() { 32 } else { 128 };
        let length = match prefix {
            None => longest,
            Some(prefix) => {
                // As the standard library reads it, `+8` and `08` are numbers too.
                let is_plain = prefix.bytes().all(|byte| byte.is_ascii_digit());
                let length: NonZeroU8 = prefix.parse().map_err(|_| shape)?;
                if !is_plain || prefix.starts_with('0') || length.get() > longest {
                    return Err(shape);
                }
                length.get()
            }
        };
        let prefix = ALL_BITS - longest + length;
        if bits(first).trailing_zeros() < u32::from(ALL_BITS - prefix) {
            return Err("has bits set behind its prefix");
        }
        Ok(Self { first, prefix })
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    }
}

const ALL_BITS: u8 = 128;
