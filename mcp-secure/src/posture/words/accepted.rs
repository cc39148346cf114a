//! What credentials are held to, in words.

use super::duration;
use crate::auth::{Accepted, ProofTerms};

/// In a line: `Jwt: JSON Web Tokens, of any issuer, HS256, 1 key, live 24 h, leeway 30 s`.
pub(in crate::posture) fn words(accepted: &Accepted) -> String {
    let what = accepted.what.as_deref().unwrap_or("it does not say what it holds them to");
    let mut words = vec![format!("{}: {what}", accepted.by)];
    let text = |what: &str, text: &Option<String>| text.as_ref().map(|it| format!("{what}{it}"));
    let time = |what: &str, ms: Option<u64>| ms.map(|ms| format!("{what}{}", duration(ms)));
    let each = |what: &'static str, texts: &[String]| -> Vec<String> {
        texts.iter().map(|it| format!("{what}{it}")).collect()
    };
    let is_token = accepted.max_lifetime_ms.is_some();
    words.extend(match &accepted.issuer {
        Some(issuer) => Some(format!("of {issuer}")),
        None => is_token.then(|| "of any issuer".to_owned()),
    });
    words.extend(text("for ", &accepted.audience));
    words.extend(accepted.access_tokens_only.then(|| "access tokens only".to_owned()));
    if !accepted.algorithms.is_empty() {
        words.push(accepted.algorithms.join(" or "));
    }
    words.extend(text("RSA keys for ", &accepted.rsa_algorithm));
    words.extend(accepted.keys.map(|keys| match keys {
        1 => "1 key".to_owned(),
        keys => format!("{keys} keys"),
    }));
    words.extend(time("live ", accepted.max_lifetime_ms));
    words.extend(time("leeway ", accepted.leeway_ms));
    words.extend(time("remembered ", accepted.kept_ms));
    words.extend(text("tenant in ", &accepted.tenant));
    words.extend(each("roles in ", &accepted.roles));
    words.extend(text("asked at ", &accepted.asked_at));
    words.extend(each("host ", &accepted.hosts));
    words.extend(each("network ", &accepted.networks));
    words.extend(text("authorities ", &accepted.authorities));
    words.extend(accepted.callers.iter().cloned());
    words.join(", ")
}

/// In a line: `required, with nonces, within 60 s`.
pub(in crate::posture) fn proofs(terms: &ProofTerms) -> String {
    let required = if terms.required { "required" } else { "where tokens are bound" };
    let nonces = if terms.nonces { ", with nonces" } else { "" };
    format!("{required}{nonces}, within {}", duration(terms.window_ms))
}
