//! Who holds a key, and proves it.

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};
use rcgen::{KeyPair, PublicKeyData};
use serde_json::{Value, json};

use crate::token::{claims, now, sign};

/// A key pair on P-256.
pub struct Holder {
    pair: KeyPair,
    names: std::sync::atomic::AtomicU32,
}

impl Default for Holder {
    fn default() -> Self {
        Self { pair: KeyPair::generate().unwrap(), names: 0.into() }
    }
}

impl Holder {
    /// The thumbprint of the key (RFC 7638).
    pub fn thumbprint(&self) -> String {
        let jwk = self.jwk();
        hash(format!(r#"{{"crv":"P-256","kty":"EC","x":{},"y":{}}}"#, jwk["x"], jwk["y"]))
    }

    /// A token that is bound to the key.
    pub fn token(&self, audience: &str, scope: &str) -> String {
        let mut claims = claims(audience, scope);
        claims["cnf"] = json!({ "jkt": self.thumbprint() });
        sign(&claims)
    }

    /// A proof for a request with this token to this URL.
    pub fn proof(&self, token: &str, url: &str, nonce: Option<&str>) -> String {
        let name = self.names.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let mut claims = json!({
            "jti": name.to_string(), "htm": "POST", "htu": url, "iat": now(), "ath": hash(token),
        });
        if let Some(nonce) = nonce {
            claims["nonce"] = nonce.into();
        }
        self.sign(&claims)
    }

    pub fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some("dpop+jwt".to_owned());
        let jwk: Jwk = serde_json::from_value(self.jwk()).unwrap();
        header.jwk = Some(jwk);
        let key = EncodingKey::from_ec_der(&self.pair.serialize_der());
        jsonwebtoken::encode(&header, claims, &key).unwrap()
    }

    fn jwk(&self) -> Value {
        let point = self.pair.der_bytes();
        let coordinate = |range| URL_SAFE_NO_PAD.encode(&point[range]);
        json!({ "kty": "EC", "crv": "P-256", "x": coordinate(1..33), "y": coordinate(33..65) })
    }
}

/// SHA-256 in base64url.
pub fn hash(text: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, text.as_ref()))
}
