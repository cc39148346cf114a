//! The credential of a request: in a header, or the certificate of its connection; nowhere else.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};

use super::reply::Failure;
use crate::{
    auth::{ClientCertificate, Credential, Proof, Scheme, Token},
    call::Origin,
    serve::door::Door,
};

/// The one credential of the request; more than one is refused. `url` is where the client has sent
/// it, for a proof.
pub(super) fn read<'a>(
    parts: &'a Parts,
    door: &Door,
    origin: Origin,
    url: impl FnOnce() -> String,
) -> Result<Option<Credential<'a>>, Box<Failure>> {
    let authorization = only(&parts.headers, &header::AUTHORIZATION)?;
    let key = match key_header(door) {
        Some(name) => only(&parts.headers, name)?,
        None => None,
    };
    let certificate = parts.extensions.get::<ClientCertificate>();
    let credential = match (authorization, key) {
        (Some(_), Some(_)) => return Err(too_many("more than one credential")),
        (Some(authorization), None) => read_authorization(authorization, |token| {
            let takes_proofs = door.verifier.as_ref().is_some_and(|v| v.dpop().is_some());
            takes_proofs.then(|| Credential::dpop(token, proof(parts, url())))
        }),
        (None, Some(key)) => Some(Credential::header(Token::new(key.to_str().unwrap_or_default()))),
        (None, None) => None,
    };
    // A scheme that nobody here speaks is no credential; neither does it hide the certificate.
    let credential = credential.or_else(|| certificate.map(|_| Credential::nothing()));
    Ok(credential.map(|credential| credential.with_certificate(certificate).with_origin(origin)))
}

/// Removes what `read` reads.
pub(super) fn strip(headers: &mut HeaderMap, door: &Door) {
    headers.remove(header::AUTHORIZATION);
    headers.remove(DPOP);
    if let Some(name) = key_header(door) {
        headers.remove(name);
    }
}

/// The nonce for the next proof of a client that has sent one (RFC 9449, section 8.2).
pub(super) fn nonce(credential: Option<&Credential<'_>>, door: &Door) -> Option<HeaderValue> {
    credential.filter(|credential| credential.scheme() == Scheme::Dpop)?;
    door.verifier.as_ref()?.dpop()?.nonce()?.try_into().ok()
}

/// A bearer token (RFC 6750, section 2.1), or one with a proof.
fn read_authorization<'a>(
    value: &HeaderValue,
    with_proof: impl FnOnce(Token) -> Option<Credential<'a>>,
) -> Option<Credential<'a>> {
    // What is no text is a credential all the same, and not a good one.
    let value = str::from_utf8(value.as_bytes()).unwrap_or("bearer");
    let end = memchr::memchr2(b' ', b'\t', value.as_bytes()).unwrap_or(value.len());
    let (scheme, token) = value.split_at(end);
    let token = || Token::new(token.trim());
    if scheme.eq_ignore_ascii_case("bearer") {
        Some(Credential::bearer(token()))
    } else if scheme.eq_ignore_ascii_case("dpop") {
        with_proof(token())
    } else {
        None
    }
}

/// Without a proof, or with two, it is one that is not good (RFC 9449, section 4.3).
fn proof(parts: &Parts, url: String) -> Proof<'_> {
    let token = only(&parts.headers, &DPOP).ok().flatten();
    let token = token.and_then(|value| value.to_str().ok()).unwrap_or_default();
    Proof { token, method: parts.method.as_str(), url }
}

fn key_header(door: &Door) -> Option<&HeaderName> {
    door.verifier.as_ref()?.authenticator().key_header()
}

fn only<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
) -> Result<Option<&'a HeaderValue>, Box<Failure>> {
    let mut values = headers.get_all(name).iter();
    let (first, second) = (values.next(), values.next());
    match second {
        None => Ok(first),
        Some(_) if *name == header::AUTHORIZATION => {
            Err(too_many("more than one Authorization header"))
        }
        Some(_) => Err(too_many("more than one credential")),
    }
}

fn too_many(message: &'static str) -> Box<Failure> {
    Failure::new(StatusCode::BAD_REQUEST, message).audited("bad_request")
}

const DPOP: HeaderName = HeaderName::from_static("dpop");
