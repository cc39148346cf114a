//! [`Key`]: what a signature is verified with, and the one algorithm that it is for.

use std::fmt;

use aws_lc_rs::{hmac, signature::ParsedPublicKey};
use serde_json::Value;

use super::{
    algorithm::{Algorithm, Family},
    secret,
};
use crate::Error;

mod der;
mod jwk;
mod pem;
mod weak;

#[cfg(any(test, feature = "testing"))]
pub(crate) use der::rsa as rsa_components;

/// A key that verifies tokens: a shared secret, or the public half of a pair.
///
/// It is for one [`Algorithm`], which is said where the key is taken and never by a token
/// (RFC 8725, sections 3.1 and 3.2). A key that can be guessed or broken is not taken.
///
/// ```
/// use mcp_secure::auth::jwt::{Algorithm, Jwt, Key};
///
/// # fn main() -> mcp_secure::Result<()> {
/// let pem = "-----BEGIN PUBLIC KEY-----
/// MCowBQYDK2VwAyEA4Dfl7+Px6yrEd2C6n+6hIVbfH0HvyQZr6+3FsGwCzS0=
/// -----END PUBLIC KEY-----";
/// let jwt = Jwt::keys([Key::pem(Algorithm::EdDsa, pem)?.id("2026-07")])
///     .issuer("https://login.example.com");
///
/// // A key for another algorithm, and a secret that is too short.
/// assert!(Key::pem(Algorithm::Es256, pem).is_err());
/// assert!(Key::secret(Algorithm::Hs512, "x1Kd9").is_err());
/// # Ok(())
/// # }
/// ```
pub struct Key {
    id: Option<String>,
    algorithm: Algorithm,
    material: Material,
}

/// Either overwrites its secret when dropped, or has none.
enum Material {
    Secret(Box<hmac::Key>),
    Public(ParsedPublicKey),
}

impl Key {
    /// A shared secret, as it is: it is not decoded from base64 or hexadecimal.
    ///
    /// # Errors
    ///
    /// If the algorithm takes no secret, or if the secret can be guessed, as
    /// [`Jwt::from_env`](super::Jwt::from_env) has it: shorter than the hash of the algorithm (32,
    /// 48 or 64 bytes; RFC 7518, section 3.2), published, or of trivial variety.
    pub fn secret(algorithm: Algorithm, secret: impl AsRef<[u8]>) -> crate::Result<Self> {
        let Family::Hmac { min_secret, .. } = algorithm.family() else {
            return Err(Error::new(format!(
                "{algorithm} takes no secret; give the public key by `Key::pem`"
            )));
        };
        let secret = secret.as_ref();
        secret::check(secret, min_secret)
            .map_err(|weakness| Error::new(format!("the secret for {algorithm} {weakness}")))?;
        Self::with_secret(algorithm, secret)
    }

    /// A public key in PEM (RFC 7468): one block of `PUBLIC KEY` (RFC 5280), or of `RSA PUBLIC
    /// KEY` (RFC 8017).
    ///
    /// # Errors
    ///
    /// If it is not one, not for this algorithm, or weak: RSA below 2,048 bits (RFC 7518, sections 3.3
    /// and 3.5) or with an exponent below 65,537 (FIPS 186-5, section 5.1), a key whose private
    /// half is published. A private key and a certificate are refused too, with what to do.
    pub fn pem(algorithm: Algorithm, pem: impl AsRef<[u8]>) -> crate::Result<Self> {
        let key = pem::read(algorithm, pem.as_ref())
            .and_then(|key| weak::check(algorithm, &key).map(|()| key))
            .map_err(|why| Error::new(format!("the public key for {algorithm} {why}")))?;
        Ok(Self { id: None, algorithm, material: Material::Public(key) })
    }

    /// One JSON Web Key (RFC 7517), with its `alg`, which only a key on a curve may leave out, and
    /// with its `kid`, if it has one.
    ///
    /// # Errors
    ///
    /// As [`pem`](Self::pem) and [`secret`](Self::secret). Also if a name is there twice, if the
    /// key is not for signatures (`use`, `key_ops`), or if it holds a private key.
    pub fn jwk(json: &str) -> crate::Result<Self> {
        jwk::read(json.as_bytes()).map_err(|why| Error::new(format!("the JSON Web Key {why}")))
    }

    /// One key of a set that its issuer publishes; never a secret. `rsa` is what an RSA key
    /// without `alg` is for.
    pub(in crate::auth) fn published(jwk: &Value, rsa: Algorithm) -> crate::Result<Self> {
        let key = match jwk.as_object() {
            Some(jwk) if jwk.get("kty").is_some_and(|kind| kind == "oct") => Err(Fault::Private),
            Some(jwk) => jwk::read_object(jwk, Some(rsa)),
            None => Err(Fault::Malformed),
        };
        key.map_err(|why| Error::new(format!("the JSON Web Key {why}")))
    }

    /// Whether no token can tell the two apart.
    #[cfg(feature = "jwks")]
    pub(in crate::auth) fn is_named_as(&self, other: &Self) -> bool {
        self.id.is_some() && self.id == other.id && self.algorithm == other.algorithm
    }

    /// What tokens call the key: `kid` (RFC 7515, section 4.1.4). Of several keys, it chooses.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The only algorithm of the key.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) fn kid(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The secret, if it is one: it can sign too.
    pub(super) fn as_secret(&self) -> Option<&hmac::Key> {
        match &self.material {
            Material::Secret(key) => Some(key),
            Material::Public(_) => None,
        }
    }

    /// Whether this is the key's signature of the message.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.material {
            Material::Secret(key) => hmac::verify(key, message, signature).is_ok(),
            Material::Public(key) => key.verify_sig(message, signature).is_ok(),
        }
    }

    /// Without a look at how good the secret is.
    pub(super) fn with_secret(algorithm: Algorithm, secret: &[u8]) -> crate::Result<Self> {
        match algorithm.family() {
            Family::Hmac { algorithm: hash, .. } => Ok(Self {
                id: None,
                algorithm,
                material: Material::Secret(Box::new(hmac::Key::new(hash, secret))),
            }),
            _ => Err(Error::new(format!("{algorithm} takes no secret"))),
        }
    }
}

/// Does not show the key.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({}, ..)", self.algorithm)
    }
}

/// Why a key is not taken: what follows its name in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Malformed,
    NotUtf8,
    SeveralBlocks,
    Private,
    Certificate,
    OtherKind,
    Small,
    Large,
    SmallExponent,
    Factorable,
    Published,
    NotForSignatures,
    UnknownAlgorithm,
    NoAlgorithm,
    Secret(secret::Weakness),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "cannot be read, or is not a key of this algorithm",
            Self::NotUtf8 => "is not text; convert it with `openssl pkey -pubin -inform DER`",
            Self::SeveralBlocks => "is more than one; give each of them to `Jwt::keys`",
            Self::Private => {
                "is a private key; who verifies needs only the public half, which \
                 `openssl pkey -pubout` makes"
            }
            Self::Certificate => {
                "is a certificate; take the key out of it with `openssl x509 -pubkey -noout`"
            }
            Self::OtherKind => "is a key of another kind",
            Self::Small => "has fewer than 2048 bits; make one of 3072",
            Self::Large => "has more than 8192 bits",
            Self::SmallExponent => "has an exponent below 65537",
            Self::Factorable => "was made by a library whose keys can be factored (CVE-2017-15361)",
            Self::Published => "is published with its private half; make one of your own",
            Self::NotForSignatures => "is not for signatures, by its `use` or `key_ops`",
            Self::UnknownAlgorithm => "is for an algorithm that is not known here, by its `alg`",
            Self::NoAlgorithm => "has no `alg`; add the one that it is used with",
            Self::Secret(weakness) => return weakness.fmt(f),
        })
    }
}
