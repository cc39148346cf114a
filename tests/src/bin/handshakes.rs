//! A server over TLS, as others see it: `openssl s_client` offers it each version and each cipher
//! suite alone, `sslscan` and `testssl.sh` look for what is weak, and its certificate is changed many
//! times while clients call. `cargo xtask tls` runs it, with the paths of the three programs.

#![allow(clippy::unwrap_used, reason = "a check that cannot go on should panic")]

use std::{
    collections::BTreeSet,
    env, fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use rustls::pki_types::{CertificateDer, pem::PemObject};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{
    Http,
    load::{Answer, Kept},
    process::{Options, Server},
    redis::free_port,
    tls::{Authority, Identity, client, replace, shown},
};

fn main() {
    let mut programs = env::args_os().skip(1).map(PathBuf::from);
    let openssl = Openssl(programs.next().expect("the path of openssl"));
    let sslscan = programs.next().expect("the path of sslscan");
    let testssl = programs.next().expect("the path of testssl.sh");
    for kind in [Kind::EllipticCurve, Kind::Rsa] {
        let secure = Secure::start(&openssl, kind);
        println!("a certificate with a key of {}", kind.name());
        versions(&openssl, &secure);
        suites(&openssl, &secure, kind);
        scanned(&sslscan, &secure, kind);
        if kind == Kind::EllipticCurve {
            known_weaknesses(&testssl, &secure);
        }
    }
    println!("certificates that are changed under load");
    changed_under_load();
    println!("all passed");
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    EllipticCurve,
    Rsa,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::EllipticCurve => "ECDSA",
            Self::Rsa => "RSA",
        }
    }

    /// What is accepted in TLS 1.2, and nothing else.
    fn suites(self) -> BTreeSet<String> {
        ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"]
            .map(|cipher| format!("ECDHE-{}-{cipher}", self.name()))
            .into()
    }
}

/// A server with a certificate that was made by OpenSSL.
struct Secure {
    directory: TempDir,
    server: Server,
}

impl Secure {
    fn start(openssl: &Openssl, kind: Kind) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let [certificate, key] =
            ["certificate.pem", "key.pem"].map(|name| directory.path().join(name));
        let key_kind: &[&str] = match kind {
            Kind::EllipticCurve => &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
            Kind::Rsa => &["-newkey", "rsa:2048"],
        };
        let mut request = openssl.command(&["req", "-x509", "-nodes", "-days", "2"]);
        request.args(key_kind).args(["-subj", "/CN=localhost"]);
        request.args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]);
        request.arg("-keyout").arg(&key).arg("-out").arg(&certificate);
        assert!(request.stderr(Stdio::null()).status().unwrap().success());
        replace(&key, &fs::read_to_string(&key).unwrap());
        Self { server: start([certificate, key]), directory }
    }

    fn files(&self) -> [PathBuf; 2] {
        ["certificate.pem", "key.pem"].map(|name| self.directory.path().join(name))
    }
}

fn start([certificate, key]: [PathBuf; 2]) -> Server {
    let variables = vec![
        ("ENABLE_SSL", "yes".into()),
        ("CERT_FILE", certificate.into()),
        ("KEY_FILE", key.into()),
    ];
    Server::start_with("fixture", Options { variables, ..Options::default() })
}

struct Openssl(PathBuf);

impl Openssl {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.0);
        command.args(arguments).stdin(Stdio::null());
        command
    }

    /// What comes of a handshake in which the client offers this alone: version and suite. What the
    /// machine's configuration forbids is offered too: the server is to refuse it.
    fn handshake(&self, server: SocketAddr, offered: &[&str]) -> Option<(String, String)> {
        let address = server.to_string();
        let mut client = self.command(&["s_client", "-brief", "-connect", &address]);
        client.env("OPENSSL_CONF", "/dev/null").args(offered);
        let output = client.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        let value =
            |name| told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let (version, suite) = (value("Protocol version")?, value("Ciphersuite")?);
        output.status.success().then(|| (version.to_owned(), suite.to_owned()))
    }

    fn suites(&self, version: &str) -> Vec<String> {
        let all = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";
        let output = self.command(&["ciphers", "-s", version, all]).output().unwrap();
        let list = String::from_utf8(output.stdout).unwrap();
        list.trim().split(':').map(str::to_owned).collect()
    }
}

/// OpenSSL's own server, which accepts what it can: so a client that is refused has offered it.
struct Anything(Child);

impl Anything {
    fn start(openssl: &Openssl, secure: &Secure, version: &str) -> (Self, SocketAddr) {
        let port = free_port();
        let [certificate, key] = secure.files();
        let mut server = openssl.command(&["s_server", "-quiet", version]);
        server.env("OPENSSL_CONF", "/dev/null").args(["-cipher", "ALL:@SECLEVEL=0"]);
        server.args(["-accept", &format!("127.0.0.1:{port}")]);
        server.arg("-cert").arg(certificate).arg("-key").arg(key);
        server.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Self(server.spawn().unwrap());
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        (server, address)
    }
}

impl Drop for Anything {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn versions(openssl: &Openssl, secure: &Secure) {
    let any = ["-cipher", "ALL:@SECLEVEL=0"];
    for (flag, name, is_accepted) in [
        ("-tls1", "TLSv1", false),
        ("-tls1_1", "TLSv1.1", false),
        ("-tls1_2", "TLSv1.2", true),
        ("-tls1_3", "TLSv1.3", true),
    ] {
        let offered = [&[flag], &any[..]].concat();
        let ours = openssl.handshake(secure.server.address, &offered);
        let ours = ours.map(|(version, _)| version);
        assert_eq!(ours.as_deref(), is_accepted.then_some(name), "{name}");
        // That it was offered shows a server that takes it.
        let (_anything, address) = Anything::start(openssl, secure, flag);
        let deadline = Instant::now() + Duration::from_secs(20);
        let theirs = loop {
            let theirs = openssl.handshake(address, &offered);
            if theirs.is_some() || Instant::now() > deadline {
                break theirs;
            }
            thread::sleep(Duration::from_millis(50));
        };
        assert_eq!(theirs.map(|(version, _)| version).as_deref(), Some(name));
        println!("  {name}: {}", if is_accepted { "accepted" } else { "refused" });
    }
}

fn suites(openssl: &Openssl, secure: &Secure, kind: Kind) {
    let all = openssl.suites("-tls1_2");
    let accepted: BTreeSet<String> = all
        .iter()
        .filter(|suite| {
            let cipher = format!("{suite}:@SECLEVEL=0");
            let offered = ["-tls1_2", "-cipher", &cipher];
            let done = openssl.handshake(secure.server.address, &offered);
            done.is_some_and(|(_, done)| done == **suite)
        })
        .cloned()
        .collect();
    assert_eq!(accepted, kind.suites());
    println!("  TLSv1.2: {} of {} cipher suites accepted", accepted.len(), all.len());
    for (suite, is_accepted) in [
        ("TLS_AES_128_GCM_SHA256", true),
        ("TLS_AES_256_GCM_SHA384", true),
        ("TLS_CHACHA20_POLY1305_SHA256", true),
        ("TLS_AES_128_CCM_SHA256", false),
        ("TLS_AES_128_CCM_8_SHA256", false),
    ] {
        let offered = ["-tls1_3", "-ciphersuites", suite];
        let done = openssl.handshake(secure.server.address, &offered);
        assert_eq!(done.map(|(_, done)| done).as_deref(), is_accepted.then_some(suite), "{suite}");
    }
    println!("  TLSv1.3: 3 of 5 cipher suites accepted");
}

/// What sslscan, which speaks for itself, sees: versions and suites again, down to SSLv2.
fn scanned(sslscan: &Path, secure: &Secure, kind: Kind) {
    let mut scan = Command::new(sslscan);
    scan.args(["--xml=-", "--no-colour"]).arg(secure.server.address.to_string());
    let output = scan.output().unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && report.contains("</document>"), "{report}");
    let elements = |name: &str| -> Vec<&str> {
        let begin = format!("<{name} ");
        report.lines().map(str::trim).filter(|line| line.starts_with(&begin)).collect()
    };
    let of = |element: &str, attribute: &str| -> String {
        let (_, rest) = element.split_once(&format!(" {attribute}=\"")).unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    let protocols: Vec<String> = elements("protocol")
        .iter()
        .map(|e| format!("{}{} {}", of(e, "type"), of(e, "version"), of(e, "enabled")))
        .collect();
    let expected = ["ssl2 0", "ssl3 0", "tls1.0 0", "tls1.1 0", "tls1.2 1", "tls1.3 1"];
    assert_eq!(protocols, expected);
    let suites: BTreeSet<String> = elements("cipher")
        .iter()
        .filter(|element| of(element, "sslversion") == "TLSv1.2")
        .map(|element| of(element, "cipher"))
        .collect();
    assert_eq!(suites, kind.suites());
    for (element, attribute, good) in
        [("renegotiation", "supported", "0"), ("heartbleed", "vulnerable", "0")]
    {
        let found = elements(element);
        assert!(!found.is_empty(), "{element}: {report}");
        found.iter().for_each(|found| assert_eq!(of(found, attribute), good, "{found}"));
    }
    println!("  sslscan: {} versions looked for, {} suites found", protocols.len(), suites.len());
}

/// What testssl.sh has to say against the server, of all weaknesses that it knows.
fn known_weaknesses(testssl: &Path, secure: &Secure) {
    let report = secure.directory.path().join("report.json");
    let mut test = Command::new(testssl);
    test.args(["--quiet", "--color", "0", "--warnings", "batch", "-p", "-P", "-f", "-U"]);
    test.arg("--jsonfile").arg(&report).arg(secure.server.address.to_string());
    let output = test.stdin(Stdio::null()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let findings: Vec<Value> = serde_json::from_slice(&fs::read(&report).unwrap()).unwrap();
    let text = |finding: &Value, name: &str| finding[name].as_str().unwrap().to_owned();
    for looked_for in
        ["SSLv2", "TLS1_1", "heartbleed", "CCS", "ROBOT", "CRIME_TLS", "LUCKY13", "RC4"]
    {
        let found = findings.iter().any(|finding| finding["id"] == looked_for);
        assert!(found, "{looked_for} was not looked for: {told}");
    }
    let against: Vec<String> = findings
        .iter()
        .filter(|finding| {
            ["LOW", "MEDIUM", "HIGH", "CRITICAL", "FATAL"].contains(&&*text(finding, "severity"))
        })
        // The client's order counts: each suite is good, and a client knows which it is fast at.
        .filter(|finding| !text(finding, "id").starts_with("cipher_order"))
        .map(Value::to_string)
        .collect();
    assert!(against.is_empty(), "{against:#?}");
    println!("  testssl.sh: {} findings, no weakness", findings.len());
}

/// New connections and kept ones while the files change many times, also to what is not right.
fn changed_under_load() {
    let authority = Authority::new("the authority");
    let directory = tempfile::tempdir().unwrap();
    let server = start(authority.sign("server").write(directory.path()));
    let key = directory.path().join("key.pem");
    let trust = client(&authority.pem(), None);
    let shows = |identity: &Identity| {
        let certificate = CertificateDer::from_pem_slice(identity.certificate.as_bytes()).unwrap();
        shown(server.address, trust.clone()).is_ok_and(|shown| shown == certificate)
    };
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let clients = [true, true, false, false].map(|is_kept| {
            let client = server.http().tls(trust.clone());
            let is_over = &is_over;
            scope.spawn(move || calls(client, is_kept, is_over))
        });
        for round in 0..ROUNDS {
            let mut next = authority.sign("server");
            for _ in 0..WRITTEN {
                next = authority.sign("server");
                next.write(directory.path());
                thread::sleep(Duration::from_millis(100));
            }
            wait_until("the new certificate", || shows(&next));
            // What is no key, and a key that is another's.
            for broken in ["no key", &authority.sign("another").key] {
                replace(&key, broken);
                thread::sleep(READ);
                assert!(shows(&next), "a broken pair took the place of a good one");
            }
            let complaints = server.log().matches("the TLS files in use stay the old ones").count();
            assert!(complaints >= 2 * (round + 1), "a broken pair was not complained of");
        }
        let last = authority.sign("server");
        last.write(directory.path());
        wait_until("the last certificate", || shows(&last));
        is_over.store(true, Ordering::Relaxed);
        for client in clients {
            println!("  {}", client.join().unwrap());
        }
    });
    println!("  {} certificates, {} broken pairs", ROUNDS * WRITTEN + 2, 2 * ROUNDS);
}

/// Calls until it is over, over one connection or over a new one each; none may fail.
fn calls(client: Http, is_kept: bool, is_over: &AtomicBool) -> String {
    let mut connection = Kept::of(client, "echo", json!({ "text": "under load" }));
    let mut calls = 0;
    while !is_over.load(Ordering::Relaxed) {
        assert_eq!(connection.call(), Answer::Admitted, "call {calls}");
        calls += 1;
        if !is_kept {
            connection.close();
        }
        thread::sleep(Duration::from_millis(2));
    }
    let connections = if is_kept { "one connection" } else { "a connection each" };
    format!("{connections}: {calls} calls, all answered")
}

fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < deadline, "{what} never comes");
        thread::sleep(Duration::from_millis(50));
    }
}

const ROUNDS: usize = 4;
const WRITTEN: usize = 10;
/// Until the server has looked at its files, which it does each second.
const READ: Duration = Duration::from_millis(2100);
