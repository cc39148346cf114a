//! Floods of what clients send that nobody knows, against a server of its own.

use std::process::Command;

use crate::{
    Result,
    command::{cargo, output, run},
    unshown,
    workspace::Workspace,
};

pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    if !cfg!(target_os = "linux") {
        unshown::note(
            "floods: only Linux tells the memory of a process by /proc, and has all of 127.0.0.0/8",
        );
        return Ok(());
    }
    let most = output(Command::new("sh").args(["-c", "ulimit -Hn"]))?;
    if most.trim().parse().is_ok_and(|most: u64| most < FILES) {
        unshown::note(&format!(
            "floods: a process may have {} files open here; 10,000 connections need {FILES} \
             (`ulimit -Hn`, LimitNOFILE=)",
            most.trim()
        ));
        return Ok(());
    }
    let mut build = cargo(workspace);
    run(build.args(["build", "--quiet", "--package", "tests", "--bins"]))?;
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -n {FILES}; exec \"$0\"")]).arg(workspace.program("floods"));
    run(&mut shell)
}

/// Connections, and some more.
const FILES: u64 = 10_500;
