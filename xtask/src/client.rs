//! The official TypeScript clients against the server `notes`, over HTTP and stdio. What they
//! check is in `xtask/node`.

use std::process::Command;

use crate::{
    Result, command,
    node::Node,
    server::{Server, clean},
    workspace::Workspace,
};

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let node = Node::install(workspace)?;
    workspace.build_servers()?;
    let program = workspace.program("notes");
    let token = |scope: &str| {
        let mut command = Command::new(&program);
        clean(&mut command).args(["token", "--sub", "ada", "--scope", scope]);
        Ok::<_, String>(command::output(command.env("JWT_SECRET", SECRET))?.trim().to_owned())
    };
    let (all, read) = (token("notes:read notes:write")?, token("notes:read")?);

    let directory = workspace.empty_directory("notes")?;
    let mut notes = Command::new(&program);
    let mut server = Server::start(notes.current_dir(&directory).env("JWT_SECRET", SECRET))?;
    for script in ["client.mjs", "legacy.mjs"] {
        let mut script = node.command(&["--test-reporter=spec", script]);
        clean(&mut script).env("JWT_SECRET", SECRET).env("NOTES_URL", &server.url);
        script.env("NOTES_PROGRAM", &program).env("NOTES_DIRECTORY", &directory);
        command::run(script.env("TOKEN_ALL", &all).env("TOKEN_READ", &read))?;
        if !server.is_alive() {
            return Err("the server has ended during the test".to_owned());
        }
    }
    Ok(())
}

/// Of the servers that run for this test alone.
const SECRET: &str = "cS3nWq8ZtY5vKx0LrB2mJf7HpD4gUe9a";
