//! The whole road of authorization: the official TypeScript clients, `oidc-provider`, and the server
//! `notes`, all on this machine. What is checked is in `xtask/node/oauth.mjs`.

use crate::{Result, command, node::Node, server::clean, workspace::Workspace};

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let node = Node::install(workspace)?;
    workspace.build_servers()?;
    let directory = workspace.empty_directory("notes")?;
    let mut script = node.command(&["--test-reporter=spec", "oauth.mjs"]);
    clean(&mut script).env("NOTES_PROGRAM", workspace.program("notes"));
    command::run(script.env("NOTES_DIRECTORY", directory))
}
