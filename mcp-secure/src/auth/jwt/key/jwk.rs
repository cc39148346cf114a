//! One JSON Web Key (RFC 7517; RFC 7518, section 6; RFC 8037, section 2).

use aws_lc_rs::signature::{ParsedPublicKey, RsaPublicKeyComponents};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{
    super::{
        algorithm::{Algorithm, Curve, Family},
        secret, strict,
    },
    Fault, Key, Material, weak,
};

pub(super) fn read(json: &[u8]) -> Result<Key, Fault> {
    let jwk = strict::object(json).ok_or(Fault::Malformed)?;
    read_object(&jwk, None)
}

/// A key of a set. `otherwise` is what an RSA key without `alg` is for.
pub(super) fn read_object(
    jwk: &Map<String, Value>,
    otherwise: Option<Algorithm>,
) -> Result<Key, Fault> {
    let kind = text(jwk, "kty")?;
    if kind != "oct" && PRIVATE_MEMBERS.iter().any(|name| jwk.contains_key(*name)) {
        return Err(Fault::Private);
    }
    if !is_for_signatures(jwk)? {
        return Err(Fault::NotForSignatures);
    }
    let algorithm = algorithm(jwk, kind, otherwise)?;
    let family = algorithm.family();
    if family.key_type() != kind {
        return Err(Fault::OtherKind);
    }
    let mut key = match family {
        Family::Hmac { min_secret, .. } => {
            let secret = Zeroizing::new(bytes(jwk, "k")?);
            secret::check(&secret, min_secret).map_err(Fault::Secret)?;
            Key::with_secret(algorithm, &secret).map_err(|_| Fault::Malformed)?
        }
        Family::Rsa(parameters) => {
            let components = RsaPublicKeyComponents { n: bytes(jwk, "n")?, e: bytes(jwk, "e")? };
            public(algorithm, components.to_parsed_public_key(parameters).ok())?
        }
        Family::Ecdsa(curve) => {
            let key = ParsedPublicKey::new(curve.algorithm, point(jwk, curve)?);
            public(algorithm, key.ok())?
        }
        Family::Ed25519(parameters) => {
            let x = bytes(jwk, "x")?;
            if text(jwk, "crv")? != "Ed25519" || x.len() != ED25519_BYTES {
                return Err(Fault::OtherKind);
            }
            public(algorithm, ParsedPublicKey::new(parameters, x).ok())?
        }
    };
    if let Some(id) = jwk.get("kid") {
        key.id = Some(id.as_str().ok_or(Fault::Malformed)?.to_owned());
    }
    Ok(key)
}

fn public(algorithm: Algorithm, key: Option<ParsedPublicKey>) -> Result<Key, Fault> {
    let key = key.ok_or(Fault::Malformed)?;
    weak::check(algorithm, &key)?;
    Ok(Key { id: None, algorithm, material: Material::Public(key) })
}

/// What the key says, or what its curve leaves no choice in.
fn algorithm(
    jwk: &Map<String, Value>,
    kind: &str,
    otherwise: Option<Algorithm>,
) -> Result<Algorithm, Fault> {
    if let Some(name) = jwk.get("alg") {
        let name = name.as_str().ok_or(Fault::Malformed)?;
        return Algorithm::named(name).ok_or(Fault::UnknownAlgorithm);
    }
    match kind {
        "EC" => match text(jwk, "crv")? {
            "P-256" => Ok(Algorithm::Es256),
            "P-384" => Ok(Algorithm::Es384),
            "P-521" => Ok(Algorithm::Es512),
            _ => Err(Fault::OtherKind),
        },
        "OKP" => Ok(Algorithm::EdDsa),
        "RSA" => otherwise.ok_or(Fault::NoAlgorithm),
        _ => Err(Fault::NoAlgorithm),
    }
}

/// RFC 7517, sections 4.2 and 4.3: what the key may be used for, where it says so.
fn is_for_signatures(jwk: &Map<String, Value>) -> Result<bool, Fault> {
    let used = match jwk.get("use") {
        None => true,
        Some(used) => used.as_str().ok_or(Fault::Malformed)? == "sig",
    };
    let verifies = match jwk.get("key_ops") {
        None => true,
        Some(Value::Array(operations)) => operations.iter().any(|operation| operation == "verify"),
        Some(_) => return Err(Fault::Malformed),
    };
    Ok(used && verifies)
}

/// The point, uncompressed (SEC 1, section 2.3.3). That it is on the curve, `ParsedPublicKey`
/// sees to.
fn point(jwk: &Map<String, Value>, curve: Curve) -> Result<Vec<u8>, Fault> {
    let (x, y) = (bytes(jwk, "x")?, bytes(jwk, "y")?);
    if text(jwk, "crv")? != curve.name {
        return Err(Fault::OtherKind);
    }
    // RFC 7518, section 6.2.1.2: as long as the curve has it, leading zeros too.
    if x.len() != curve.size || y.len() != curve.size {
        return Err(Fault::Malformed);
    }
    Ok([&[UNCOMPRESSED][..], &x, &y].concat())
}

fn text<'a>(jwk: &'a Map<String, Value>, name: &str) -> Result<&'a str, Fault> {
    jwk.get(name).and_then(Value::as_str).ok_or(Fault::Malformed)
}

fn bytes(jwk: &Map<String, Value>, name: &str) -> Result<Vec<u8>, Fault> {
    URL_SAFE_NO_PAD.decode(text(jwk, name)?).map_err(|_| Fault::Malformed)
}

/// RFC 7518, section 6.3.2 and 6.2.2: what only the owner of a pair has.
const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

const UNCOMPRESSED: u8 = 4;
const ED25519_BYTES: usize = 32;
