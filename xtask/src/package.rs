//! Programs from the system's package manager.

use std::{env, path::PathBuf, process::Command};

use crate::{Result, command};

/// The program, installed from its Debian package where it is missing and where that can be done
/// without asking.
pub(crate) fn program(name: &str, package: &str) -> Result<PathBuf> {
    if let Some(path) = find(name) {
        return Ok(path);
    }
    let missing = format!(
        "`{name}` is missing; install it: `apt-get install {package}` on Debian and Ubuntu, or the \
         package of that name elsewhere"
    );
    if !is_root() || find("apt-get").is_none() {
        return Err(missing);
    }
    // A server that its package starts at once would be in the way: `RUNLEVEL` keeps it down.
    let apt = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").env("RUNLEVEL", "1");
        command::run(apt.args(arguments))
    };
    apt(&["update", "-qq"])?;
    apt(&["install", "-y", "-qq", "--no-install-recommends", package])?;
    find(name).ok_or(missing)
}

/// Debian's programs for servers are often in `sbin`, which is not on every user's path.
fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from))
        .map(|directory| directory.join(name))
        .find(|file| file.is_file())
}

/// Whether packages can be installed as we are.
pub(crate) fn is_root() -> bool {
    let user = Command::new("id").arg("-u").output();
    user.is_ok_and(|user| user.stdout.trim_ascii() == b"0")
}
