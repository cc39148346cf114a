//! A server that ends TLS itself.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    ffi::OsString,
    fs,
    io::{Read, Write},
    path::PathBuf,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use rustls::{ClientConnection, StreamOwned};
use serde_json::json;
use tempfile::TempDir;
use tests::{
    Http, Options, Server, http, request,
    tls::{Authority, Identity, client, client_of, replace},
};

/// A server with a certificate of an authority of its own.
struct Secure {
    authority: Authority,
    directory: TempDir,
    server: Server,
}

type Variables = Vec<(&'static str, OsString)>;

fn options(directory: &TempDir, identity: &Identity) -> Options {
    let [certificate, key] = identity.write(directory.path());
    let variables = vec![
        ("ENABLE_SSL", "yes".into()),
        ("CERT_FILE", certificate.into()),
        ("KEY_FILE", key.into()),
    ];
    Options { variables, ..Options::default() }
}

impl Secure {
    fn start() -> Self {
        Self::start_with(|_, _| {})
    }

    fn start_with(change: impl FnOnce(&TempDir, &mut Options)) -> Self {
        let authority = Authority::new("the authority");
        let directory = tempfile::tempdir().unwrap();
        let mut options = options(&directory, &authority.sign("server"));
        change(&directory, &mut options);
        let server = Server::start_with("fixture", options);
        Self { authority, directory, server }
    }

    fn http(&self) -> Http {
        self.server.http().tls(client(&self.authority.pem(), None))
    }
}

fn echoes(client: &Http) -> bool {
    let message = request("tools/call", json!({ "name": "echo", "arguments": { "text": "x" } }));
    let client = client
        .clone()
        .header("mcp-protocol-version", http::VERSION)
        .header("mcp-method", "tools/call")
        .header("mcp-name", "echo");
    client.try_post(message.to_string().as_bytes()).is_ok_and(|reply| reply.text() == "x")
}

fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "{what} never comes");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn both_versions_of_tls_are_served() {
    let secure = Secure::start();
    for version in [&rustls::version::TLS13, &rustls::version::TLS12] {
        let config = client_of(&secure.authority.pem(), None, &[version]);
        assert!(echoes(&secure.server.http().tls(config)), "{version:?}");
    }
}

#[test]
fn another_authority_is_not_that_of_the_server() {
    let secure = Secure::start();
    let other = client(&Authority::new("another").pem(), None);
    assert!(!echoes(&secure.server.http().tls(other)));
    assert!(echoes(&secure.http()));
}

#[test]
fn plain_text_is_not_answered_where_tls_is() {
    let secure = Secure::start();
    let client = secure.server.http();
    let mut stream = client.connect();
    stream.write_all(client.head("GET", "/mcp", &[]).as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP"), "{}", String::from_utf8_lossy(&answer));
    assert!(echoes(&secure.http()));
}

#[test]
fn the_metadata_says_https() {
    let secure = Secure::start();
    let metadata = secure.http().get("/.well-known/oauth-protected-resource/mcp");
    assert_eq!(metadata.json()["resource"], format!("https://{}/mcp", secure.server.address));
    let refused = secure.http().call("needs_both", json!({}));
    let challenge = refused.header("www-authenticate").unwrap();
    assert!(challenge.contains("resource_metadata=\"https://127.0.0.1"), "{challenge}");
}

#[test]
fn browsers_are_told_to_stay_with_tls_where_the_server_is_public() {
    let secure = Secure::start_with(|_, options| {
        options.address = Some("0.0.0.0:0");
        options.variables.push(("FIXTURE_HOST", "mcp.example.com".into()));
    });
    let client = secure.http().header("host", "mcp.example.com");
    for reply in [client.call("echo", json!({ "text": "x" })), client.get("/nothing")] {
        assert_eq!(reply.header("strict-transport-security"), Some("max-age=31536000"));
    }
    // On this machine they would come to all other servers of it by TLS too.
    let local = Secure::start().http().call("echo", json!({ "text": "x" }));
    assert_eq!(local.header("strict-transport-security"), None);
}

#[test]
fn a_handshake_that_does_not_go_on_is_cut() {
    let secure = Secure::start();
    for begun in [&b""[..], b"\x16\x03\x01\x02\x00\x01\x00"] {
        let mut stream = secure.server.http().connect();
        stream.write_all(begun).unwrap();
        let mut rest = Vec::new();
        // The end of the connection, with an alert or without.
        let _ = stream.read_to_end(&mut rest);
    }
    assert!(echoes(&secure.http()));
}

#[test]
fn the_time_for_a_head_begins_after_the_handshake() {
    let secure = Secure::start_with(|_, options| {
        options.variables.push(("FIXTURE_READ_SECONDS", "3".into()));
    });
    let pause = Duration::from_secs(2);
    let mut stream = secure.server.http().connect();
    thread::sleep(pause);
    let name = stream.peer_addr().unwrap().ip().into();
    let config = Arc::new(client(&secure.authority.pem(), None));
    let mut session = ClientConnection::new(config, name).unwrap();
    while session.is_handshaking() {
        session.complete_io(&mut stream).unwrap();
    }
    thread::sleep(pause);
    let mut stream = StreamOwned::new(session, stream);
    stream.write_all(secure.http().head("GET", "/mcp", &[]).as_bytes()).unwrap();
    assert_eq!(http::read(&mut stream).status, 405);
}

#[test]
fn new_files_are_used_and_open_connections_go_on() {
    let mut secure = Secure::start();
    let mut open = secure.http().header("connection", "keep-alive").open();
    let mut ask = || {
        let head = secure.http().header("connection", "keep-alive").head("GET", "/mcp", &[]);
        open.write_all(head.as_bytes()).unwrap();
        let mut buffer = [0; 4096];
        let read = open.read(&mut buffer).unwrap();
        assert!(buffer[..read].starts_with(b"HTTP/1.1 405"));
    };
    ask();
    // Of another authority, so that a client can tell.
    let other = Authority::new("the next authority");
    other.sign("server").write(secure.directory.path());
    let renewed = secure.server.http().tls(client(&other.pem(), None));
    let mut asked = Instant::now();
    wait_until("the new certificate", || {
        // The old connection is kept from being idle.
        if asked.elapsed() > Duration::from_millis(500) {
            ask();
            asked = Instant::now();
        }
        echoes(&renewed)
    });
    ask();
    assert!(!echoes(&secure.http()), "the old certificate is still shown");
    secure.server.wait_for("new connections use the new TLS files");
}

#[test]
fn new_files_that_are_not_right_leave_the_old_ones_in_use() {
    let mut secure = Secure::start();
    let [certificate, key] =
        ["certificate.pem", "key.pem"].map(|n| secure.directory.path().join(n));
    let mut complaints = 0;
    let mut complains = |secure: &Secure, change: &dyn Fn()| {
        change();
        wait_until("a complaint", || {
            let log = secure.server.log();
            log.matches("the TLS files in use stay the old ones").count() > complaints
        });
        complaints += 1;
        assert!(echoes(&secure.http()));
    };
    complains(&secure, &|| replace(&certificate, "not a certificate"));
    complains(&secure, &|| fs::remove_file(&certificate).unwrap());
    // A key that does not belong to the certificate.
    let stranger = Authority::new("a stranger").sign("server");
    complains(&secure, &|| replace(&certificate, &stranger.certificate));
    // And back in order.
    let renewed = secure.authority.sign("server");
    replace(&key, &renewed.key);
    replace(&certificate, &renewed.certificate);
    secure.server.wait_for("new connections use the new TLS files");
    assert!(echoes(&secure.http()));
}

#[test]
fn clients_without_a_certificate_of_the_authority_stay_outside() {
    let clients = Authority::new("the authority of clients");
    let secure = Secure::start_with(|directory, options| {
        let path = directory.path().join("clients.pem");
        replace(&path, &clients.pem());
        options.variables.push(("CLIENT_CA_FILE", path.into()));
    });
    let with = |identity: Option<&Identity>| {
        secure.server.http().tls(client(&secure.authority.pem(), identity))
    };
    assert!(echoes(&with(Some(&clients.sign("ada")))));
    assert!(!echoes(&with(None)));
    assert!(!echoes(&with(Some(&Authority::new("another").sign("ada")))));
    // One that only says that it was signed by the authority.
    assert!(!echoes(&with(Some(&Authority::new("the authority of clients").sign("ada")))));
}

#[test]
fn a_development_certificate_is_for_this_machine() {
    let variables = vec![("FIXTURE_CERTIFICATE", "".into()), ("ENABLE_SSL", "1".into())];
    let mut server = Server::start_with(
        "fixture",
        Options { variables: variables.clone(), ..Options::default() },
    );
    server.wait_for("-----END CERTIFICATE-----");
    let log = server.log();
    let begin = log.find("-----BEGIN CERTIFICATE-----").unwrap();
    assert!(!log.contains("PRIVATE KEY"));
    assert!(echoes(&server.http().tls(client(&log[begin..], None))));

    let mut variables = variables;
    variables.push(("FIXTURE_HOST", "mcp.example.com".into()));
    let address = Some("0.0.0.0:0");
    let error = tests::refusal("fixture", Options { variables, address, ..Options::default() });
    assert!(error.contains("the certificate was made up at start"), "{error}");
}

#[test]
fn what_cannot_be_served_is_told_at_start() {
    let authority = Authority::new("the authority");
    let identity = authority.sign("server");
    let refused = |change: &dyn Fn(&TempDir, &mut Variables)| {
        let directory = tempfile::tempdir().unwrap();
        let mut options = options(&directory, &identity);
        change(&directory, &mut options.variables);
        tests::refusal("fixture", options)
    };
    let set = |variables: &mut Variables, name, value: &str| {
        variables.retain(|(key, _)| *key != name);
        variables.push((name, value.into()));
    };
    let written = |text: &'static str| {
        move |directory: &TempDir, variables: &mut Variables| {
            let path: PathBuf = directory.path().join("other.pem");
            replace(&path, text);
            variables.push(("CERT_FILE", path.into()));
        }
    };
    let message = refused(&|_, variables| set(variables, "ENABLE_SSL", "maybe"));
    assert!(message.contains("ENABLE_SSL is neither yes nor no"), "{message}");
    assert!(!message.contains("maybe"), "{message}");
    let message = refused(&|_, variables| variables.retain(|(name, _)| *name == "ENABLE_SSL"));
    assert!(message.contains("set CERT_FILE and KEY_FILE"), "{message}");
    let message = refused(&|_, variables| variables.retain(|(name, _)| *name != "KEY_FILE"));
    assert!(message.contains("KEY_FILE is not set"), "{message}");
    let message = refused(&|_, variables| set(variables, "CERT_FILE", "/nowhere/at/all.pem"));
    assert!(message.contains("cannot read the certificate in /nowhere/at/all.pem"), "{message}");
    let message = refused(&|_, variables| set(variables, "KEY_FILE", "/dev/null"));
    assert!(message.contains("the private key in /dev/null is not in a file"), "{message}");
    let message = refused(&written("nothing"));
    assert!(message.contains("holds no certificate in PEM"), "{message}");
    let stranger = authority.sign("another").certificate;
    let message = refused(&|directory, variables| {
        written("")(directory, variables);
        replace(&directory.path().join("other.pem"), &stranger);
    });
    assert!(message.contains("the certificate cannot be used"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_private_key_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let identity = Authority::new("the authority").sign("server");
    for (mode, is_private) in [
        (0o644, false),
        (0o604, false),
        (0o666, false),
        (0o660, false),
        (0o620, false),
        (0o640, true),
        (0o400, true),
    ] {
        let directory = tempfile::tempdir().unwrap();
        let options = options(&directory, &identity);
        let key = directory.path().join("key.pem");
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
        if is_private {
            Server::start_with("fixture", options);
        } else {
            let message = tests::refusal("fixture", options);
            assert!(message.contains("chmod 600"), "{mode:o}: {message}");
            assert!(!message.contains("PRIVATE"), "{message}");
        }
    }
}
