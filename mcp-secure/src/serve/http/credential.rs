//! The credential of a request: in a header, or the certificate of its connection; nowhere else.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};

use super::reply::Failure;
use crate::{
    auth::{ClientCertificate, Credential, Token},
    call::Origin,
    serve::door::Door,
};

/// The one credential of the request; more than one is refused.
pub(super) fn read<'a>(
    parts: &'a Parts,
    door: &Door,
    origin: Origin,
) -> Result<Option<Credential<'a>>, Box<Failure>> {
    let authorization = only(&parts.headers, &header::AUTHORIZATION)?;
    let key = match key_header(door) {
        Some(name) => only(&parts.headers, name)?,
        None => None,
    };
    let certificate = parts.extensions.get::<ClientCertificate>();
    let credential = match (authorization, key) {
        (Some(_), Some(_)) => return Err(too_many("more than one credential")),
        (Some(authorization), None) => read_authorization(authorization),
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
    headers.remove("dpop");
    if let Some(name) = key_header(door) {
        headers.remove(name);
    }
}

/// A bearer token (RFC 6750, section 2.1).
fn read_authorization(value: &HeaderValue) -> Option<Credential<'_>> {
    // What is no text is a credential all the same, and not a good one.
    let value = value.to_str().unwrap_or("bearer");
    let (scheme, token) = value.split_once([' ', '\t']).unwrap_or((value, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| Credential::bearer(Token::new(token.trim())))
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
