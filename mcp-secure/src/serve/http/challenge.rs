//! Challenges: what credential would help (RFC 6750, section 3; RFC 9449, section 7.1; RFC 9728,
//! section 5.1).

use crate::{
    auth::{Dpop, Rejected, Scheme},
    refusal::Refusal,
    serve::door::Door,
};

/// The challenges of a refusal, each a value of `WWW-Authenticate`, for a request that came with a
/// credential of this scheme. There is no error code where it came without.
pub(super) fn challenges(
    refusal: &Refusal,
    door: &Door,
    used: Option<Scheme>,
    metadata: &str,
) -> Vec<String> {
    let (error, scopes) = match refusal {
        Refusal::Unauthenticated { scopes } => (None, &scopes[..]),
        Refusal::InvalidToken(Rejected::Unavailable) => return Vec::new(),
        Refusal::InvalidToken(why) => (Some(why.code()), &[][..]),
        Refusal::InsufficientScope { scopes } => (Some("insufficient_scope"), &scopes[..]),
        _ => return Vec::new(),
    };
    let Some(verifier) = &door.verifier else { return Vec::new() };
    let dpop = verifier.dpop();
    let takes_bearer =
        verifier.authenticator().takes_tokens() && !dpop.is_some_and(|dpop| dpop.is_required());
    // The code belongs to the scheme that was used; or to the only one.
    let used_dpop = used == Some(Scheme::Dpop) || !takes_bearer;

    let parameters = |error: Option<&str>| {
        let mut parameters: Vec<_> =
            error.map(|code| format!("error=\"{code}\"")).into_iter().collect();
        if !scopes.is_empty() {
            parameters.push(format!("scope=\"{}\"", scopes.join(" ")));
        }
        parameters.push(format!("resource_metadata=\"{metadata}\""));
        parameters
    };
    let mut challenges = Vec::new();
    if takes_bearer {
        let parameters = parameters(error.filter(|_| !used_dpop));
        challenges.push(format!("Bearer {}", parameters.join(", ")));
    }
    if dpop.is_some() {
        let mut parameters = parameters(error.filter(|_| used_dpop));
        let algorithms: Vec<_> = Dpop::algorithms().collect();
        parameters.push(format!("algs=\"{}\"", algorithms.join(" ")));
        challenges.push(format!("DPoP {}", parameters.join(", ")));
    }
    challenges
}
