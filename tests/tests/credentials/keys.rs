//! Keys of programs, in a file.

use std::fs;

use mcp_secure::auth::api_keys::NewApiKey;
use tempfile::TempDir;
use tests::process;

use super::*;

/// A server that takes keys, and the file of them.
pub(crate) struct Keys {
    directory: TempDir,
    pub(crate) lines: Vec<String>,
}

impl Keys {
    pub(crate) fn new() -> Self {
        let keys = Self { directory: tempfile::tempdir().unwrap(), lines: Vec::new() };
        keys.save();
        keys
    }

    pub(crate) fn add(&mut self) -> String {
        let (key, line) = NewApiKey::new("ada").scopes(["a:read", "a:write"]).make().unwrap();
        self.lines.push(line);
        self.save();
        key.dangerous_reveal().to_owned()
    }

    pub(crate) fn save(&self) {
        fs::write(self.directory.path().join("keys"), self.lines.join("\n")).unwrap();
    }

    pub(crate) fn variables(&self, verifier: &str) -> Variables {
        let file = self.directory.path().join("keys").into();
        vec![("VERIFIER", verifier.into()), ("KEYS", file), ("INTROSPECTION", NOWHERE.into())]
    }
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
        let output = process::run("verified", &options.clone().with(arguments));
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
