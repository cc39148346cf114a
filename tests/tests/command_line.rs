//! The command line beside serving: `check`, completions, and what it says of slips.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    ffi::OsString,
    process::{Command, Output, Stdio},
};

use tests::{Options, process::command};

fn run(arguments: &[&str], variables: &[(&'static str, &str)]) -> Output {
    let options = Options {
        secret: Some(""),
        arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
        variables: variables.iter().map(|(name, value)| (*name, OsString::from(value))).collect(),
        ..Options::default()
    };
    let directory = tempfile::tempdir().unwrap();
    let mut command = command("notes", &options);
    command.current_dir(directory.path()).stdin(Stdio::null()).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn check_says_what_is_there_and_what_to_set() {
    let output = run(&["check"], &[]);
    assert!(output.status.success(), "{output:?}");
    let told = stdout(&output);
    for line in [
        "ok     keys: Jwt, with a secret that is made up",
        "set JWT_SECRET",
        "ok     store: none",
        "ok     guards: ",
    ] {
        assert!(told.contains(line), "{told}");
    }
    let secret = "KqT0vN2mHc8RzE5bLwXy7JpUdS4aGf1i";
    let told = stdout(&run(&["check", "--audience", "x"], &[("JWT_SECRET", secret)]));
    assert!(told.contains("ok     keys: Jwt, for the audience x"), "{told}");
    assert!(!told.contains(secret));
}

#[test]
fn check_fails_for_what_would_keep_the_server_from_starting() {
    let missing =
        [("ENABLE_SSL", "yes"), ("CERT_FILE", "missing.pem"), ("KEY_FILE", "missing.pem")];
    for (variables, what) in [
        (&missing[..], "wrong  tls: "),
        (&[("ENABLE_SSL", "maybe")][..], "wrong  tls: "),
        (&[("MCP_AUDIT_FILE", "no/such/directory/audit.jsonl")][..], "wrong  audit file: "),
        (
            &[("MCP_AUDIT_FILE", "a.jsonl"), ("MCP_AUDIT_KEY", "short")][..],
            "wrong  audit file: MCP_AUDIT_KEY",
        ),
    ] {
        let output = run(&["check"], variables);
        assert_eq!(output.status.code(), Some(1), "{variables:?}");
        assert!(stdout(&output).contains(what), "{variables:?}: {output:?}");
    }
}

/// What bash offers for the last of these words.
fn offered(words: &[&str]) -> Vec<String> {
    let script = stdout(&run(&["completions", "bash"], &[]));
    let offer = "COMP_WORDS=(\"$@\"); COMP_CWORD=$(( $# - 1 )); _complete_notes; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let mut bash = Command::new("bash");
    bash.args(["--norc", "-c", &format!("{script}\n{offer}"), "bash"]).args(words);
    let output = bash.output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    stdout(&output).split_whitespace().map(str::to_owned).collect()
}

#[test]
fn bash_offers_what_the_command_line_understands() {
    assert_eq!(offered(&["notes", "po"]), ["posture"]);
    assert_eq!(offered(&["notes", "posture", "--format", "ma"]), ["markdown"]);
    assert_eq!(offered(&["notes", "posture", "--d"]), ["--diff"]);
    assert_eq!(offered(&["notes", "token", "--s"]), ["--sub", "--scope"]);
    assert_eq!(offered(&["notes", "audit", "v"]), ["verify"]);
    assert_eq!(offered(&["notes", "token", "--sub", ""]), [""; 0]);
    assert!(offered(&["notes", ""]).contains(&"completions".to_owned()));
}

#[test]
fn help_tells_every_command_and_slips_are_met_with_the_near_name() {
    let help = stdout(&run(&["--help"], &[]));
    for command in ["check", "posture", "token", "apikey", "audit", "completions"] {
        assert!(help.contains(&format!("\n  notes {command} ")), "{help}");
    }
    for (given, near) in [
        (&["postur"][..], "did you mean `posture`?"),
        (&["posture", "--frmat", "json"], "did you mean `--format`?"),
        (&["--adr", "127.0.0.1:0"], "did you mean `--addr`?"),
        (&["completions", "tcsh"], "write `bash`"),
    ] {
        let output = run(given, &[]);
        assert_eq!(output.status.code(), Some(1), "{given:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(near), "{given:?}: {output:?}");
    }
}
