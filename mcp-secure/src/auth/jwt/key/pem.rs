//! A public key in PEM (RFC 7468).

use std::str;

use aws_lc_rs::signature::ParsedPublicKey;
use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Algorithm, Fault};

/// Not yet judged for its strength.
pub(super) fn read(algorithm: Algorithm, pem: &[u8]) -> Result<ParsedPublicKey, Fault> {
    let verification = algorithm.family().verification().ok_or(Fault::OtherKind)?;
    let pem = str::from_utf8(pem).map_err(|_| Fault::NotUtf8)?;
    let der = block(pem)?;
    // Of a bare point, `ParsedPublicKey` would make a key too.
    if der.first() != Some(&SEQUENCE) {
        return Err(Fault::Malformed);
    }
    ParsedPublicKey::new(verification, der).map_err(|_| Fault::Malformed)
}

/// The bytes of the one block. What stands before and after it is for people.
fn block(pem: &str) -> Result<Vec<u8>, Fault> {
    let mut lines = pem.lines().map(str::trim);
    let label = lines
        .find_map(|line| line.strip_prefix("-----BEGIN ")?.strip_suffix("-----"))
        .ok_or(Fault::Malformed)?;
    match label {
        "PUBLIC KEY" | "RSA PUBLIC KEY" => {}
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
            return Err(Fault::Certificate);
        }
        private if private.ends_with("PRIVATE KEY") => return Err(Fault::Private),
        _ => return Err(Fault::OtherKind),
    }
    let end = format!("-----END {label}-----");
    let mut base64 = String::new();
    loop {
        match lines.next().ok_or(Fault::Malformed)? {
            line if line == end => break,
            line => base64 += line,
        }
    }
    if lines.any(|line| line.starts_with("-----BEGIN ")) {
        return Err(Fault::SeveralBlocks);
    }
    STANDARD.decode(base64).map_err(|_| Fault::Malformed)
}

/// The tag that `SubjectPublicKeyInfo` and `RSAPublicKey` begin with.
const SEQUENCE: u8 = 0x30;
