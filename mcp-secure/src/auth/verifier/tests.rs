#![allow(clippy::unwrap_used)]

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, UNIX_EPOCH},
};

use serde_json::json;

use super::*;
use crate::{
    answer::Answer,
    auth::{ClientCertificate, Token, confirmation::thumbprint},
};

/// Takes each token for the claims that it spells, and counts how often it is asked.
struct Spelled {
    asked: Arc<AtomicUsize>,
    keep: Option<Duration>,
}

impl Authenticator for Spelled {
    fn verify<'a>(
        &'a self,
        credential: &'a Credential<'_>,
    ) -> Answer<'a, Result<Caller, Rejected>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let token = credential.token().unwrap().dangerous_reveal();
        Answer::Now(match serde_json::from_str(token) {
            Ok(claims) => Ok(Caller::new("ada").with_claims(claims)),
            Err(_) => Err(Rejected::Malformed),
        })
    }

    fn keeps(&self, _: &Credential<'_>) -> Option<Duration> {
        self.keep
    }
}

fn verifier(keep: Option<Duration>) -> (Verifier, Arc<AtomicUsize>) {
    let asked = Arc::default();
    let authenticator = Spelled { asked: Arc::clone(&asked), keep };
    (Verifier::new(Box::new(authenticator)), asked)
}

async fn verdict(verifier: &Verifier, token: &str, der: Option<&[u8]>) -> String {
    let certificate = der.map(ClientCertificate::dangerous_from_verified_der);
    let credential = Credential::bearer(Token::new(token)).with_certificate(certificate.as_ref());
    match verifier.identify(&credential).await {
        Ok(caller) => caller.unwrap().subject().to_owned(),
        Err(why) => why.to_string(),
    }
}

const LONG: Option<Duration> = Some(Duration::from_secs(60));

#[tokio::test]
async fn who_was_verified_a_moment_ago_is_not_verified_again() {
    for (keep, expected) in [(LONG, 1), (None, 3)] {
        let (verifier, asked) = verifier(keep);
        for _ in 0..3 {
            assert_eq!(verdict(&verifier, "{}", None).await, "ada");
        }
        assert_eq!(asked.load(Ordering::Relaxed), expected, "{keep:?}");
    }
}

#[tokio::test]
async fn a_bad_token_is_not_remembered() {
    let (verifier, asked) = verifier(LONG);
    for _ in 0..3 {
        assert_eq!(verdict(&verifier, "bad", None).await, "malformed");
    }
    assert_eq!(asked.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_binding_is_judged_on_a_hit_too() {
    let (verifier, asked) = verifier(LONG);
    let token = json!({ "cnf": { "x5t#S256": thumbprint(b"mine") } }).to_string();
    assert_eq!(verdict(&verifier, &token, Some(b"mine")).await, "ada");
    for der in [None, Some(&b"another"[..])] {
        assert_eq!(verdict(&verifier, &token, der).await, "wrong_binding");
    }
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_revocation_survives_the_cache() {
    let (verifier, _) = verifier(LONG);
    let revocations = Revocations::new();
    let verifier = verifier.with_revocations(Some(revocations.clone()));
    let (old, new) = (r#"{"jti":"a","iat":100}"#, r#"{"jti":"b","iat":200}"#);
    for token in [old, new] {
        assert_eq!(verdict(&verifier, token, None).await, "ada");
    }
    revocations.revoke_subject("ada", UNIX_EPOCH + Duration::from_secs(150)).await.unwrap();
    assert_eq!(verdict(&verifier, old, None).await, "revoked");
    assert_eq!(verdict(&verifier, new, None).await, "ada");
    revocations.revoke_token("b", SystemTime::now()).await.unwrap();
    assert_eq!(verdict(&verifier, new, None).await, "revoked");
}

#[tokio::test]
async fn a_certificate_that_nobody_looks_at_is_nobody() {
    let (verifier, asked) = verifier(None);
    let certificate = ClientCertificate::dangerous_from_verified_der(b"mine");
    let credential = Credential::nothing().with_certificate(Some(&certificate));
    assert!(verifier.identify(&credential).await.unwrap().is_none());
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}
