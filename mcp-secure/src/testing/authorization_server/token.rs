//! The token endpoint (RFC 6749, section 3.2; RFC 7636, section 4.6; RFC 8707).

use aws_lc_rs::digest;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use url::form_urlencoded;

use super::{
    LIFETIME, Shared,
    clients::Parameters,
    exchange::{self, Answer},
};

pub(super) fn answer(shared: &Shared, authorization: Option<&str>, form: &[u8]) -> Answer {
    let issued = Parameters::read(form)
        .ok_or("invalid_request")
        .and_then(|asked| issue(shared, authorization, &asked));
    let mut response = match issued {
        Ok((token, scope)) => exchange::json(
            StatusCode::OK,
            &json!({
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": LIFETIME.as_secs(),
                "scope": scope,
            }),
        ),
        Err("invalid_client") => {
            exchange::json(StatusCode::UNAUTHORIZED, &json!({ "error": "invalid_client" }))
        }
        Err(error) => exchange::json(StatusCode::BAD_REQUEST, &json!({ "error": error })),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The token and its scopes, or the code of an error (RFC 6749, section 5.2).
fn issue(
    shared: &Shared,
    authorization: Option<&str>,
    asked: &Parameters,
) -> Result<(String, String), &'static str> {
    match asked.get("grant_type") {
        Some("client_credentials") => {
            let (id, secret) = client(authorization, asked)?;
            if !shared.lock().clients.is_confidential(&id, &secret) {
                return Err("invalid_client");
            }
            let audience = asked.get("resource").ok_or("invalid_target")?;
            let scope = asked.get("scope").unwrap_or_default();
            Ok((token(shared, &id, &id, audience, scope), scope.to_owned()))
        }
        Some("authorization_code") => {
            let code = asked.get("code").ok_or("invalid_request")?;
            let grant = shared.lock().clients.redeem(code).ok_or("invalid_grant")?;
            let verifier = asked.get("code_verifier").ok_or("invalid_grant")?;
            let challenge = digest::digest(&digest::SHA256, verifier.as_bytes());
            let is_same = asked.get("client_id") == Some(&grant.client)
                && asked.get("redirect_uri") == Some(&grant.redirect_uri)
                && URL_SAFE_NO_PAD.encode(challenge) == grant.challenge;
            if !is_same {
                return Err("invalid_grant");
            }
            let resource = asked.get("resource").or(grant.resource.as_deref());
            if grant.resource.is_some() && resource != grant.resource.as_deref() {
                return Err("invalid_target");
            }
            let audience = resource.ok_or("invalid_target")?;
            let token = token(shared, &grant.client, &grant.user, audience, &grant.scope);
            Ok((token, grant.scope))
        }
        _ => Err("unsupported_grant_type"),
    }
}

fn token(shared: &Shared, client: &str, subject: &str, audience: &str, scope: &str) -> String {
    let mut claims = shared.claims(subject, audience, scope);
    claims["client_id"] = json!(client);
    shared.sign(&claims)
}

/// The client and its secret, in the header or in the form (RFC 6749, section 2.3.1).
fn client(
    authorization: Option<&str>,
    asked: &Parameters,
) -> Result<(String, String), &'static str> {
    let Some(authorization) = authorization else {
        let (id, secret) = (asked.get("client_id"), asked.get("client_secret"));
        return Ok((
            id.ok_or("invalid_client")?.to_owned(),
            secret.ok_or("invalid_client")?.to_owned(),
        ));
    };
    let basic = authorization.strip_prefix("Basic ").ok_or("invalid_client")?;
    let pair = STANDARD.decode(basic).map_err(|_| "invalid_client")?;
    let pair = String::from_utf8(pair).map_err(|_| "invalid_client")?;
    let (id, secret) = pair.split_once(':').ok_or("invalid_client")?;
    Ok((decoded(id), decoded(secret)))
}

/// As in forms.
fn decoded(text: &str) -> String {
    form_urlencoded::parse(text.as_bytes()).map(|(name, _)| name.into_owned()).collect()
}
