//! Licenses, bans and sources of all dependencies, by cargo-deny and `deny.toml`, and their number.
//!
//! Its database of advisories changes without a change of ours, so that check is a job of its
//! own in the public CI, and not part of this.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

mod crates;

use crate::{
    Result,
    command::{self, cargo},
    workspace::Workspace,
};

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let root = workspace.directory("cargo-deny")?;
    let ours = root.join("bin/cargo-deny").with_extension(std::env::consts::EXE_EXTENSION);
    let program = match ["cargo-deny".into(), ours.clone()].into_iter().find(is_installed) {
        Some(program) => program,
        None => {
            install(workspace, &root)?;
            ours
        }
    };
    let mut deny = Command::new(program);
    deny.current_dir(&workspace.root).args(["--workspace", "check"]);
    command::run(deny.args(["bans", "licenses", "sources"]))?;
    crates::check(workspace)
}

fn is_installed(program: &PathBuf) -> bool {
    command::output(Command::new(program).arg("--version")).is_ok()
}

/// Into the target directory. Without optimization, and without what only the fetching of
/// advisories needs: a minute instead of ten.
fn install(workspace: &Workspace, root: &Path) -> Result<()> {
    let build = root.join("build");
    let mut install = cargo(workspace);
    install.env("CARGO_PROFILE_DEV_DEBUG", "false");
    install.args(["install", "--quiet", "--locked", "--debug", "--no-default-features"]);
    install.arg("--root").arg(root).arg("--target-dir").arg(&build);
    command::run(install.arg(format!("cargo-deny@{VERSION}"))).map_err(|message| {
        format!("{message}\nto use one of your own, `cargo install --locked cargo-deny`")
    })?;
    // Some hundred megabytes that nobody needs again.
    let _ = fs::remove_dir_all(build);
    Ok(())
}

const VERSION: &str = "0.20.2";
