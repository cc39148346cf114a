//! The findings of the posture report, held to the official schema of SARIF 2.1.0.

use std::{fs, path::Path, process::Command};

use crate::{Result, command, node::Node, workspace::Workspace};

pub(crate) fn check(workspace: &Workspace, servers: &[&str], directory: &Path) -> Result<()> {
    let node = Node::install(workspace)?;
    let mut script = node.command(&["sarif.mjs"]);
    for server in servers {
        let mut posture = Command::new(workspace.program(server));
        posture.args(["posture", "--format", "sarif"]).env_remove("JWT_SECRET");
        let report = command::output(posture.current_dir(directory))?;
        let file = directory.join(format!("{server}.sarif"));
        fs::write(&file, report).map_err(|error| format!("{}: {error}", file.display()))?;
        script.arg(file);
    }
    command::run(&mut script)
}
