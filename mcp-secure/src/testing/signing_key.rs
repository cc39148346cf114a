//! [`SigningKey`]: the private half of a pair, to sign tokens in tests.

use std::fmt;

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::KeySize,
    signature::{self, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaEncoding, RsaKeyPair},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};

use crate::{
    Error,
    auth::jwt::{Algorithm, rsa_components},
};

/// A key pair that signs whatever a test wants signed, also what no issuer would.
///
/// ```
/// use mcp_secure::{auth::{Jwt, jwt::{Algorithm, Key}}, testing::SigningKey};
/// use serde_json::json;
///
/// # fn main() -> mcp_secure::Result<()> {
/// let key = SigningKey::generate(Algorithm::Es256)?.id("2026-07");
/// let jwt = Jwt::keys([Key::jwk(&key.jwk().to_string())?]).issuer("https://login.example.com");
/// let token = key.token(&json!({ "iss": "https://login.example.com", "sub": "ada" }));
/// # Ok(())
/// # }
/// ```
pub struct SigningKey {
    id: Option<String>,
    algorithm: Algorithm,
    pair: Pair,
}

enum Pair {
    Rsa(RsaKeyPair),
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl SigningKey {
    /// A new key pair. RSA has 2,048 bits, which takes a moment.
    ///
    /// # Errors
    ///
    /// If the algorithm is one of shared secrets, or the system has no random numbers.
    pub fn generate(algorithm: Algorithm) -> crate::Result<Self> {
        let pair = generate(algorithm).ok_or_else(|| {
            Error::new(format!("no key pair can be made for {algorithm}; take one of a public key"))
        })?;
        Ok(Self { id: None, algorithm, pair })
    }

    /// The `kid` of the key.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The same key, if it is an RSA key, with another algorithm of RSA: what an issuer does that
    /// does not hold to the one that its key is published for.
    #[must_use]
    pub fn with_algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// The algorithm that it signs with.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// A token with these claims, and `alg`, `typ` of `at+jwt` and the key's `kid` in its header.
    pub fn token(&self, claims: &Value) -> String {
        let mut header = json!({ "alg": self.algorithm.name(), "typ": "at+jwt" });
        if let Some(id) = &self.id {
            header["kid"] = json!(id);
        }
        self.token_with(header.to_string(), claims.to_string())
    }

    /// A token of these bytes, whatever they are.
    pub fn token_with(&self, header: impl AsRef<[u8]>, claims: impl AsRef<[u8]>) -> String {
        let message =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let signature = self.sign(message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// The signature as a token has it (RFC 7518, section 3).
    ///
    /// # Panics
    ///
    /// If the key is not one for its algorithm.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &self.pair {
            Pair::Rsa(pair) => {
                let encoding = rsa_encoding(self.algorithm).expect("an RSA key signs by RSA");
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(encoding, &SystemRandom::new(), message, &mut signature)
                    .expect("the buffer is as long as the modulus");
                signature
            }
            Pair::Ecdsa(pair) => pair
                .sign(&SystemRandom::new(), message)
                .expect("a generated key signs")
                .as_ref()
                .to_vec(),
            Pair::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }

    /// The public half as a JSON Web Key (RFC 7517), with `alg`, `use` and the `kid`.
    pub fn jwk(&self) -> Value {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let mut jwk = match &self.pair {
            Pair::Rsa(pair) => {
                let (n, e) = rsa_components(pair.public_key().as_ref()).unwrap_or_default();
                json!({ "kty": "RSA", "n": encode(n), "e": encode(e) })
            }
            Pair::Ecdsa(pair) => {
                // Behind the byte that says that it is not compressed.
                let point = &pair.public_key().as_ref()[1..];
                let (x, y) = point.split_at(point.len() / 2);
                let crv = match self.algorithm {
                    Algorithm::Es384 => "P-384",
                    Algorithm::Es512 => "P-521",
                    _ => "P-256",
                };
                json!({ "kty": "EC", "crv": crv, "x": encode(x), "y": encode(y) })
            }
            Pair::Ed25519(pair) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "x": encode(pair.public_key().as_ref()) })
            }
        };
        jwk["alg"] = json!(self.algorithm.name());
        jwk["use"] = json!("sig");
        if let Some(id) = &self.id {
            jwk["kid"] = json!(id);
        }
        jwk
    }

    /// The public half as `SubjectPublicKeyInfo` in DER (RFC 5280, section 4.1).
    ///
    /// # Panics
    ///
    /// If the key has no such form, which a generated one has.
    pub fn der(&self) -> Vec<u8> {
        let der: Result<PublicKeyX509Der<'_>, _> = match &self.pair {
            Pair::Rsa(pair) => pair.public_key().as_der(),
            Pair::Ecdsa(pair) => pair.public_key().as_der(),
            Pair::Ed25519(pair) => pair.public_key().as_der(),
        };
        der.expect("a generated key has a public half").as_ref().to_vec()
    }

    /// The public half in PEM (RFC 7468).
    pub fn pem(&self) -> String {
        let base64 = STANDARD.encode(self.der());
        let lines: Vec<_> = base64.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
    }
}

fn generate(algorithm: Algorithm) -> Option<Pair> {
    let ecdsa = |signing| Some(Pair::Ecdsa(EcdsaKeyPair::generate(signing).ok()?));
    match algorithm {
        Algorithm::Es256 => ecdsa(&signature::ECDSA_P256_SHA256_FIXED_SIGNING),
        Algorithm::Es384 => ecdsa(&signature::ECDSA_P384_SHA384_FIXED_SIGNING),
        Algorithm::Es512 => ecdsa(&signature::ECDSA_P521_SHA512_FIXED_SIGNING),
        Algorithm::EdDsa => Some(Pair::Ed25519(Ed25519KeyPair::generate().ok()?)),
        _ => {
            rsa_encoding(algorithm)?;
            Some(Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).ok()?))
        }
    }
}

fn rsa_encoding(algorithm: Algorithm) -> Option<&'static dyn RsaEncoding> {
    Some(match algorithm {
        Algorithm::Rs256 => &signature::RSA_PKCS1_SHA256,
        Algorithm::Rs384 => &signature::RSA_PKCS1_SHA384,
        Algorithm::Rs512 => &signature::RSA_PKCS1_SHA512,
        Algorithm::Ps256 => &signature::RSA_PSS_SHA256,
        Algorithm::Ps384 => &signature::RSA_PSS_SHA384,
        Algorithm::Ps512 => &signature::RSA_PSS_SHA512,
        _ => return None,
    })
}

/// Does not show the key.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, ..)", self.algorithm)
    }
}
