//! What it says of itself.

use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use super::{
    Shared, SigningKey,
    exchange::{self, Answer},
};

/// RFC 8414, section 3.1, and OpenID Connect Discovery 1.0, section 4.1.
pub(super) fn is_metadata(asked: &str, path: &str) -> bool {
    [
        format!("/.well-known/oauth-authorization-server{path}"),
        format!("/.well-known/openid-configuration{path}"),
        format!("{path}/.well-known/openid-configuration"),
    ]
    .iter()
    .any(|own| own == asked)
}

pub(super) fn answer(shared: &Shared) -> Answer {
    let issuer = &shared.issuer;
    let algorithm = shared.lock().keys.last().map(|key| key.algorithm().name());
    exchange::json(
        StatusCode::OK,
        &json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/jwks"),
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported":
                ["client_secret_basic", "client_secret_post", "none"],
            "authorization_response_iss_parameter_supported": true,
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [algorithm],
        }),
    )
}

pub(super) fn keys(shared: &Shared) -> Answer {
    let state = shared.lock();
    let keys: Vec<Value> = state.keys.iter().map(SigningKey::jwk).collect();
    let document = state.published.clone().unwrap_or_else(|| json!({ "keys": keys }));
    let mut response = exchange::json(StatusCode::OK, &document);
    if let Some(max_age) = state.max_age {
        let value = format!("public, max-age={}", max_age.as_secs());
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(header::CACHE_CONTROL, value);
        }
    }
    response
}
