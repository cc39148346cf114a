//! Tokens of an issuer that publishes its keys, through HTTP: which are accepted, what is told while
//! the issuer is down, and where clients are sent.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use mcp_secure::{
    auth::jwt::Algorithm,
    testing::{AuthorizationServer, Fault},
};
use serde_json::{Value, json};
use tests::{Options, Server, http::Reply};
use tokio::runtime::Runtime;

/// An issuer in this process, and a server in another one that trusts it.
struct Issued {
    _runtime: Runtime,
    issuer: AuthorizationServer,
    server: Server,
}

impl Issued {
    fn start() -> Self {
        Self::start_with(|_| {})
    }

    /// The issuer is changed before the server starts.
    fn start_with(change: impl FnOnce(&AuthorizationServer)) -> Self {
        let runtime = Runtime::new().unwrap();
        let issuer = AuthorizationServer::start_at(Algorithm::Rs256, "/realms/staff");
        let issuer = runtime.block_on(issuer).unwrap();
        change(&issuer);
        let variables = vec![("ISSUER", issuer.issuer().into())];
        let server = Server::start_with("issued", Options { variables, ..Options::default() });
        Self { _runtime: runtime, issuer, server }
    }

    fn claims(&self) -> Value {
        let mut claims = self.issuer.claims("ada", "issued", "profile");
        claims["tid"] = json!("acme");
        claims["realm_access"] = json!({ "roles": ["admin", "user"] });
        claims
    }

    fn call(&self, tool: &str, claims: &Value) -> Reply {
        self.server.http().token(self.issuer.sign(claims)).call(tool, json!({}))
    }
}

#[test]
fn a_token_of_the_issuer_is_a_caller_with_roles_and_tenant() {
    let issued = Issued::start();
    let mut claims = issued.claims();
    assert_eq!(issued.call("whoami", &claims).text(), "ada of acme");
    assert_eq!(issued.call("administer", &claims).text(), "admitted");
    claims["realm_access"] = json!({ "roles": ["user"] });
    claims["roles"] = json!(["admin"]);
    assert_ne!(issued.call("administer", &claims).status, 200, "roles are where they were said");
    claims["scope"] = json!("other");
    let reply = issued.call("whoami", &claims);
    assert_eq!((reply.status, reply.code()), (403, -31403));
}

#[test]
fn other_tokens_are_refused_with_a_challenge() {
    let mut issued = Issued::start();
    for (claim, value) in [
        ("iss", json!("https://evil.example")),
        ("aud", json!("other")),
        ("exp", json!(1)),
        ("tid", Value::Null),
        ("at_hash", json!("x")),
        ("realm_access", json!({ "roles": 7 })),
    ] {
        let mut claims = issued.claims();
        claims[claim] = value;
        let reply = issued.call("whoami", &claims);
        assert_eq!((reply.status, reply.code()), (401, -31401), "{claim}");
        let challenge = reply.header("www-authenticate").unwrap();
        assert!(challenge.starts_with("Bearer error=\"invalid_token\""), "{claim}: {challenge}");
        assert_eq!(reply.json()["error"]["message"], "the token was not accepted", "{claim}");
    }
    for why in ["wrong_issuer", "wrong_audience", "expired", "missing_claim:tenant", "wrong_type"] {
        issued.server.wait_for(&format!("detail=\"{why}\""));
    }
}

#[test]
fn an_issuer_that_is_down_is_503_and_keeps_nobody_from_starting() {
    let issued = Issued::start_with(|issuer| issuer.fail("/", Fault::Disconnect));
    let reply = issued.call("whoami", &issued.claims());
    assert_eq!((reply.status, reply.code()), (503, -31503));
    assert!(reply.header("www-authenticate").is_none(), "nothing is known of the token");
    issued.issuer.recover();
    assert_eq!(issued.call("whoami", &issued.claims()).status, 200);
    issued.issuer.fail("/", Fault::Disconnect);
    assert_eq!(issued.call("whoami", &issued.claims()).status, 200, "its keys are known");
}

#[test]
fn an_exchange_of_keys_is_followed() {
    let issued = Issued::start();
    assert_eq!(issued.call("whoami", &issued.claims()).status, 200);
    issued.issuer.rotate().unwrap();
    assert_eq!(issued.call("whoami", &issued.claims()).status, 200);
}

/// The environment of an operator who has an issuer.
fn operated(issuer: &str) -> Options {
    let variables =
        vec![("MCP_ISSUER", issuer.into()), ("MCP_AUDIENCE", "https://mcp.example/mcp".into())];
    Options { variables, ..Options::default() }
}

#[test]
fn the_operator_names_the_issuer_and_nobody_else_has_a_say() {
    let runtime = Runtime::new().unwrap();
    let issuer = runtime.block_on(AuthorizationServer::start()).unwrap();
    let server = Server::start_with("notes", operated(issuer.issuer()));
    let status = |token: &str| server.http().token(token).call("whoami", json!({})).status;
    assert_eq!(status(&issuer.token("ada", "https://mcp.example/mcp", "")), 200);
    assert_eq!(status(&issuer.token("ada", "notes", "")), 401);
    // There is a `JWT_SECRET` too, and it counts for nothing.
    assert_eq!(status(&tests::token::token("https://mcp.example/mcp", "")), 401);
    let metadata = server.http().get("/.well-known/oauth-protected-resource/mcp").json();
    assert_eq!(metadata["authorization_servers"], json!([issuer.issuer()]));
}

#[test]
fn an_issuer_that_is_none_does_not_start() {
    for mistake in ["", "yes", "http://login.example"] {
        let message = tests::process::refusal("notes", operated(mistake));
        assert!(message.contains("MCP_ISSUER is no issuer"), "{mistake}: {message}");
    }
}

#[test]
fn clients_are_sent_to_the_issuer() {
    let issued = Issued::start();
    let reply = issued.server.http().get("/.well-known/oauth-protected-resource/mcp");
    assert_eq!(reply.json()["authorization_servers"], json!([issued.issuer.issuer()]));
}
