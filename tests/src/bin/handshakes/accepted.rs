//! What is accepted, as three programs see it.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    Kind, Secure,
    openssl::{Anything, Openssl},
};
pub(crate) fn versions(openssl: &Openssl, secure: &Secure) {
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

pub(crate) fn suites(openssl: &Openssl, secure: &Secure, kind: Kind) {
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
pub(crate) fn scanned(sslscan: &Path, secure: &Secure, kind: Kind) {
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
pub(crate) fn known_weaknesses(testssl: &Path, secure: &Secure) {
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
