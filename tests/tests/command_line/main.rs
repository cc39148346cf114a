//! The command line beside serving: `check`, completions, and what it says of slips.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::process::{Command, Output, Stdio};

use tests::{
    Options,
    process::{self, run_to, unread},
};

mod check;

fn run(arguments: &[&str], variables: &[(&'static str, &str)]) -> Output {
    // Where `check` listens for a moment, a port of its own.
    let options = Options::of(arguments).set("MCP_ADDR", "127.0.0.1:0");
    let options = variables.iter().fold(options, |options, (name, value)| options.set(name, value));
    process::run("notes", &options)
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
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

/// `| head -1`, whose reader is gone before all is said: no panic, no complaint.
#[test]
fn who_stops_reading_is_told_no_more() {
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["posture"],
        &["posture", "--format", "html"],
        &["check", "--addr", "127.0.0.1:0"],
        &["completions", "zsh"],
        &["token", "--sub", "ada"],
    ] {
        let options = Options::default().with(arguments);
        let output = run_to("notes", &options, unread(), Stdio::piped());
        assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]), "{arguments:?}");
    }
    // What is found is a failure all the same, and an error is none of Rust's where nobody reads it.
    let check = Options::of(&["check", "--addr", "nonsense"]);
    assert_eq!(run_to("notes", &check, unread(), Stdio::piped()).status.code(), Some(1));
    for arguments in [&["--nonsense"][..], &["posture", "--check", "--format", "json"]] {
        let failing = run_to("notes", &Options::of(arguments), Stdio::piped(), unread());
        assert_eq!(failing.status.code(), Some(1), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_is_a_failure() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = run_to("notes", &Options::of(&["posture"]), full.into(), Stdio::piped());
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("No space"), "{output:?}");
}
