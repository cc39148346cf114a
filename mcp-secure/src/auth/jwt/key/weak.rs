//! Public keys whose private half can be computed, or is known.

use std::iter;

use aws_lc_rs::{
    digest,
    encoding::{AsDer, PublicKeyX509Der},
    rsa,
    signature::ParsedPublicKey,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{
    super::{
        algorithm::{Algorithm, Family},
        published::PUBLISHED_KEYS,
    },
    Fault, der,
};

pub(super) fn check(algorithm: Algorithm, key: &ParsedPublicKey) -> Result<(), Fault> {
    let der: PublicKeyX509Der<'_> = key.as_der().map_err(|_| Fault::Malformed)?;
    let fingerprint = digest::digest(&digest::SHA256, der.as_ref());
    if PUBLISHED_KEYS.contains(&&*URL_SAFE_NO_PAD.encode(fingerprint)) {
        return Err(Fault::Published);
    }
    match algorithm.family() {
        Family::Rsa(_) => {
            let key = rsa::PublicKey::from_der(der.as_ref()).map_err(|_| Fault::Malformed)?;
            let (modulus, exponent) = der::rsa(key.as_ref()).ok_or(Fault::Malformed)?;
            check_rsa(modulus, exponent)
        }
        _ => Ok(()),
    }
}

fn check_rsa(modulus: &[u8], exponent: &[u8]) -> Result<(), Fault> {
    match bits(modulus) {
        ..MIN_BITS => Err(Fault::Small),
        MIN_BITS..=MAX_BITS if bits(exponent) < MIN_EXPONENT_BITS => Err(Fault::SmallExponent),
        MIN_BITS..=MAX_BITS if is_of_infineon(modulus) => Err(Fault::Factorable),
        MIN_BITS..=MAX_BITS => Ok(()),
        _ => Err(Fault::Large),
    }
}

/// Whether the modulus was made by the library of CVE-2017-15361 ("ROCA"): modulo each small
/// prime, it is then a power of 65537. Of other keys, one in a hundred million looks so.
fn is_of_infineon(modulus: &[u8]) -> bool {
    SMALL_PRIMES.iter().all(|&prime| {
        let residue = modulus.iter().fold(0, |sum, byte| (sum * 256 + u32::from(*byte)) % prime);
        let powers = iter::successors(Some(1), |power| Some(power * 65537 % prime));
        powers.take(prime as usize).any(|power| power == residue)
    })
}

fn bits(integer: &[u8]) -> usize {
    integer.first().map_or(0, |first| 8 * integer.len() - first.leading_zeros() as usize)
}

/// RFC 7518, sections 3.3 and 3.5.
const MIN_BITS: usize = 2048;
/// A signature by a larger key takes long to verify, and anybody can send one.
const MAX_BITS: usize = 8192;
const SMALL_PRIMES: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];
/// FIPS 186-5, section 5.1: above 2^16. An odd number of 17 bits is.
const MIN_EXPONENT_BITS: usize = 17;
