//! Tokens that are bound to a key, and proofs of it (RFC 9449).

use tests::{dpop::Holder, token::token};

use super::*;

/// A server that takes proofs, and a client that makes them.
struct Proofs {
    server: Server,
    holder: Holder,
    token: String,
}

impl Proofs {
    fn start(dpop: &str) -> Self {
        let server = start(vec![("VERIFIER", "jwt".into()), ("DPOP", dpop.into())]);
        let holder = Holder::default();
        let token = holder.token("verified", ALL);
        Self { server, holder, token }
    }

    fn url(&self) -> String {
        format!("http://{}/mcp", self.server.address)
    }

    fn proof(&self) -> String {
        self.holder.proof(&self.token, &self.url(), None)
    }

    fn with(&self, token: &str, proof: &str) -> Http {
        let client = self.server.http().header("authorization", &format!("DPoP {token}"));
        client.header("dpop", proof)
    }
}

#[test]
fn a_bound_token_needs_its_proof() {
    let proofs = Proofs::start("accepted");
    assert_eq!(write(&proofs.with(&proofs.token, &proofs.proof())).text(), "ada");
    // Stolen, it is of no use.
    let reply = write(&proofs.server.http().token(&proofs.token));
    assert_refused(&reply, "invalid_token", "as a bearer token");
    let thief = Holder::default();
    let proof = thief.proof(&proofs.token, &proofs.url(), None);
    let reply = write(&proofs.with(&proofs.token, &proof));
    assert_refused(&reply, "invalid_token", "with the proof of another key");
    assert!(reply.header("www-authenticate").unwrap().starts_with("Bearer resource_metadata="));
    // A token that is not bound stays a bearer token.
    let bearer = token("verified", ALL);
    assert_eq!(write(&proofs.server.http().token(&bearer)).text(), "ada");
    let proof = proofs.holder.proof(&bearer, &proofs.url(), None);
    assert_refused(&write(&proofs.with(&bearer, &proof)), "invalid_token", "not bound");
}

#[test]
fn a_proof_is_for_one_request() {
    let proofs = Proofs::start("accepted");
    let proof = proofs.proof();
    assert_eq!(write(&proofs.with(&proofs.token, &proof)).status, 200);
    let again = write(&proofs.with(&proofs.token, &proof));
    assert_refused(&again, "invalid_dpop_proof", "again");
    let other = proofs.holder.token("verified", "");
    let host = format!("localhost:{}", proofs.server.address.port());
    let spaced = format!("{} ", proofs.proof());
    let twice = format!("{}\r\ndpop: {}", proofs.proof(), proofs.proof());
    for (what, client) in [
        ("none", proofs.with(&proofs.token, "")),
        ("two", proofs.with(&proofs.token, &twice)),
        ("two in one", proofs.with(&proofs.token, &format!("{0},{0}", proofs.proof()))),
        ("for another token", proofs.with(&other, &proofs.proof())),
        ("for another host", proofs.with(&proofs.token, &proofs.proof()).header("host", &host)),
        ("the token itself", proofs.with(&proofs.token, &proofs.token)),
    ] {
        assert_refused(&write(&client), "invalid_dpop_proof", what);
    }
    // White space around a header is none of its value.
    assert_eq!(write(&proofs.with(&proofs.token, &spaced)).status, 200);
}

#[test]
fn where_proofs_are_required_there_are_no_bearer_tokens() {
    let proofs = Proofs::start("required");
    assert_eq!(write(&proofs.with(&proofs.token, &proofs.proof())).status, 200);
    let reply = write(&proofs.server.http().token(token("verified", ALL)));
    assert_refused(&reply, "invalid_token", "a bearer token");
    let challenge = reply.header("www-authenticate").unwrap();
    assert!(challenge.starts_with("DPoP error=\"invalid_token\""), "{challenge}");
    let metadata = proofs.server.http().get("/.well-known/oauth-protected-resource/mcp").json();
    assert_eq!(metadata["dpop_bound_access_tokens_required"], true);
    let algorithms = metadata["dpop_signing_alg_values_supported"].as_array().unwrap();
    assert!(algorithms.contains(&json!("ES256")) && !algorithms.contains(&json!("HS256")));
}

#[test]
fn a_nonce_is_handed_out_and_asked_for() {
    let proofs = Proofs::start("nonces");
    let reply = write(&proofs.with(&proofs.token, &proofs.proof()));
    assert_refused(&reply, "use_dpop_nonce", "without a nonce");
    let nonce = reply.header("dpop-nonce").unwrap().to_owned();
    let with = |nonce: &str| {
        let proof = proofs.holder.proof(&proofs.token, &proofs.url(), Some(nonce));
        proofs.with(&proofs.token, &proof)
    };
    let reply = write(&with(&nonce));
    assert_eq!(reply.status, 200);
    assert!(reply.header("dpop-nonce").is_some(), "the next one");
    assert_refused(&write(&with("made up")), "use_dpop_nonce", "made up");
    // By the SDK's lane too; and who proves nothing gets none.
    let list = with(&nonce).request("tools/list", json!({}));
    assert_eq!((list.status, list.header("dpop-nonce").is_some()), (200, true));
    let bearer = write(&proofs.server.http().token(token("verified", ALL)));
    assert_eq!((bearer.status, bearer.header("dpop-nonce")), (200, None));
}

#[test]
fn without_proofs_the_scheme_is_not_spoken() {
    let server = start(vec![("VERIFIER", "jwt".into())]);
    let (holder, url) = (Holder::default(), format!("http://{}/mcp", server.address));
    let token = holder.token("verified", ALL);
    let client = server.http().header("authorization", &format!("DPoP {token}"));
    let reply = write(&client.header("dpop", &holder.proof(&token, &url, None)));
    assert_eq!(reply.status, 401);
    assert!(!reply.header("www-authenticate").unwrap().contains("error="), "nothing was judged");
    // And a bound token is no bearer token here either.
    assert_refused(&write(&server.http().token(&token)), "invalid_token", "bound");
}
