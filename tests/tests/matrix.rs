//! Every verifier, with each kind of credential, over each transport, in each protocol version: the
//! status, the challenge, the body and the audit event.
//!
//! Longer than other files: the cases are one table, which both transports read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{fs, path::Path};

use jsonwebtoken::Algorithm;
use mcp_secure::{
    auth::{api_keys::NewApiKey, jwt},
    testing::{AuthorizationServer, SigningKey},
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{
    Http, Options, Server, Stdio,
    dpop::Holder,
    http::{Reply, VERSION},
    introspection::Issuer,
    token::{SECRET, claims, now, sign, sign_with},
};
use tokio::runtime::Runtime;

const VERSIONS: [&str; 5] = [VERSION, "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];
const ALL: &str = "a:read a:write";

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    None,
    Bad,
    Expired,
    WrongAudience,
    TooFew,
    Enough,
}

const KINDS: [Kind; 6] =
    [Kind::None, Kind::Bad, Kind::Expired, Kind::WrongAudience, Kind::TooFew, Kind::Enough];

/// A verifier, with a credential of each kind.
struct Case {
    verifier: &'static str,
    dpop: Option<Holder>,
    issuer: Option<Issuer>,
    /// Who publishes its keys, and what it runs on.
    publisher: Option<(AuthorizationServer, Runtime)>,
    directory: TempDir,
    credentials: Vec<(Kind, String)>,
    /// The header, if it is not `Authorization`.
    header: Option<&'static str>,
}

impl Case {
    fn new(verifier: &'static str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        Self {
            verifier,
            dpop: None,
            issuer: None,
            publisher: None,
            directory,
            credentials: Vec::new(),
            header: None,
        }
    }

    fn jwt() -> Self {
        Self { credentials: tokens(&json!({})), ..Self::new("jwt") }
    }

    fn dpop() -> Self {
        let holder = Holder::default();
        let cnf = json!({ "cnf": { "jkt": holder.thumbprint() } });
        Self { credentials: tokens(&cnf), dpop: Some(holder), ..Self::new("jwt") }
    }

    fn jwks() -> Self {
        let mut case = Self::new("jwks");
        let runtime = Runtime::new().unwrap();
        let publisher = runtime.block_on(AuthorizationServer::start()).unwrap();
        let make = |kind, scope, change: fn(&mut Value)| {
            let mut claims = publisher.claims("ada", "verified", scope);
            change(&mut claims);
            (kind, publisher.sign(&claims))
        };
        // Who says so is not the issuer, whose first key has this name.
        let forger = SigningKey::generate(jwt::Algorithm::Es256).unwrap().id("key-1");
        case.credentials = vec![
            (Kind::Bad, forger.token(&publisher.claims("ada", "verified", ALL))),
            make(Kind::Expired, ALL, |claims| {
                claims["iat"] = json!(now() - 900);
                claims["exp"] = json!(now() - 120);
            }),
            make(Kind::WrongAudience, ALL, |claims| claims["aud"] = json!("other")),
            make(Kind::TooFew, "a:read", |_| {}),
            make(Kind::Enough, ALL, |_| {}),
        ];
        case.publisher = Some((publisher, runtime));
        case
    }

    fn introspection() -> Self {
        let mut case = Self::new("introspection");
        let issuer = Issuer::start();
        issuer.issue("opaque-1x9", ALL, |claims| claims["exp"] = json!(now() - 120));
        issuer.issue("opaque-2x9", ALL, |claims| claims["aud"] = json!("other"));
        issuer.issue("opaque-3x9", "a:read", |_| {});
        issuer.issue("opaque-4x9", ALL, |_| {});
        case.issuer = Some(issuer);
        let tokens = ["opaque-0x9", "opaque-1x9", "opaque-2x9", "opaque-3x9", "opaque-4x9"];
        case.credentials = KINDS[1..].iter().copied().zip(tokens.map(str::to_owned)).collect();
        case
    }

    fn keys(header: Option<&'static str>) -> Self {
        let mut case = Self::new("keys");
        let mut lines = String::new();
        let mut key = |scopes: &[&str], change: fn(&str) -> Option<String>| {
            let (key, line) = NewApiKey::new("ada").scopes(scopes.iter().copied()).make().unwrap();
            lines.extend(change(&line).map(|line| line + "\n"));
            key.dangerous_reveal().to_owned()
        };
        let all = ["a:read", "a:write"];
        let expired = |line: &str| {
            let mut line: Value = serde_json::from_str(line).unwrap();
            line["created"] = json!("2020-01-01T00:00:00Z");
            line["expires"] = json!("2020-01-02T00:00:00Z");
            Some(line.to_string())
        };
        let keep = |line: &str| Some(line.to_owned());
        case.credentials = vec![
            (Kind::Bad, "mcps_made-up".to_owned()),
            (Kind::Expired, key(&all, expired)),
            // Of another server.
            (Kind::WrongAudience, key(&all, |_| None)),
            (Kind::TooFew, key(&all[..1], keep)),
            (Kind::Enough, key(&all, keep)),
        ];
        fs::write(case.directory.path().join("keys"), lines).unwrap();
        case.header = header;
        case
    }

    fn options(&self) -> Options {
        let file = |name: &str| Path::new(self.directory.path()).join(name).into();
        let mut variables = vec![("VERIFIER", self.verifier.into()), ("KEYS", file("keys"))];
        if self.dpop.is_some() {
            variables.push(("DPOP", "required".into()));
        }
        if let Some(issuer) = &self.issuer {
            variables.push(("INTROSPECTION", issuer.url().into()));
        }
        if let Some((publisher, _)) = &self.publisher {
            variables.push(("ISSUER", publisher.issuer().into()));
        }
        Options { variables, ..Options::default() }
    }

    fn credential(&self, kind: Kind) -> Option<&str> {
        self.credentials.iter().find(|(k, _)| *k == kind).map(|(_, text)| &**text)
    }

    /// The client that presents it.
    fn client(&self, server: &Server, kind: Kind) -> Http {
        let client = server.http();
        let Some(credential) = self.credential(kind) else { return client };
        match (&self.dpop, self.header) {
            (Some(holder), _) => {
                let url = format!("http://{}/mcp", server.address);
                let proof = holder.proof(credential, &url, None);
                let client = client.header("authorization", &format!("DPoP {credential}"));
                client.header("dpop", &proof)
            }
            (None, Some(header)) => client.header(header, credential),
            (None, None) => client.token(credential),
        }
    }

    /// Why it is not accepted, as the audit record has it.
    fn reason(&self, kind: Kind) -> &'static str {
        match (kind, self.verifier) {
            (Kind::Bad, "jwt" | "jwks") => "bad_signature",
            (Kind::Bad, "keys") => "malformed",
            (Kind::Bad, _) | (Kind::WrongAudience, "keys") => "unknown",
            (Kind::Expired, _) => "expired",
            (Kind::WrongAudience, _) => "wrong_audience",
            _ => panic!("{kind:?} is accepted"),
        }
    }

    fn name(&self) -> String {
        let dpop = if self.dpop.is_some() { " with proofs" } else { "" };
        format!("{}{dpop} {:?}", self.verifier, self.header)
    }
}

/// Tokens of each kind, which say this too.
fn tokens(also: &Value) -> Vec<(Kind, String)> {
    let forged = sign_with(Algorithm::HS256, &SECRET.to_lowercase(), &claims("verified", ALL));
    let make = |kind, scope, change: fn(&mut Value)| {
        let mut claims = claims("verified", scope);
        claims.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
        change(&mut claims);
        (kind, sign(&claims))
    };
    vec![
        (Kind::Bad, forged),
        make(Kind::Expired, ALL, |claims| claims["exp"] = json!(now() - 120)),
        make(Kind::WrongAudience, ALL, |claims| claims["aud"] = json!("other")),
        make(Kind::TooFew, "a:read", |_| {}),
        make(Kind::Enough, ALL, |_| {}),
    ]
}

fn cases() -> Vec<Case> {
    vec![
        Case::jwt(),
        Case::jwks(),
        Case::introspection(),
        Case::keys(None),
        Case::keys(Some("X-API-Key")),
        Case::dpop(),
    ]
}

/// A call as a client of this protocol version sends it.
fn message(version: &str, tool: &str) -> Value {
    let params = json!({ "name": tool, "arguments": {} });
    match version {
        VERSION => tests::request("tools/call", params),
        _ => json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params }),
    }
}

fn call(client: &Http, version: &str, tool: &str) -> Reply {
    let message = message(version, tool);
    match version {
        VERSION => client.message(&message),
        _ => {
            let client = client.clone().header("mcp-protocol-version", version);
            client.post(message.to_string().as_bytes())
        }
    }
}

/// What the challenge of the scheme that is used has to be.
fn challenge(case: &Case, server: &Server, parameters: &str) -> String {
    let metadata = format!(
        "resource_metadata=\"http://{}/.well-known/oauth-protected-resource/mcp\"",
        server.address
    );
    match case.dpop {
        None => format!("Bearer {parameters}{metadata}"),
        Some(_) => format!(
            "DPoP {parameters}{metadata}, algs=\"RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 \
             ES512 EdDSA\""
        ),
    }
}

#[test]
fn over_http() {
    for case in cases() {
        let server = Server::start_with("verified", case.options());
        let mut next_event = server.events().in_turn();
        for version in VERSIONS {
            for kind in KINDS {
                let what = format!("{} {kind:?} {version}", case.name());
                let reply = call(&case.client(&server, kind), version, "write");
                let challenges: Vec<_> = reply
                    .headers
                    .iter()
                    .filter(|(name, _)| name.eq_ignore_ascii_case("www-authenticate"))
                    .map(|(_, value)| value.clone())
                    .collect();
                let (status, code, parameters, verdict, detail) = match kind {
                    Kind::Enough => (200, None, None, "ok", None),
                    Kind::None => {
                        let scope = format!("scope=\"{ALL}\", ");
                        (401, Some(-31401), Some(scope), "unauthenticated", Some(ALL))
                    }
                    Kind::TooFew => {
                        let error = format!("error=\"insufficient_scope\", scope=\"{ALL}\", ");
                        (403, Some(-31403), Some(error), "insufficient_scope", Some(ALL))
                    }
                    Kind::Bad | Kind::Expired | Kind::WrongAudience => {
                        let error = "error=\"invalid_token\", ".to_owned();
                        let reason = case.reason(kind);
                        (401, Some(-31401), Some(error), "invalid_token", Some(reason))
                    }
                };
                assert_eq!(reply.status, status, "{what}: {reply:?}");
                let expected = parameters.map(|parameters| challenge(&case, &server, &parameters));
                assert_eq!(challenges, Vec::from_iter(expected), "{what}");
                match code {
                    Some(code) => assert_eq!(reply.code(), code, "{what}"),
                    None => assert_eq!(reply.text(), "ada", "{what}"),
                }
                let event = next_event();
                assert!(event.contains("transport=\"http\""), "{what}: {event}");
                assert!(event.contains(&format!("verdict=\"{verdict}\"")), "{what}: {event}");
                let detail = detail.is_none_or(|detail| event.contains(detail));
                assert!(detail, "{what}: {event}");
                if let Some(credential) = case.credential(kind) {
                    assert!(!reply.body.contains(credential), "{what}: the reply has it");
                    let log = server.log();
                    assert!(!log.contains(credential), "{what}: the log has it");
                }
                // What needs no credential needs none, and takes no bad one.
                let open = call(&case.client(&server, kind), version, "open");
                let is_open = matches!(kind, Kind::None | Kind::TooFew | Kind::Enough);
                assert_eq!(open.status, if is_open { 200 } else { 401 }, "{what}: {open:?}");
                next_event();
            }
        }
    }
}

#[test]
fn over_standard_input_and_output() {
    for case in cases() {
        // There are no headers.
        if case.header.is_some() {
            continue;
        }
        for version in VERSIONS {
            for kind in KINDS {
                let what = format!("{} {kind:?} {version}", case.name());
                let credential = case.credential(kind);
                let mut server = Stdio::start_with("verified", &case.options(), credential);
                if version != VERSION {
                    let answer = server.initialize(version);
                    // Even that is for nobody with a bad credential.
                    if answer.get("error").is_some() {
                        assert_eq!(answer["error"]["code"], -31401, "{what}");
                    }
                }
                let events = server.log.events().len();
                server.send(message(version, "write").to_string().as_bytes());
                let answer = server.receive();
                let (code, verdict, detail) = match kind {
                    Kind::None => (Some(-31401), "unauthenticated", ALL),
                    Kind::Bad | Kind::Expired | Kind::WrongAudience => {
                        (Some(-31401), "invalid_token", case.reason(kind))
                    }
                    // Nobody can prove anything here.
                    _ if case.dpop.is_some() => (Some(-31401), "invalid_token", "wrong_binding"),
                    Kind::TooFew => (Some(-31403), "insufficient_scope", ALL),
                    Kind::Enough => (None, "ok", "tool"),
                };
                match code {
                    Some(code) => assert_eq!(answer["error"]["code"], code, "{what}: {answer}"),
                    None => {
                        assert_eq!(
                            answer["result"]["content"][0]["text"], "ada",
                            "{what}: {answer}"
                        )
                    }
                }
                let event = server.log.event(events);
                assert!(event.contains("transport=\"stdio\""), "{what}: {event}");
                assert!(event.contains(&format!("verdict=\"{verdict}\"")), "{what}: {event}");
                assert!(event.contains(detail), "{what}: {event}");
                if let Some(credential) = credential {
                    assert!(!server.log.text().contains(credential), "{what}");
                }
            }
        }
    }
}
