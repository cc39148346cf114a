//! The thumbprint of a key (RFC 7638, section 3; RFC 8037, section 2).

use serde_json::Value;

use crate::auth::confirmation::thumbprint;

/// Of a public key that has been read: its members are base64url or names of curves, which JSON
/// writes as they are.
pub(super) fn of(key: &Value) -> Option<String> {
    let members: &[&str] = match key.get("kty")?.as_str()? {
        "EC" => &["crv", "kty", "x", "y"],
        "RSA" => &["e", "kty", "n"],
        "OKP" => &["crv", "kty", "x"],
        _ => return None,
    };
    let members: Option<Vec<_>> = members
        .iter()
        .map(|name| Some(format!("\"{name}\":\"{}\"", key.get(name)?.as_str()?)))
        .collect();
    Some(thumbprint(format!("{{{}}}", members?.join(",")).as_bytes()))
}
