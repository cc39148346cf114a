//! [`Rejected`]: why a credential was not accepted.

use std::fmt;

/// Why a credential was not accepted. For the audit record: the client only learns
/// `invalid_token` (RFC 6750, section 3.1), or that its proof is not good (RFC 9449,
/// section 7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejected {
    /// Not a credential of a kind that this server reads.
    Malformed,
    /// Nobody that this server asks has issued it, or it was withdrawn.
    Unknown,
    /// Signed with a key that its issuer does not have, or not any more.
    UnknownKey,
    /// Signed with another key or algorithm, or not at all.
    BadSignature,
    /// From another issuer, or from none.
    WrongIssuer,
    /// For another audience, or for none.
    WrongAudience,
    /// A token that gives no access: an ID token, for example.
    WrongType,
    /// A claim that must be there is missing or of the wrong type.
    MissingClaim(&'static str),
    /// Good for longer than this server accepts.
    TooLong,
    /// Before its `nbf`, with the leeway.
    NotYetValid,
    /// Past its `exp`, with the leeway.
    Expired,
    /// Revoked: the token itself, or all of its subject up to a time.
    Revoked,
    /// Bound to a key or a certificate that the request does not show (RFC 8705, RFC 9449).
    WrongBinding,
    /// The proof of possession is not good (RFC 9449, section 4.3): by this part of it.
    BadProof(&'static str),
    /// The proof of possession needs a nonce of this server (RFC 9449, section 9).
    NonceNeeded,
    /// The verifier could not be reached; nothing is known of the credential.
    Unavailable,
}

impl Rejected {
    /// The error code of the challenge (RFC 6750, section 3.1; RFC 9449, section 12.2).
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::BadProof(_) => "invalid_dpop_proof",
            Self::NonceNeeded => "use_dpop_nonce",
            _ => "invalid_token",
        }
    }

    /// The more telling one of two: where several have judged a credential, it is that of who
    /// came furthest. Where one could not judge it, nothing is known.
    pub(super) fn or(self, other: Self) -> Self {
        if other.distance() > self.distance() { other } else { self }
    }

    /// How far the credential came.
    fn distance(self) -> u8 {
        match self {
            Self::Malformed => 0,
            Self::Unknown | Self::UnknownKey => 1,
            Self::BadSignature => 2,
            Self::WrongIssuer => 3,
            Self::WrongAudience => 4,
            Self::WrongType | Self::MissingClaim(_) | Self::TooLong | Self::NotYetValid => 5,
            Self::Expired | Self::Revoked => 6,
            Self::WrongBinding | Self::BadProof(_) | Self::NonceNeeded => 7,
            Self::Unavailable => 8,
        }
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "malformed",
            Self::Unknown => "unknown",
            Self::UnknownKey => "unknown_key",
            Self::BadSignature => "bad_signature",
            Self::WrongIssuer => "wrong_issuer",
            Self::WrongAudience => "wrong_audience",
            Self::WrongType => "wrong_type",
            Self::MissingClaim(claim) => return write!(f, "missing_claim:{claim}"),
            Self::TooLong => "too_long",
            Self::NotYetValid => "not_yet_valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::WrongBinding => "wrong_binding",
            Self::BadProof(part) => return write!(f, "bad_proof:{part}"),
            Self::NonceNeeded => "nonce_needed",
            Self::Unavailable => "unavailable",
        })
    }
}

impl std::error::Error for Rejected {}
