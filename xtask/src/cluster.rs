//! nginx in front of three replicas and one Redis, as `examples/cluster` has it.

use crate::{Result, command::run, node::Node, package, unshown, workspace::Workspace};

pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    if !cfg!(target_os = "linux") {
        unshown::note(
            "replicas behind nginx: only Linux has all of 127.0.0.0/8 for the clients' addresses",
        );
        return Ok(());
    }
    let redis = package::program("redis-server", "redis-server")?;
    let nginx = package::program("nginx", "nginx-light")?;
    let node = Node::install(workspace)?;
    workspace.build_servers()?;
    let script = node.command(&[]);
    let mut check = std::process::Command::new(workspace.program("cluster"));
    check
        .env("CLUSTER_REDIS", redis)
        .env("CLUSTER_NGINX", nginx)
        .env("CLUSTER_CONFIGURATION", workspace.root.join("examples/cluster/nginx.conf"))
        .env("CLUSTER_NODE", script.get_program())
        .envs(script.get_current_dir().map(|directory| ("CLUSTER_SCRIPTS", directory)));
    run(&mut check)
}
