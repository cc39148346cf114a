//! The vectors of Project Wycheproof: JSON Web Signatures and JSON Web Keys.

use super::{
    super::{
        algorithm::Family,
        keys::Keys,
        verify::{Compact, Signed},
    },
    *,
};

const VECTORS: &str = include_str!("wycheproof/vectors.txt");

/// `invalid` there, for padding that is not in the data: they are the valid token `jws357` again.
const NOT_INVALID: [&str; 2] = ["jws367", "jws370"];

/// What is `valid` there and refused here, and why.
const STRICTER: [(&str, &str); 12] = [
    // An empty payload: no token has no claims.
    ("jws259", "malformed"),
    ("jws264", "malformed"),
    ("jws268", "malformed"),
    ("jws272", "malformed"),
    ("jws320", "malformed"),
    ("jws325", "malformed"),
    // Signed by PS384 with a key for PS256: a key has one algorithm.
    ("jws346", "bad_signature"),
    ("jws350", "bad_signature"),
    // A key for `ES521`, which is no registered name.
    ("jws347", "not known here"),
    ("jws351", "not known here"),
    // A character outside of the alphabet, which some decoders pass over.
    ("jws372", "bad_signature"),
    ("jws373", "bad_signature"),
];

struct Vector<'a> {
    key: Value,
    number: &'a str,
    token: &'a str,
    is_valid: bool,
}

fn vectors() -> Vec<Vector<'static>> {
    let mut key = Value::Null;
    let mut vectors = Vec::new();
    for line in VECTORS.lines().filter(|line| !line.starts_with('#')) {
        let (word, rest) = line.split_once(' ').unwrap();
        if word == "key" {
            key = serde_json::from_str(rest.rsplit_once(" # ").unwrap().0).unwrap();
            continue;
        }
        let (number, token) = rest.split_once(' ').unwrap();
        vectors.push(Vector { key: key.clone(), number, token, is_valid: word == "valid" });
    }
    vectors
}

/// The keys as a program gives them to `Jwt::keys`. Secrets that are refused since they can be
/// guessed (all zeros, or counted up) are taken all the same, if they are long enough: the verdict
/// is to be on the token.
fn keys(key: &Value) -> Result<Vec<Key>, String> {
    let alone = [key.clone()];
    let keys = key["keys"].as_array().map_or(&alone[..], |keys| keys);
    let read = |jwk: &Value| {
        let refused = match Key::jwk(&jwk.to_string()) {
            Ok(key) => return Ok(key),
            Err(error) => error.to_string(),
        };
        let secret = jwk["k"].as_str().unwrap_or_default();
        let secret = URL_SAFE_NO_PAD.decode(secret).unwrap_or_default();
        let algorithm = jwk["alg"].as_str().and_then(Algorithm::named);
        match algorithm.map(Algorithm::family) {
            Some(Family::Hmac { min_secret, .. }) if secret.len() >= min_secret => {
                Ok(Key::with_secret(algorithm.unwrap(), &secret).unwrap())
            }
            _ => Err(refused),
        }
    };
    keys.iter().map(read).collect()
}

fn verdict(vector: &Vector<'_>) -> Result<(), String> {
    let keys = Keys::new(keys(&vector.key)?);
    keys.check().map_err(|error| error.to_string())?;
    let token = Compact::parse(vector.token).map_err(|why| why.to_string())?;
    let signed = Signed::check(&token, &keys).map_err(|why| why.to_string())?;
    signed.check_header().map_err(|why| why.to_string())?;
    let payload = vector.token.split('.').nth(1).unwrap();
    URL_SAFE_NO_PAD.decode(payload).map(drop).map_err(|why| why.to_string())
}

#[test]
fn every_verdict_is_right() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 401 + 26);
    let mut wrong = Vec::new();
    for vector in &vectors {
        let verdict = verdict(vector);
        match STRICTER.iter().find(|(number, _)| *number == vector.number) {
            Some((number, why)) => {
                let verdict = verdict.unwrap_err();
                assert!(vector.is_valid && verdict.contains(why), "{number}: {verdict}");
            }
            None if NOT_INVALID.contains(&vector.number) => {
                let same = vectors.iter().find(|other| other.number == "jws357").unwrap();
                assert_eq!(vector.token, same.token);
            }
            None if verdict.is_ok() == vector.is_valid => {}
            None => wrong.push((vector.number, vector.is_valid, verdict)),
        }
    }
    assert!(wrong.is_empty(), "{} are wrong: {wrong:#?}", wrong.len());
}

#[test]
fn no_vector_is_a_caller() {
    for vector in vectors() {
        let Ok(keys) = keys(&vector.key) else { continue };
        let mut jwt = Jwt::keys(keys).issuer(ISSUER);
        if jwt.prepare(&Audience(AUDIENCE)).is_err() {
            continue;
        }
        let refused = verify(&jwt, vector.token).err();
        assert!(refused.is_some(), "{}", vector.number);
        // Their payloads are no claims: a valid signature is refused later than a bad one.
        if vector.is_valid && !STRICTER.iter().any(|(number, _)| *number == vector.number) {
            assert_ne!(refused, Some(Rejected::BadSignature), "{}", vector.number);
        }
    }
}
