//! As much of DER (X.690) as `RSAPublicKey` is made of.

/// Modulus and exponent, without leading zeros (RFC 8017, appendix A.1.1).
pub(crate) fn rsa(key: &[u8]) -> Option<(&[u8], &[u8])> {
    let (sequence, _) = element(key, SEQUENCE)?;
    let (modulus, rest) = element(sequence, INTEGER)?;
    let (exponent, _) = element(rest, INTEGER)?;
    Some((without_zeros(modulus), without_zeros(exponent)))
}

/// The content of the first element and what follows it, if the element has this tag.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = if length < LONG_FORM {
        (usize::from(length), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(length - LONG_FORM))?;
        let shifted =
            |length: usize, byte: &u8| length.checked_mul(256)?.checked_add((*byte).into());
        (bytes.iter().try_fold(0, shifted)?, rest)
    };
    if first == tag { rest.split_at_checked(length) } else { None }
}

fn without_zeros(integer: &[u8]) -> &[u8] {
    let zeros = integer.iter().take_while(|byte| **byte == 0).count();
    &integer[zeros..]
}

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const LONG_FORM: u8 = 0x80;
