//! Challenges: what credential would help (RFC 6750, section 3; RFC 9728, section 5.1).

use crate::{auth::Rejected, refusal::Refusal, serve::door::Door};

/// The challenges of a refusal, each a value of `WWW-Authenticate`. There is no error code where
/// no credential was sent.
pub(super) fn challenges(refusal: &Refusal, door: &Door, metadata: &str) -> Vec<String> {
    let (error, scopes) = match refusal {
        Refusal::Unauthenticated { scopes } => (None, &scopes[..]),
        Refusal::InvalidToken(Rejected::Unavailable) => return Vec::new(),
        Refusal::InvalidToken(why) => (Some(why.code()), &[][..]),
        Refusal::InsufficientScope { scopes } => (Some("insufficient_scope"), &scopes[..]),
        _ => return Vec::new(),
    };
    let mut parameters: Vec<_> =
        error.map(|code| format!("error=\"{code}\"")).into_iter().collect();
    if !scopes.is_empty() {
        parameters.push(format!("scope=\"{}\"", scopes.join(" ")));
    }
    parameters.push(format!("resource_metadata=\"{metadata}\""));
    let takes_tokens = door.verifier.as_ref().is_some_and(|v| v.authenticator().takes_tokens());
    let bearer = takes_tokens.then(|| format!("Bearer {}", parameters.join(", ")));
    bearer.into_iter().collect()
}
