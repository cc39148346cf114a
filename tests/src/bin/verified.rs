//! A server whose callers are verified as `VERIFIER` says.

use std::env;

use mcp_secure::{
    Tls,
    auth::{ApiKeys, Authenticator, ClientCert, Dpop, Introspection, Jwks, Revocations},
    prelude::*,
    secret::Secret,
};

/// Be open to everybody.
#[tool(public)]
async fn open() -> &'static str {
    "admitted"
}

/// Need two scopes.
#[tool]
#[require_auth(all = ["a:read", "a:write"])]
async fn write(caller: Caller) -> String {
    caller.subject().to_owned()
}

/// Tell all that a tool can tell of who calls.
#[tool]
async fn whoami(caller: Caller, call: Call) -> String {
    let named: Vec<Option<String>> =
        ["jti", "token", "access_token", "authorization"].map(|claim| caller.claim(claim)).into();
    format!("{} {caller:?} {call:?} {named:?}", caller.subject())
}

fn keys() -> mcp_secure::Result<ApiKeys> {
    ApiKeys::from_file(env::var("KEYS")?)?.header("X-API-Key")
}

fn introspection() -> mcp_secure::Result<Introspection> {
    let secret = Secret::new("a secret of the server".to_owned());
    Ok(Introspection::at(env::var("INTROSPECTION")?, "verified", secret))
}

fn certificates() -> ClientCert {
    let ada = Caller::new("ada").with_scopes(["a:read", "a:write"]);
    ClientCert::new().subject("CN=ada", ada).subject("CN=grace", Caller::new("grace"))
}

#[tokio::main]
async fn main() -> mcp_secure::Result<()> {
    let server = Server::new("verified", "1.0.0");
    let mut server = match &*env::var("VERIFIER")? {
        "jwt" => server.auth(Jwt::from_env()?),
        "jwks" => server.auth(Jwks::discover(env::var("ISSUER")?)),
        "keys" => server.auth(keys()?),
        "introspection" => server.auth(introspection()?),
        "certificate" => server.auth(certificates()),
        "certificate or jwt" => server.auth(certificates().or(Jwt::from_env()?)),
        "any" => server.auth(Jwt::from_env()?.or(keys()?).or(introspection()?)),
        other => panic!("there is no verifier `{other}`"),
    };
    server = match env::var("DPOP").as_deref() {
        Ok("accepted") => server.dpop(Dpop::new()),
        Ok("required") => server.dpop(Dpop::new().required()),
        Ok("nonces") => server.dpop(Dpop::new().nonces()?),
        _ => server,
    };
    if let Ok(file) = env::var("REVOKED") {
        server = server.revocations(Revocations::from_file(file)?);
    }
    if let Ok(authority) = env::var("CLIENT_AUTHORITY") {
        let tls = Tls::from_files(env::var("CERTIFICATE")?, env::var("KEY")?);
        server = server.tls(tls.accept_client_certificates(authority));
    }
    server.tools(tools![open, write, whoami]).run().await
}
