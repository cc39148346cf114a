//! The official conformance suite against the server `conformance`.
//!
//! A scenario that fails must be in the baseline, and one in the baseline must fail. The suite
//! itself holds that only for the scenarios that a revision scores; here it is held for all.

mod baseline;
mod required;
mod results;
mod verdict;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use baseline::Baseline;
use verdict::Verdict;

use crate::{Result, node::Node, server::Server, workspace::Workspace};

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let node = Node::install(workspace)?;
    workspace.build_servers()?;
    let path = workspace.root.join("xtask/conformance-baseline.yaml");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let baseline = Baseline::parse(&text)?;

    let mut server = Server::start(&mut Command::new(workspace.program("conformance")))?;
    let (mut table, mut complaints, mut ran) = (HEAD.to_owned(), Vec::new(), Vec::new());
    for (revision, required) in required::REVISIONS {
        println!("$ conformance server --url {} --requirements {revision}", server.url);
        let results = workspace.empty_directory(&format!("conformance/{revision}"))?;
        let (scenarios, success) = suite(&node, &server.url, revision, &path, &results)?;
        let verdict = Verdict::of(&scenarios, required, &baseline);
        table += &row(revision, &verdict);
        let before = complaints.len();
        complaints.extend(verdict.complaints.iter().map(|text| format!("{revision}: {text}")));
        if !success && complaints.len() == before {
            let log = results.join(LOG);
            complaints.push(format!("{revision}: the suite failed; see {}", log.display()));
        }
        ran.extend(scenarios.into_iter().map(|scenario| scenario.name));
    }
    complaints.extend(baseline.unknown(&ran).map(|scenario| {
        format!("no revision has the scenario `{scenario}`; take it out of the baseline")
    }));
    println!("\n{table}");
    if !server.is_alive() {
        complaints.push("the server has ended during the suite".to_owned());
    }
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n")) }
}

/// Runs the scenarios of one revision. Gives what they found, and whether the suite is content.
fn suite(
    node: &Node,
    url: &str,
    revision: &str,
    baseline: &Path,
    directory: &Path,
) -> Result<(Vec<results::Scenario>, bool)> {
    let mut command = node.command(&[SUITE, "server", "--url", url, "--requirements", revision]);
    command.arg("--expected-failures").arg(baseline).arg("--output-dir").arg(directory);
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("the suite does not start: {error}"))?;
    let log = directory.join(LOG);
    let mut text = output.stdout;
    text.extend(output.stderr);
    fs::write(&log, &text).map_err(|error| format!("{}: {error}", log.display()))?;
    let scenarios = results::read(&String::from_utf8_lossy(&text), directory)?;
    if scenarios.is_empty() {
        return Err(format!("{revision}: the suite ran nothing; see {}", log.display()));
    }
    Ok((scenarios, output.status.success()))
}

fn row(revision: &str, verdict: &Verdict) -> String {
    let Verdict { scenarios, passed, expected, checks, .. } = verdict;
    let failed = scenarios - passed - expected;
    format!("{revision:10}  {scenarios:9}  {passed:6}  {expected:11}  {failed:6}  {checks:13}\n")
}

const HEAD: &str = "revision    scenarios  passed  in baseline  failed  checks passed\n";

const LOG: &str = "log.txt";

const SUITE: &str = "node_modules/@modelcontextprotocol/conformance/dist/index.js";
