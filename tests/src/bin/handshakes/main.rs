//! A server over TLS, as others see it: `openssl s_client` offers it each version and each cipher
//! suite alone, `sslscan` and `testssl.sh` look for what is weak, and its certificate is changed many
//! times while clients call. `cargo xtask tls` runs it, with the paths of the three programs.

#![allow(clippy::unwrap_used, reason = "a check that cannot go on should panic")]

use std::{collections::BTreeSet, env, fs, path::PathBuf, process::Stdio};

use tempfile::TempDir;
use tests::{
    process::{Options, Server},
    tls::replace,
};

mod accepted;
mod changed;
mod openssl;

use openssl::Openssl;

fn main() {
    let mut programs = env::args_os().skip(1).map(PathBuf::from);
    let openssl = Openssl(programs.next().expect("the path of openssl"));
    let sslscan = programs.next().expect("the path of sslscan");
    let testssl = programs.next().expect("the path of testssl.sh");
    for kind in [Kind::EllipticCurve, Kind::Rsa] {
        let secure = Secure::start(&openssl, kind);
        println!("a certificate with a key of {}", kind.name());
        accepted::versions(&openssl, &secure);
        accepted::suites(&openssl, &secure, kind);
        accepted::scanned(&sslscan, &secure, kind);
        if kind == Kind::EllipticCurve {
            accepted::known_weaknesses(&testssl, &secure);
        }
    }
    println!("certificates that are changed under load");
    changed::under_load();
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
