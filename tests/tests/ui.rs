//! The compiler is the first reviewer: what does not compile, and what it says.
//!
//! `ui/fail` has a folder for each kind of mistake, and beside each mistake the message that a
//! person has read. A message that has changed is read again before it is taken over:
//! `TRYBUILD=overwrite cargo test -p tests --test ui`.
//!
//! What the macros say is the same everywhere. What rustc says around the texts of the library
//! changes with its version, so those messages are compared where they were read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The version of rustc with which the messages were read.
const READ_WITH: &str = "rustc 1.95.";

#[test]
fn every_mistake_has_a_message_that_helps() {
    let compares_all = rustc_version().starts_with(READ_WITH);
    let cases = trybuild::TestCases::new();
    for case in cases_in(Path::new("ui/fail")) {
        if compares_all || is_of_the_macros_alone(&case) {
            cases.compile_fail(case);
        }
    }
}

fn cases_in(directory: &Path) -> Vec<PathBuf> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            cases.extend(cases_in(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            cases.push(path);
        }
    }
    cases.sort();
    cases
}

/// What comes from the macros has no code, and its help is part of the message.
fn is_of_the_macros_alone(case: &Path) -> bool {
    let message = fs::read_to_string(case.with_extension("stderr")).unwrap_or_default();
    let is_of_rustc =
        |line: &str| ["error[", "help:", "note:"].iter().any(|word| line.starts_with(word));
    !message.lines().any(is_of_rustc)
}

fn rustc_version() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}
