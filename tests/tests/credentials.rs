//! Credentials other than plain tokens: keys, certificates, bound tokens, and their revocation; and
//! that none of them goes on beyond the front door.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    ffi::OsString,
    fs, thread,
    time::{Duration, Instant},
};

use mcp_secure::auth::api_keys::NewApiKey;
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{
    Http, Options, Server, Stdio,
    dpop::{Holder, hash},
    http::Reply,
    introspection::Issuer,
    process::command,
    tls::{Authority, Identity, client},
    token::{claims, sign, token},
};

type Variables = Vec<(&'static str, OsString)>;

fn start(variables: Variables) -> Server {
    Server::start_with("verified", Options { variables, ..Options::default() })
}

fn write(client: &Http) -> Reply {
    client.call("write", json!({}))
}

const VERSIONS: [&str; 5] = ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

/// The same as a client of this protocol version calls it.
fn write_in(version: &str, client: &Http) -> Reply {
    if version == VERSIONS[0] {
        return write(client);
    }
    let params = json!({ "name": "write", "arguments": {} });
    let message = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
    let client = client.clone().header("mcp-protocol-version", version);
    client.post(message.to_string().as_bytes())
}

/// The statuses and the challenge of a refusal with a bad credential.
fn assert_refused(reply: &Reply, error: &str, what: &str) {
    assert_eq!(reply.status, 401, "{what}: {reply:?}");
    let challenges = reply.headers.iter().filter(|(name, _)| name == "www-authenticate");
    let challenges: Vec<_> = challenges.map(|(_, value)| &**value).collect();
    let error = format!("error=\"{error}\"");
    assert!(challenges.iter().any(|c| c.contains(&error)), "{what}: {challenges:?}");
}

fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "{what} never comes");
        thread::sleep(Duration::from_millis(20));
    }
}

const ALL: &str = "a:read a:write";

/// A server that takes keys, and the file of them.
struct Keys {
    directory: TempDir,
    lines: Vec<String>,
}

impl Keys {
    fn new() -> Self {
        let keys = Self { directory: tempfile::tempdir().unwrap(), lines: Vec::new() };
        keys.save();
        keys
    }

    fn add(&mut self) -> String {
        let (key, line) = NewApiKey::new("ada").scopes(["a:read", "a:write"]).make().unwrap();
        self.lines.push(line);
        self.save();
        key.dangerous_reveal().to_owned()
    }

    fn save(&self) {
        fs::write(self.directory.path().join("keys"), self.lines.join("\n")).unwrap();
    }

    fn variables(&self, verifier: &str) -> Variables {
        let file = self.directory.path().join("keys").into();
        vec![("VERIFIER", verifier.into()), ("KEYS", file), ("INTROSPECTION", NOWHERE.into())]
    }
}

/// Where nobody answers: nobody is to ask there.
const NOWHERE: &str = "http://127.0.0.1:9/introspect";

#[test]
fn one_request_has_one_credential() {
    let mut keys = Keys::new();
    let key = keys.add();
    let server = start(keys.variables("any"));
    let in_header = server.http().header("x-api-key", &key);
    assert_eq!(write(&in_header).text(), "ada");
    for client in [
        in_header.clone().token(&key),
        in_header.clone().token(token("verified", ALL)),
        // Also where one of them is of no scheme that is spoken here.
        in_header.clone().header("authorization", "Basic YWRhOng="),
        in_header.clone().header("x-ignored", &format!("1\r\nx-api-key: {key}")),
    ] {
        assert_eq!(write(&client).status, 400);
    }
    // Where keys are not taken from there, it is a header like any other.
    let server = start(vec![("VERIFIER", "jwt".into())]);
    let client = server.http().header("x-api-key", "x").token(token("verified", ALL));
    assert_eq!(write(&client).text(), "ada");
    let reply = write(&server.http().header("x-api-key", &key));
    assert_eq!(reply.status, 401);
    assert!(!reply.header("www-authenticate").unwrap().contains("error="), "nothing was judged");
}

#[test]
fn each_of_several_verifiers_gets_what_it_reads() {
    let mut keys = Keys::new();
    let key = keys.add();
    let issuer = Issuer::start();
    issuer.issue("an-opaque-token", ALL, |claims| claims["sub"] = json!("grace"));
    let mut variables = keys.variables("any");
    variables.retain(|(name, _)| *name != "INTROSPECTION");
    variables.push(("INTROSPECTION", issuer.url().into()));
    let mut server = start(variables);
    let whose = |token: &str| write(&server.http().token(token)).text();
    assert_eq!(whose(&key), "ada");
    assert_eq!(whose(&token("verified", ALL)), "ada");
    assert_eq!(whose("an-opaque-token"), "grace");
    // The record of what was accepted comes a little later than the answer.
    server.events().event(2);
    for (bad, reason) in [
        (format!("{}x", token("verified", ALL)), "bad_signature"),
        (token("other", ALL), "wrong_audience"),
        ("mcps_aaaa".to_owned(), "malformed"),
        ("nobodys-token".to_owned(), "unknown"),
    ] {
        let events = server.events().events().len();
        assert_refused(&write(&server.http().token(&bad)), "invalid_token", &bad);
        let event = server.events().event(events);
        assert!(event.contains(reason), "{bad}: {event}");
    }
    assert!(server.is_running());
}

#[test]
fn an_issuer_that_is_down_says_nothing_of_a_token() {
    let keys = Keys::new();
    let server = start(keys.variables("any"));
    let reply = write(&server.http().token("an-opaque-token"));
    assert_eq!((reply.status, reply.code()), (503, -31503));
    assert_eq!(reply.header("www-authenticate"), None);
    assert_eq!(write(&server.http().token(token("verified", ALL))).text(), "ada");
}

#[test]
fn keys_come_and_go_with_the_file() {
    let mut keys = Keys::new();
    let first = keys.add();
    let mut server = start(keys.variables("keys"));
    let admits = |key: &str| write(&server.http().token(key)).status == 200;
    assert!(admits(&first));
    let second = keys.add();
    wait_until("the second key", || admits(&second));
    // A bad line changes nothing, and is complained of without its contents.
    keys.lines.insert(1, "{\"canary-5150\":1}".to_owned());
    keys.lines.remove(0);
    keys.save();
    wait_until("a complaint", || {
        admits(&second);
        server.log().contains("line 1: ")
    });
    assert!(admits(&first) && admits(&second));
    keys.lines.remove(0);
    keys.save();
    wait_until("the end of the first key", || !admits(&first));
    assert!(admits(&second));
    let log = server.log();
    assert!(!log.contains("canary") && !log.contains(&first) && !log.contains(&second), "{log}");
    assert!(server.is_running());
}

#[test]
fn a_server_does_not_start_with_a_bad_file_of_keys() {
    let mut keys = Keys::new();
    keys.lines.push("canary-5150".to_owned());
    keys.save();
    let options = Options { variables: keys.variables("keys"), ..Options::default() };
    let message = tests::process::refusal("verified", options);
    assert!(message.contains("line 1: is not a JSON object"), "{message}");
    assert!(!message.contains("canary"), "{message}");
}

#[test]
fn the_apikey_command_makes_keys_that_the_server_takes() {
    let mut keys = Keys::new();
    let options = Options { variables: keys.variables("keys"), ..Options::default() };
    let run = |options: &Options, arguments: &[&str]| {
        let output = command("verified", options).args(arguments).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let arguments = ["apikey", "--sub", "grace", "--scope", ALL, "--ttl", "1h"];
    let (succeeded, output) = run(&options, &arguments);
    assert!(succeeded);
    let (key, line) = output.trim_end().split_once('\n').unwrap();
    keys.lines.push(line.to_owned());
    keys.save();
    let server = start(keys.variables("keys"));
    assert_eq!(write(&server.http().token(key)).text(), "grace");
    // Nobody would take it.
    let options = Options { variables: vec![("VERIFIER", "jwt".into())], ..Options::default() };
    assert!(!run(&options, &arguments).0);
}

#[test]
fn a_tool_gets_no_credential() {
    let mut keys = Keys::new();
    let key = keys.add();
    let jwt = token("verified", ALL);
    let server = start(keys.variables("any"));
    for (client, secret) in [
        (server.http().token(&key), &*key),
        (server.http().header("x-api-key", &key), &*key),
        (server.http().token(&jwt), jwt.rsplit('.').next().unwrap()),
    ] {
        let told = client.call("whoami", json!({})).text();
        assert!(told.starts_with("ada "), "{told}");
        assert!(!told.contains(secret), "{told}");
    }
    let mut server = Stdio::start_with(
        "verified",
        &Options { variables: keys.variables("any"), ..Options::default() },
        Some(&key),
    );
    let told = server.call("whoami", json!({}))["result"]["content"][0]["text"].to_string();
    assert!(told.contains("ada") && !told.contains(&key), "{told}");
}

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
    assert_eq!(write(&secure.http(Some(&ada))).text(), "ada");
    for (identity, status, code, verdict) in [
        (Some(&grace), 403, -31403, "verdict=\"insufficient_scope\""),
        (Some(&nobody), 403, -31401, "detail=\"unknown\""),
        (None, 403, -31401, "verdict=\"unauthenticated\""),
    ] {
        for version in VERSIONS {
            let events = secure.server.events().events().len();
            let reply = write_in(version, &secure.http(identity));
            assert_eq!((reply.status, reply.code()), (status, code), "{version} {verdict}");
            // No token would help.
            assert_eq!(reply.header("www-authenticate"), None, "{version} {verdict}");
            assert!(secure.server.events().event(events).contains(verdict), "{version} {verdict}");
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
