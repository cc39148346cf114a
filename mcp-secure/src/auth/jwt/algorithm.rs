//! [`Algorithm`]: what a token may be signed with.

use std::fmt;

use aws_lc_rs::{
    hmac,
    signature::{
        self, EcdsaVerificationAlgorithm, EdDSAParameters, RsaParameters, VerificationAlgorithm,
    },
};

/// A signature algorithm of JSON Web Tokens (RFC 7518, section 3.1; RFC 8037; RFC 9864).
///
/// A [`Key`](super::Key) has one, and the token has no say in it. `none` is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// `HS256`: HMAC with SHA-256, by a secret of at least 32 bytes.
    Hs256,
    /// `HS384`: HMAC with SHA-384, by a secret of at least 48 bytes.
    Hs384,
    /// `HS512`: HMAC with SHA-512, by a secret of at least 64 bytes.
    Hs512,
    /// `RS256`: RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// `RS384`: RSASSA-PKCS1-v1_5 with SHA-384.
    Rs384,
    /// `RS512`: RSASSA-PKCS1-v1_5 with SHA-512.
    Rs512,
    /// `PS256`: RSASSA-PSS with SHA-256 and a salt of 32 bytes.
    Ps256,
    /// `PS384`: RSASSA-PSS with SHA-384 and a salt of 48 bytes.
    Ps384,
    /// `PS512`: RSASSA-PSS with SHA-512 and a salt of 64 bytes.
    Ps512,
    /// `ES256`: ECDSA on P-256 with SHA-256.
    Es256,
    /// `ES384`: ECDSA on P-384 with SHA-384.
    Es384,
    /// `ES512`: ECDSA on P-521 with SHA-512.
    Es512,
    /// `EdDSA`, also spelled `Ed25519`: EdDSA on Ed25519. Ed448 is not read here.
    EdDsa,
}

/// What an algorithm needs.
#[derive(Clone, Copy)]
pub(super) enum Family {
    Hmac { algorithm: hmac::Algorithm, min_secret: usize },
    Rsa(&'static RsaParameters),
    Ecdsa(Curve),
    Ed25519(&'static EdDSAParameters),
}

/// A curve, as a JSON Web Key has it (RFC 7518, section 6.2.1).
#[derive(Clone, Copy)]
pub(super) struct Curve {
    pub(super) name: &'static str,
    /// Bytes of one coordinate.
    pub(super) size: usize,
    pub(super) algorithm: &'static EcdsaVerificationAlgorithm,
}

impl Algorithm {
    /// The name in the header of a token (RFC 7515, section 4.1.1).
    pub fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The algorithm of this name, in exactly this case.
    pub(super) fn named(name: &str) -> Option<Self> {
        ALL.into_iter().find(|algorithm| algorithm.is_named(name))
    }

    /// Whether a header says this algorithm.
    pub(super) fn is_named(self, name: &str) -> bool {
        // RFC 9864, section 2.2: the same algorithm under a name that says the curve.
        name == self.name() || (self == Self::EdDsa && name == "Ed25519")
    }

    /// Whether who verifies can also sign.
    pub(super) fn is_symmetric(self) -> bool {
        matches!(self.family(), Family::Hmac { .. })
    }

    #[cfg(feature = "jwks")]
    pub(in crate::auth) fn is_rsa(self) -> bool {
        matches!(self.family(), Family::Rsa(_))
    }

    pub(super) fn family(self) -> Family {
        let hmac = |algorithm: hmac::Algorithm| Family::Hmac {
            algorithm,
            // RFC 7518, section 3.2: at least the size of the hash.
            min_secret: algorithm.digest_algorithm().output_len(),
        };
        match self {
            Self::Hs256 => hmac(hmac::HMAC_SHA256),
            Self::Hs384 => hmac(hmac::HMAC_SHA384),
            Self::Hs512 => hmac(hmac::HMAC_SHA512),
            Self::Rs256 => Family::Rsa(&signature::RSA_PKCS1_2048_8192_SHA256),
            Self::Rs384 => Family::Rsa(&signature::RSA_PKCS1_2048_8192_SHA384),
            Self::Rs512 => Family::Rsa(&signature::RSA_PKCS1_2048_8192_SHA512),
            Self::Ps256 => Family::Rsa(&signature::RSA_PSS_2048_8192_SHA256),
            Self::Ps384 => Family::Rsa(&signature::RSA_PSS_2048_8192_SHA384),
            Self::Ps512 => Family::Rsa(&signature::RSA_PSS_2048_8192_SHA512),
            Self::Es256 => Family::Ecdsa(P256),
            Self::Es384 => Family::Ecdsa(P384),
            Self::Es512 => Family::Ecdsa(P521),
            Self::EdDsa => Family::Ed25519(&signature::ED25519),
        }
    }
}

impl Family {
    /// How a public key verifies; `None` of a secret.
    pub(super) fn verification(self) -> Option<&'static dyn VerificationAlgorithm> {
        match self {
            Self::Hmac { .. } => None,
            Self::Rsa(parameters) => Some(parameters),
            Self::Ecdsa(curve) => Some(curve.algorithm),
            Self::Ed25519(parameters) => Some(parameters),
        }
    }

    /// `kty` of a JSON Web Key (RFC 7518, section 6.1; RFC 8037, section 2).
    pub(super) fn key_type(self) -> &'static str {
        match self {
            Self::Hmac { .. } => "oct",
            Self::Rsa(_) => "RSA",
            Self::Ecdsa(_) => "EC",
            Self::Ed25519(_) => "OKP",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

pub(super) const ALL: [Algorithm; 13] = [
    Algorithm::Hs256,
    Algorithm::Hs384,
    Algorithm::Hs512,
    Algorithm::Rs256,
    Algorithm::Rs384,
    Algorithm::Rs512,
    Algorithm::Ps256,
    Algorithm::Ps384,
    Algorithm::Ps512,
    Algorithm::Es256,
    Algorithm::Es384,
    Algorithm::Es512,
    Algorithm::EdDsa,
];

const P256: Curve =
    Curve { name: "P-256", size: 32, algorithm: &signature::ECDSA_P256_SHA256_FIXED };
const P384: Curve =
    Curve { name: "P-384", size: 48, algorithm: &signature::ECDSA_P384_SHA384_FIXED };
const P521: Curve =
    Curve { name: "P-521", size: 66, algorithm: &signature::ECDSA_P521_SHA512_FIXED };
