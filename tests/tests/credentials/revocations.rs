//! What is revoked, and what ends while it is in use.

use std::fs;

use mcp_secure::auth::api_keys::NewApiKey;
use tempfile::TempDir;
use tests::{Stdio, token::claims, token::sign, token::token};

use super::*;
use crate::keys::Keys;

/// A file of revocations.
struct Revoked(TempDir);

impl Revoked {
    fn new() -> Self {
        let revoked = Self(tempfile::tempdir().unwrap());
        revoked.save("");
        revoked
    }

    fn save(&self, lines: &str) {
        fs::write(self.0.path().join("revoked"), lines).unwrap();
    }

    fn variable(&self) -> (&'static str, OsString) {
        ("REVOKED", self.0.path().join("revoked").into())
    }
}

#[test]
fn a_token_that_was_revoked_is_refused() {
    let revoked = Revoked::new();
    let mut server = start(vec![("VERIFIER", "jwt".into()), revoked.variable()]);
    let mut named = claims("verified", ALL);
    named["jti"] = json!("the name");
    let (named, other) =
        (server.http().token(sign(&named)), server.http().token(token("verified", ALL)));
    // Twice, so that the second one is remembered.
    for client in [&named, &named, &other] {
        assert_eq!(write(client).status, 200);
    }
    revoked.save("{\"token\":\"the name\"}\n");
    wait_until("the revocation", || write(&named).status == 401);
    assert_refused(&write(&named), "invalid_token", "revoked");
    assert_eq!(write(&other).status, 200);
    server.wait_for("detail=\"revoked\"");
    revoked.save("{\"subject\":\"ada\",\"before\":\"2999-01-01T00:00:00Z\"}\n");
    wait_until("the revocation of the subject", || write(&other).status == 401);
    // A file that says nothing that can be read takes nothing back.
    revoked.save("nothing");
    wait_until("a complaint", || {
        assert_eq!(write(&other).status, 401);
        server.log().contains("what it said before still holds")
    });
}

#[test]
fn on_stdio_a_token_can_be_revoked_and_a_key_ends() {
    let revoked = Revoked::new();
    let options = Options {
        variables: vec![("VERIFIER", "jwt".into()), revoked.variable()],
        ..Options::default()
    };
    let token = token("verified", ALL);
    let mut server = Stdio::start_with("verified", &options, Some(&token));
    assert!(server.call("write", json!({})).get("result").is_some());
    revoked.save("{\"subject\":\"ada\",\"before\":\"2999-01-01T00:00:00Z\"}\n");
    wait_until("the revocation", || server.call("write", json!({}))["error"]["code"] == -31401);
    assert_eq!(server.call("open", json!({}))["error"]["code"], -31401, "a bad one is bad for all");

    let mut keys = Keys::new();
    let (key, line) = NewApiKey::new("ada")
        .scopes(["a:read", "a:write"])
        .lifetime(Duration::from_secs(3))
        .make()
        .unwrap();
    keys.lines.push(line);
    keys.save();
    let options = Options { variables: keys.variables("keys"), ..Options::default() };
    let mut server = Stdio::start_with("verified", &options, Some(key.dangerous_reveal()));
    assert!(server.call("write", json!({})).get("result").is_some());
    wait_until("the end of the key", || server.call("write", json!({}))["error"]["code"] == -31401);
    wait_until("the record", || server.log.text().contains("detail=\"expired\""));
}
