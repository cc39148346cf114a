//! `check` looks at all that a server would need, without serving and without writing anything.

use std::{fs, net::TcpListener};

use tests::{Options, process};

use super::{run, stdout};

const SECRET: &str = "KqT0vN2mHc8RzE5bLwXy7JpUdS4aGf1i";

#[test]
fn what_is_there_is_told_and_what_to_set() {
    let output = run(&["check"], &[]);
    assert!(output.status.success(), "{output:?}");
    let told = stdout(&output);
    for line in [
        "ok     keys: Jwt, with a secret that is made up",
        "set JWT_SECRET",
        "ok     audit: the log alone",
        "ok     exposure: this machine alone",
        "ok     address: 127.0.0.1:",
        "ok     metrics: none; MCP_METRICS_ADDR",
        "ok     bounds: 512 calls at once, of 30s",
        "ok     store: none",
        "ok     guards: ",
    ] {
        assert!(told.contains(line), "{told}");
    }
    let told = stdout(&run(&["check", "--audience", "x"], &[("JWT_SECRET", SECRET)]));
    assert!(told.contains("ok     keys: Jwt, for the audience x"), "{told}");
    assert!(!told.contains(SECRET));
    let told = stdout(&run(&["check", "--stdio"], &[("MCP_METRICS_ADDR", "127.0.0.1:0")]));
    assert!(told.contains("ok     metrics: 127.0.0.1:"), "{told}");
    // Of no matter there.
    assert!(!told.contains("tls") && !told.contains("address:"), "{told}");
}

#[test]
fn each_thing_that_would_keep_the_server_from_starting_is_a_failure() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let missing =
        [("ENABLE_SSL", "yes"), ("CERT_FILE", "missing.pem"), ("KEY_FILE", "missing.pem")];
    for (variables, what) in [
        (&missing[..], "wrong  tls: "),
        (&[("ENABLE_SSL", "maybe")], "wrong  tls: ENABLE_SSL"),
        (&[("MCP_AUDIT_FILE", "no/such/directory/audit.jsonl")], "wrong  audit: "),
        (&[("MCP_AUDIT_FILE", ".")], "wrong  audit: "),
        (
            &[("MCP_AUDIT_FILE", "a.jsonl"), ("MCP_AUDIT_KEY", "canary-short")],
            "wrong  audit: MCP_AUDIT_KEY",
        ),
        (&[("MCP_ADDR", "canary")], "wrong  address: `canary` is not an address"),
        (&[("MCP_ADDR", &taken)], "wrong  address: cannot listen on"),
        (&[("MCP_ADDR", "0.0.0.0:0")], "wrong  exposure: refusing to listen"),
        (&[("MCP_METRICS_ADDR", "canary")], "wrong  metrics: the address of metrics is none"),
        (&[("MCP_METRICS_ADDR", &taken)], "wrong  metrics: cannot serve metrics on"),
        (&[("MCP_METRICS_ADDR", "0.0.0.0:0")], "wrong  metrics: refusing to serve metrics"),
        (
            &[("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector")],
            "wrong  spans: OTEL_EXPORTER_OTLP_ENDPOINT: spans are sent to a URL of http",
        ),
        (
            &[
                ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"),
                ("OTEL_EXPORTER_OTLP_HEADERS", "key=a-key-of-the-collector"),
            ],
            "wrong  spans: OTEL_EXPORTER_OTLP_HEADERS",
        ),
    ] {
        let output = run(&["check"], variables);
        assert_eq!(output.status.code(), Some(1), "{variables:?}");
        let told = stdout(&output);
        assert!(told.contains(what), "{variables:?}: {output:?}");
        assert_eq!(told.matches("wrong  ").count(), 1, "{variables:?}: {told}");
        // As the server itself: what is told here keeps it from starting.
        let served =
            variables.iter().fold(Options::of(&[]), |it, (name, value)| it.set(name, value));
        let served = match variables.iter().any(|(name, _)| *name == "MCP_ADDR") {
            true => served,
            false => served.set("MCP_ADDR", "127.0.0.1:0"),
        };
        assert_eq!(process::run("notes", &served).status.code(), Some(1), "{variables:?}");
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let variables = [
        ("ENABLE_SSL", "maybe"),
        ("MCP_AUDIT_FILE", "no/such/directory/audit.jsonl"),
        ("MCP_METRICS_ADDR", "nowhere"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere"),
        ("MCP_ADDR", "nowhere"),
    ];
    let output = run(&["check"], &variables);
    let told = stdout(&output);
    for what in ["tls", "audit", "metrics", "spans", "address"] {
        assert!(told.contains(&format!("wrong  {what}: ")), "{told}");
    }
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("5 things are wrong"), "{error}");
}

/// Whatever a secret is given as, no look tells it.
#[test]
fn no_secret_is_told() {
    let variables = [
        ("JWT_SECRET", SECRET),
        ("MCP_TOKEN", "a-token-of-somebody"),
        ("MCP_AUDIT_FILE", "audit.jsonl"),
        ("MCP_AUDIT_KEY", "the-key-of-the-chain-has-32-bytes"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://user:a-password-of-the-collector@collector"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "key=a-key-of-the-collector"),
    ];
    let told = stdout(&run(&["check"], &variables));
    assert!(told.contains("ok     audit: JsonLines: the file will be made"), "{told}");
    for (_, secret) in [&variables[..2], &variables[3..]].concat() {
        assert!(!told.contains(secret), "{told}");
    }
    assert!(!told.contains("a-password"), "{told}");
}

#[test]
fn the_audit_file_is_looked_at_as_the_server_would_continue_it_and_not_touched() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("audit.jsonl");
    let look = |key: &str| {
        let options = Options::of(&["check", "--stdio"]).set("MCP_AUDIT_FILE", &file);
        stdout(&process::run("notes", &options.set("MCP_AUDIT_KEY", key)))
    };
    let (key, other) = ("the-key-of-the-chain-has-32-bytes", "another-key-of-some-32-bytes-or-so");
    assert!(look(key).contains("ok     audit: JsonLines: the file will be made"));
    assert!(!file.exists());
    let served = Options::of(&["--stdio"]).set("MCP_AUDIT_FILE", &file).set("MCP_AUDIT_KEY", key);
    assert!(process::run("notes", &served).status.success());
    let kept = fs::read(&file).unwrap();
    assert!(!kept.is_empty());
    assert!(look(key).contains("ok     audit: JsonLines: the file is there, and is continued"));
    let told = look(other);
    assert!(told.contains("wrong  audit: ") && told.contains("chained with another key"), "{told}");
    assert_eq!(fs::read(&file).unwrap(), kept);
    fs::write(&file, "something else\n").unwrap();
    assert!(look(key).contains("its last line is not chained"));
    #[cfg(unix)]
    {
        let link = directory.path().join("link.jsonl");
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        let options = Options::of(&["check", "--stdio"]).set("MCP_AUDIT_FILE", &link);
        assert!(stdout(&process::run("notes", &options)).contains("wrong  audit: "));
    }
}

/// What is asked for in bytes that are no text is not to be forgotten: a chain without its key looks
/// like one with it.
#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_an_error_in_check_and_in_serving() {
    use std::{ffi::OsString, os::unix::ffi::OsStringExt};

    for name in ["MCP_AUDIT_KEY", "MCP_AUDIT_FILE", "MCP_METRICS_ADDR", "MCP_AUDIENCE"] {
        let options = Options::of(&["check", "--stdio"]).set("MCP_AUDIT_FILE", "audit.jsonl");
        let options = options.set(name, OsString::from_vec(vec![0xff; 40]));
        let told = stdout(&process::run("notes", &options));
        assert!(told.contains(&format!(": {name} is not text")), "{told}");
        let served = process::run("notes", &options.with(&["--stdio"]));
        assert_eq!(served.status.code(), Some(1), "{name}");
        assert!(String::from_utf8_lossy(&served.stderr).contains(name), "{served:?}");
    }
}

#[test]
fn one_address_for_both_is_seen() {
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let told = stdout(&run(&["check", "--addr", &port], &[("MCP_METRICS_ADDR", &port)]));
    assert!(told.contains("wrong  metrics: cannot serve metrics on"), "{told}");
}
