//! How many crates a build takes, as CONTRIBUTING states it.

use std::{collections::BTreeSet, fs};

use crate::{
    Result,
    command::{self, cargo},
    workspace::Workspace,
};

/// # Errors
///
/// More crates are in a build than is stated, or fewer: then the text is to be changed.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let text = fs::read_to_string(workspace.root.join("CONTRIBUTING.md"))
        .map_err(|error| format!("CONTRIBUTING.md cannot be read: {error}"))?;
    let wrong: Vec<String> = BUILDS
        .iter()
        .map(|(name, arguments)| {
            let row = format!("| {name} | {} |", count(workspace, arguments)?);
            Ok((!text.lines().any(|line| line == row)).then_some(row))
        })
        .filter_map(Result::transpose)
        .collect::<Result<_>>()?;
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the table of crates in CONTRIBUTING.md says something else than the builds, which have\n{}\n\
         A crate more needs its reason in Cargo.toml; then change the table.",
        wrong.join("\n")
    ))
}

/// Each once by version, our own among them; without what is built for the build alone.
fn count(workspace: &Workspace, arguments: &[&str]) -> Result<usize> {
    let mut tree = cargo(workspace);
    tree.args(["tree", "--locked", "--package", "mcp-secure", "--edges", "normal"]);
    tree.args(["--prefix", "none", "--target", TARGET, "--format", "{p}"]).args(arguments);
    let tree = command::output(&mut tree)?;
    // `name v1.2.3 (/a/path) (*)`, where what follows the version differs from line to line.
    let crates: BTreeSet<Vec<&str>> = tree
        .lines()
        .map(|line| line.split(' ').take(2).collect::<Vec<_>>())
        .filter(|krate| krate.len() == 2)
        .collect();
    Ok(crates.len())
}

/// The same figure on every machine.
const TARGET: &str = "x86_64-unknown-linux-gnu";

const BUILDS: [(&str, &[&str]); 3] = [
    ("without features", &["--no-default-features"]),
    ("default", &[]),
    ("all features", &["--all-features"]),
];
