//! Certificates, and tokens that are bound to one (RFC 8705).

use std::fs;

use serde_json::Value;
use tempfile::TempDir;
use tests::{
    dpop::hash, tls::Authority, tls::Identity, tls::client, token::claims, token::sign,
    token::token,
};

use super::*;

/// A server over TLS that looks at certificates of clients.
struct Secure {
    authority: Authority,
    server: Server,
    _directory: TempDir,
}

impl Secure {
    fn start(verifier: &str) -> Self {
        let authority = Authority::new("the authority");
        let directory = tempfile::tempdir().unwrap();
        let [certificate, key] = authority.sign("server").write(directory.path());
        let of_clients = directory.path().join("authority.pem");
        fs::write(&of_clients, authority.pem()).unwrap();
        let variables = vec![
            ("VERIFIER", verifier.into()),
            ("CERTIFICATE", certificate.into()),
            ("KEY", key.into()),
            ("CLIENT_AUTHORITY", of_clients.into()),
        ];
        Self { server: start(variables), authority, _directory: directory }
    }

    fn http(&self, identity: Option<&Identity>) -> Http {
        self.server.http().tls(client(&self.authority.pem(), identity))
    }
}

#[test]
fn a_certificate_is_a_caller_where_a_line_says_whose_it_is() {
    let secure = Secure::start("certificate");
    let [ada, grace, nobody] = ["ada", "grace", "nobody"].map(|name| secure.authority.sign(name));
    let mut event = secure.server.events().in_turn();
    assert_eq!(write(&secure.http(Some(&ada))).text(), "ada");
    assert!(event().contains("verdict=\"ok\""));
    for (identity, status, code, verdict) in [
        (Some(&grace), 403, -31403, "verdict=\"insufficient_scope\""),
        (Some(&nobody), 403, -31401, "detail=\"unknown\""),
        (None, 403, -31401, "verdict=\"unauthenticated\""),
    ] {
        for version in VERSIONS {
            let reply = write_in(version, &secure.http(identity));
            assert_eq!((reply.status, reply.code()), (status, code), "{version} {verdict}");
            // No token would help.
            assert_eq!(reply.header("www-authenticate"), None, "{version} {verdict}");
            let event = event();
            assert!(event.contains(verdict), "{version} {verdict}: {event}");
        }
    }
    for version in VERSIONS {
        assert_eq!(write_in(version, &secure.http(Some(&ada))).text(), "ada", "{version}");
    }
    // Of another authority, no certificate gets as far as a request.
    let stranger = Authority::new("the authority").sign("ada");
    assert!(secure.http(Some(&stranger)).try_post(b"{}").is_err());
    let open = |identity| secure.http(identity).call("open", json!({})).status;
    assert_eq!((open(None), open(Some(&ada)), open(Some(&nobody))), (200, 200, 403));
    // A token is none, and it does not hide behind the certificate.
    let reply = write(&secure.http(Some(&ada)).token(token("verified", ALL)));
    assert_eq!(reply.status, 403);
}

#[test]
fn a_token_that_is_bound_to_a_certificate_needs_its_connection() {
    let secure = Secure::start("certificate or jwt");
    let [ada, other] = [(); 2].map(|()| secure.authority.sign("ada"));
    let mut bound = claims("verified", ALL);
    bound["sub"] = json!("bound");
    bound["cnf"] = json!({ "x5t#S256": hash(der(&ada)) });
    let token = sign(&bound);
    // The token is the credential, not the certificate.
    assert_eq!(write(&secure.http(Some(&ada)).token(&token)).text(), "bound");
    assert_refused(&write(&secure.http(Some(&other)).token(&token)), "invalid_token", "another");
    assert_refused(&write(&secure.http(None).token(&token)), "invalid_token", "no certificate");
    // As a header anybody may say what they like.
    let pretended =
        secure.http(None).token(&token).header("x-client-cert", &ada.certificate.replace('\n', ""));
    assert_refused(&write(&pretended), "invalid_token", "a header");
    assert_eq!(write(&secure.http(Some(&ada))).text(), "ada", "without a token");
    // Also where nobody looks at certificates.
    let server = start(vec![("VERIFIER", "jwt".into())]);
    assert_refused(&write(&server.http().token(&token)), "invalid_token", "plain text");
}

fn der(identity: &Identity) -> Vec<u8> {
    use rustls::pki_types::{CertificateDer, pem::PemObject};
    CertificateDer::from_pem_slice(identity.certificate.as_bytes()).unwrap().to_vec()
}

#[test]
fn a_binding_that_is_not_understood_is_not_ignored() {
    let server = start(vec![("VERIFIER", "jwt".into())]);
    for cnf in [
        json!({ "jwk": { "kty": "EC" } }),
        json!({ "kid": "k" }),
        json!({}),
        json!("k"),
        Value::Null,
    ] {
        let mut bound = claims("verified", ALL);
        bound["cnf"] = cnf.clone();
        assert_refused(
            &write(&server.http().token(sign(&bound))),
            "invalid_token",
            &cnf.to_string(),
        );
    }
}
