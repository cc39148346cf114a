//! Programs from the system's package manager.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

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
    update()?;
    // A server that its package starts at once would be in the way: `RUNLEVEL` keeps it down.
    let apt = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").env("RUNLEVEL", "1");
        command::run(apt.args(arguments))
    };
    apt(&["install", "-y", "-qq", "--no-install-recommends", package])?;
    find(name).ok_or(missing)
}

/// The package that another one depends on, by the beginning of its name.
pub(crate) fn dependency(package: &str, prefix: &str) -> Result<String> {
    let list =
        command::output(Command::new("apt-cache").args(["depends", "--important", package]))?;
    let found = list.lines().filter_map(|line| line.trim().strip_prefix("Depends: "));
    let found = found.map(str::to_owned).find(|name| name.starts_with(prefix));
    found.ok_or_else(|| format!("`{package}` depends on no `{prefix}`: {list}"))
}

/// Unpacks packages into a directory, without installing them.
pub(crate) fn unpack(packages: &[&str], directory: &Path) -> Result<()> {
    let archives = directory.join("archives");
    let _ = fs::remove_dir_all(&archives);
    fs::create_dir_all(&archives).map_err(|error| format!("{}: {error}", archives.display()))?;
    let mut apt = Command::new("apt-get");
    command::run(apt.args(["download", "-qq"]).args(packages).current_dir(&archives))?;
    let files =
        fs::read_dir(&archives).map_err(|error| format!("{}: {error}", archives.display()))?;
    for file in files.filter_map(|file| Some(file.ok()?.path())) {
        command::run(Command::new("dpkg").arg("-x").arg(file).arg(directory))?;
    }
    Ok(())
}

/// The list of packages as it is now, where we may ask for it.
pub(crate) fn update() -> Result<()> {
    if !is_root() {
        return Ok(());
    }
    command::run(Command::new("apt-get").args(["update", "-qq"]))
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
