//! What the suite writes: a line for each scenario, and a file with its checks.

use std::{fs, path::Path};

use serde_json::Value;

use crate::Result;

pub(super) struct Scenario {
    pub(super) name: String,
    /// None of a scenario that did not get to its end.
    pub(super) checks: Vec<Check>,
}

pub(super) struct Check {
    pub(super) id: String,
    pub(super) status: Status,
    pub(super) message: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Status {
    Success,
    /// A failure or a warning: the suite's baseline makes no difference between them.
    Failure,
    /// Skipped, or only information.
    Neither,
}

/// The scenarios that the log says have been started, with the checks from the directory.
pub(super) fn read(log: &str, directory: &Path) -> Result<Vec<Scenario>> {
    let entries = fs::read_dir(directory).map_err(|error| error.to_string())?;
    let names: Vec<String> = entries
        .map_while(std::io::Result::ok)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    started(log)
        .map(|scenario| {
            let of_scenario = |name: &&String| is_of(name, scenario);
            let checks = match names.iter().find(of_scenario) {
                Some(name) => checks(&directory.join(name).join("checks.json"))?,
                None => Vec::new(),
            };
            Ok(Scenario { name: scenario.to_owned(), checks })
        })
        .collect()
}

fn started(log: &str) -> impl Iterator<Item = &str> {
    log.lines().filter_map(|line| line.strip_prefix("=== Running scenario: ")?.strip_suffix(" ==="))
}

/// A directory is named `server-SCENARIO-2026-11-23T16-40-29-904Z`.
fn is_of(directory: &str, scenario: &str) -> bool {
    directory
        .strip_prefix("server-")
        .and_then(|rest| rest.strip_prefix(scenario)?.strip_prefix('-'))
        .is_some_and(|time| time.len() == "2026-11-23T16-40-29-904Z".len() && time.ends_with('Z'))
}

fn checks(path: &Path) -> Result<Vec<Check>> {
    let text = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let checks: Vec<Value> = serde_json::from_slice(&text)
        .map_err(|error| format!("{} is no list of checks: {error}", path.display()))?;
    let checks = checks.iter().map(|check| Check {
        id: check["id"].as_str().unwrap_or_default().to_owned(),
        status: status(&check["status"]),
        message: check["errorMessage"].as_str().unwrap_or_default().to_owned(),
    });
    Ok(checks.collect())
}

/// What is unknown is a failure.
fn status(status: &Value) -> Status {
    match status.as_str() {
        Some("SUCCESS") => Status::Success,
        Some("SKIPPED" | "INFO") => Status::Neither,
        _ => Status::Failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_belongs_to_one_scenario_although_names_begin_alike() {
        let directory = "server-tools-call-error-2026-11-23T16-40-29-904Z";
        assert!(is_of(directory, "tools-call-error"));
        assert!(!is_of(directory, "tools-call"));
        assert!(!is_of(directory, "tools-call-error-2026"));
    }

    #[test]
    fn scenarios_are_those_that_the_log_says_were_started() {
        let log = "Running\n\n=== Running scenario: ping ===\nok\n=== SUMMARY ===\n";
        assert_eq!(started(log).collect::<Vec<_>>(), ["ping"]);
    }

    #[test]
    fn a_status_that_is_new_to_us_counts_as_failed() {
        assert_eq!(status(&"SUCCESS".into()), Status::Success);
        assert_eq!(status(&"INFO".into()), Status::Neither);
        assert_eq!(status(&"WARNING".into()), Status::Failure);
        assert_eq!(status(&"BROKEN".into()), Status::Failure);
    }
}
