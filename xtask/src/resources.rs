//! Resources that really run short: a full disk, a control group without memory or processors. The server refuses
//! while they are short, and admits again after.
//!
//! The disk is a small tmpfs in a mount namespace of the server's own, of root or of a user namespace.
//! Memory and processors are those of control groups (v2): of this machine, where it gives them to who
//! runs this; else of a virtual one.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::{Result, call, command, server::Server, unshown, workspace::Workspace};

#[cfg(target_os = "linux")]
mod cgroup;
#[cfg(target_os = "linux")]
mod groups;
#[cfg(target_os = "linux")]
mod machine;

#[cfg(target_os = "linux")]
use {cgroup::Cgroup, machine::Machine};

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    workspace.build_servers()?;
    files(workspace)?;
    disk(workspace)?;
    groups(workspace)
}

/// A server that may have 256 files open, and opens them.
fn files(workspace: &Workspace) -> Result<()> {
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -n 256; exec \"$0\" \"$@\""]).arg(workspace.program("limited"));
    let mut server = Server::start(&mut shell)?;
    runs_short(&mut server, "opens", "files", ("open_files", "count"), [200, 0])
}

/// A server on a disk of a mebibyte, and a file that fills it.
fn disk(workspace: &Workspace) -> Result<()> {
    if !cfg!(target_os = "linux") {
        unshown::note("a full tmpfs: only Linux has one");
        return Ok(());
    }
    let directory = workspace.empty_directory("resources")?;
    let mount = "mount -t tmpfs -o size=1m none \"$LIMITED_DIRECTORY\" && exec \"$0\" \"$@\"";
    // As root of this machine, or as root of a user namespace of our own.
    let namespace: &[&str] =
        if crate::package::is_root() { &["--mount"] } else { &["--mount", "--user", "-r"] };
    let unshare = || {
        let mut unshare = Command::new("unshare");
        unshare.args(namespace).args(["sh", "-c"]).env("LIMITED_DIRECTORY", &directory);
        unshare
    };
    if let Err(why) = command::output(unshare().args([mount, "true"])) {
        unshown::note(&format!(
            "a full tmpfs: a mount namespace of our own is missing. Run this as root, in a container \
             with CAP_SYS_ADMIN, or where user namespaces are allowed \
             (kernel.unprivileged_userns_clone, apparmor_restrict_unprivileged_userns).\n{why}"
        ));
        return Ok(());
    }
    let mut server = Server::start(unshare().arg(mount).arg(workspace.program("limited")))?;
    runs_short(&mut server, "writes", "disk", ("fill_disk", "bytes"), [900 << 10, 0])
}

/// Groups of this machine, or of a virtual one.
#[cfg(target_os = "linux")]
fn groups(workspace: &Workspace) -> Result<()> {
    let Err(here) = Cgroup::parent() else {
        return groups::check(
            &workspace.program("limited"),
            &workspace.empty_directory("resources")?,
        );
    };
    match Machine::get(workspace) {
        Ok(machine) => {
            println!("here, {here}: in a virtual machine");
            machine.run(&["limited", "xtask"].map(|name| workspace.program(name)))
        }
        Err(why) => {
            unshown::note(&format!(
                "memory and processors of a control group: {here}; nor is there a virtual machine: \
                 {why}. Run this where control groups of version 2 are delegated with the controllers \
                 `memory` and `cpu`, as by `systemd-run --user --scope -p Delegate=yes cargo xtask \
                 resources`, or as root of a machine with version 2 alone, or of Debian with apt."
            ));
            Ok(())
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn groups(_workspace: &Workspace) -> Result<()> {
    unshown::note("memory and processors of a control group: only Linux has them");
    Ok(())
}

/// In the virtual machine: what `groups` does elsewhere.
#[cfg(target_os = "linux")]
pub(crate) fn inside(workspace: &Workspace) -> Result<()> {
    groups::check(&workspace.program("limited"), Path::new("/disk"))
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn inside(_workspace: &Workspace) -> Result<()> {
    Err("this is for the virtual machine of `resources`".to_owned())
}

/// The guarded tool is admitted, refused once so much is used, and admitted again.
fn runs_short(
    server: &mut Server,
    guarded: &str,
    what: &str,
    (user, key): (&str, &str),
    [much, little]: [usize; 2],
) -> Result<()> {
    let url = server.url.clone();
    let use_up = |amount: usize| -> Result<()> {
        let reply = call::tool(&url, user, &serde_json::json!({ key: amount }))?;
        if reply["isError"] == true { Err(format!("`{user}` failed: {reply}")) } else { Ok(()) }
    };
    eventually(&url, guarded, "admitted")?;
    for round in 1..=2 {
        use_up(much)?;
        eventually(&url, guarded, "busy, try again")?;
        // A tool without the guard is not held back by it.
        use_up(much)?;
        use_up(little)?;
        eventually(&url, guarded, "admitted")?;
        println!("{what}: refused while it is short, admitted after (round {round})");
    }
    if server.is_alive() { Ok(()) } else { Err(format!("the server has died of its {what}")) }
}

/// The sampler looks twice a second; how long a loaded machine takes is no matter.
fn eventually(url: &str, tool: &str, expected: &str) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let reply = call::tool(url, tool, &serde_json::json!({}))?;
        if reply["content"][0]["text"] == expected {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(format!("`{tool}` never said \"{expected}\", but {reply}"));
        }
        // Not more often: in a group with little time, answers take a share of it too.
        thread::sleep(Duration::from_millis(250));
    }
}

/// A path as it is told.
fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn read(path: PathBuf) -> Result<String> {
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", shown(&path)))
}

const PATIENCE: Duration = Duration::from_secs(30);
