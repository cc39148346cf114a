//! What the compiler and its companions say: a warning is an error.

use crate::{
    Result,
    command::{self, cargo},
    features,
    workspace::Workspace,
};

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    for component in ["fmt", "clippy"] {
        command::output(cargo(workspace).args([component, "--version"])).map_err(|_| {
            format!("cargo {component} is missing; `rustup component add rustfmt clippy` adds it")
        })?;
    }
    command::run(cargo(workspace).args(["fmt", "--all", "--check"]))?;
    clippy(workspace, &["--workspace", "--all-targets"])?;
    clippy(workspace, &["--package=mcp-secure", "--no-default-features"])?;
    features::run(workspace)?;
    let mut doc = cargo(workspace);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    command::run(doc.args(["doc", "--workspace", "--no-deps"]))
}

fn clippy(workspace: &Workspace, selection: &[&str]) -> Result<()> {
    let mut clippy = cargo(workspace);
    command::run(clippy.arg("clippy").args(selection).args(["--", "-D", "warnings"]))
}
