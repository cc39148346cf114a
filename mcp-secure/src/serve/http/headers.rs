//! What the headers of a request say.

use http::{HeaderMap, StatusCode, header};

use super::reply::Failure;
use crate::auth::Token;

pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

/// The bearer token of the request (RFC 6750, section 2.1), in the header and nowhere else.
pub(super) fn bearer(headers: &HeaderMap) -> Result<Option<Token>, Box<Failure>> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), second) = (values.next(), values.next()) else { return Ok(None) };
    if second.is_some() {
        let message = "more than one Authorization header";
        return Err(Failure::new(StatusCode::BAD_REQUEST, message).audited("bad_request"));
    }
    // What is no text is a credential all the same, and not a good one.
    let value = value.to_str().unwrap_or("bearer");
    let (scheme, token) = value.split_once([' ', '\t']).unwrap_or((value, ""));
    Ok(scheme.eq_ignore_ascii_case("bearer").then(|| Token::new(token.trim())))
}
