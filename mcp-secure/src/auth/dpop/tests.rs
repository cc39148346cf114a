//! The attacks, by what they aim at. Proofs are signed with a key pair of the test's own.
#![allow(clippy::unwrap_used)]

use std::time::UNIX_EPOCH;

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::*;

mod nonces;
mod proofs;
mod replays;
mod vectors;

const TOKEN: &str = "a token, as it came in";
const URL: &str = "https://mcp.example.com/mcp";
const NOW: u64 = 1_800_000_000;

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOW)
}

fn dpop() -> Dpop {
    Dpop { clock: now, ..Dpop::new() }
}

/// Who holds a key.
struct Holder(EcdsaKeyPair);

impl Holder {
    fn new() -> Self {
        Self(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap())
    }

    fn jwk(&self) -> Value {
        let point = self.0.public_key().as_ref();
        let coordinate = |range| URL_SAFE_NO_PAD.encode(&point[range]);
        json!({ "kty": "EC", "crv": "P-256", "x": coordinate(1..33), "y": coordinate(33..65) })
    }

    fn header(&self) -> Value {
        json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": self.jwk() })
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let message = format!("{}.{}", encode(header), encode(claims));
        let signature = self.0.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn proof(&self, claims: &Value) -> String {
        self.sign(&self.header(), claims)
    }
}

/// Claims that are all right.
fn claims() -> Value {
    json!({ "jti": "1", "htm": "POST", "htu": URL, "iat": NOW, "ath": thumbprint(TOKEN.as_bytes()) })
}

fn with(claim: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[claim] = value;
    claims
}

fn check(dpop: &Dpop, proof: &str) -> Result<Proven, Rejected> {
    let proof = Proof { token: proof, method: "POST", url: URL.to_owned() };
    dpop.check(&proof, &Token::new(TOKEN))
}

/// What of the proof is wrong; nothing is `""`.
fn wrong(dpop: &Dpop, proof: &str) -> &'static str {
    match check(dpop, proof) {
        Ok(_) => "",
        Err(Rejected::BadProof(part)) => part,
        Err(Rejected::NonceNeeded) => "nonce needed",
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_good_proof_is_of_its_key() {
    let holder = Holder::new();
    let proven = check(&dpop(), &holder.proof(&claims())).unwrap();
    let jwk = holder.jwk();
    let input = format!(r#"{{"crv":"P-256","kty":"EC","x":{},"y":{}}}"#, jwk["x"], jwk["y"]);
    assert_eq!(proven.key, thumbprint(input.as_bytes()));
}
