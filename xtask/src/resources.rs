//! Resources that really run short: a full disk, a control group without memory. The server refuses
//! while they are short, and admits again after.
//!
//! The disk is a small tmpfs in a mount namespace of the server's own, of root or of a user namespace.
//! The memory is that of a control group (v2), which has to be given to who runs this.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::{Result, call, command, server::Server, unshown, workspace::Workspace};

mod cgroup;

use cgroup::Cgroup;

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    workspace.build_servers()?;
    files(workspace)?;
    disk(workspace)?;
    memory(workspace)
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

/// A server in a control group of 256 MiB, which it fills.
fn memory(workspace: &Workspace) -> Result<()> {
    let group = match Cgroup::make(MEMORY) {
        Ok(group) => group,
        Err(why) => {
            unshown::note(&format!(
                "memory of a control group: {why}. Run this where control groups of version 2 are \
                 delegated with the controller `memory`, as by `systemd-run --user --scope -p \
                 Delegate=yes cargo xtask resources`, or as root of a machine with version 2 alone."
            ));
            return Ok(());
        }
    };
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "echo $$ > \"$GROUP\" && exec \"$0\" \"$@\""])
        .env("GROUP", group.processes());
    let mut server = Server::start(shell.arg(workspace.program("limited")))?;
    runs_short(&mut server, "remembers", "memory", ("fill_memory", "bytes"), [MEMORY / 10 * 9, 0])
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
        thread::sleep(Duration::from_millis(100));
    }
}

/// A path as it is told.
fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn read(path: PathBuf) -> Result<String> {
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", shown(&path)))
}

const MEMORY: usize = 256 << 20;
const PATIENCE: Duration = Duration::from_secs(30);
