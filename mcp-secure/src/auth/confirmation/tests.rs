#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::*;
use crate::auth::{ClientCertificate, Proof, Token, credential::Credential};

const DER: &[u8] = b"a certificate, as far as a hash can tell";

fn verdict(cnf: Value, certificate: Option<&[u8]>, proven: Option<&str>) -> bool {
    let mut caller = Caller::new("ada");
    if !cnf.is_null() {
        caller = caller.with_claims([("cnf".to_owned(), cnf)].into_iter().collect());
    }
    let certificate = certificate.map(ClientCertificate::dangerous_from_verified_der);
    let token = Token::new("any");
    let credential = match proven {
        None => Credential::bearer(token),
        Some(_) => Credential::dpop(token, Proof { token: "", method: "", url: String::new() }),
    };
    let credential = credential.with_certificate(certificate.as_ref());
    check(&caller, &credential, proven) == Ok(())
}

#[test]
fn a_token_that_is_not_bound_needs_nothing() {
    assert!(verdict(Value::Null, None, None));
    assert!(verdict(Value::Null, Some(DER), None));
}

#[test]
fn a_token_that_is_bound_to_a_certificate_needs_it() {
    let bound = json!({ "x5t#S256": thumbprint(DER) });
    assert!(verdict(bound.clone(), Some(DER), None));
    assert!(!verdict(bound.clone(), None, None));
    assert!(!verdict(bound.clone(), Some(b"another"), None));
    assert!(!verdict(bound, Some(b""), None));
}

#[test]
fn a_token_that_is_bound_to_a_key_needs_its_proof() {
    let bound = json!({ "jkt": "k1" });
    assert!(verdict(bound.clone(), None, Some("k1")));
    assert!(!verdict(bound.clone(), None, Some("k2")));
    assert!(!verdict(bound.clone(), None, None), "as a bearer token");
    assert!(!verdict(bound, Some(DER), None));
}

#[test]
fn a_token_that_is_bound_to_both_needs_both() {
    let bound = json!({ "jkt": "k1", "x5t#S256": thumbprint(DER) });
    assert!(verdict(bound.clone(), Some(DER), Some("k1")));
    assert!(!verdict(bound.clone(), Some(DER), None));
    assert!(!verdict(bound, None, Some("k1")));
}

#[test]
fn a_proof_does_not_bind_a_token() {
    assert!(!verdict(Value::Null, None, Some("k1")));
    assert!(!verdict(json!({ "x5t#S256": thumbprint(DER) }), Some(DER), Some("k1")));
}

#[test]
fn a_binding_of_another_kind_is_not_ignored() {
    for cnf in [
        json!({}),
        json!([]),
        json!("k1"),
        json!(true),
        json!({ "jwk": { "kty": "EC" } }),
        json!({ "kid": "k1" }),
        json!({ "x5t": thumbprint(DER) }),
        json!({ "x5t#S256": null }),
        json!({ "x5t#S256": [thumbprint(DER)] }),
        json!({ "x5t#S256": "" }),
        json!({ "x5t#S256": format!("{}=", thumbprint(DER)) }),
        json!({ "x5t#s256": thumbprint(DER) }),
        json!({ "x5t#S256": thumbprint(DER), "jwk": {} }),
        json!({ "jkt": null }),
    ] {
        assert!(!verdict(cnf.clone(), Some(DER), None), "{cnf}");
        assert!(!verdict(cnf.clone(), None, None), "{cnf}");
    }
}
