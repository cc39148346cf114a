//! The scenarios that may fail, in the format of the suite.

use crate::Result;

pub(super) struct Baseline {
    entries: Vec<Entry>,
}

struct Entry {
    scenario: String,
    /// `None` is all of its checks.
    check: Option<String>,
}

impl Baseline {
    /// Reads the part of YAML that such a file needs: `server:` and a list of names.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut entries = Vec::new();
        for line in text.lines() {
            let line = line.split(" #").next().unwrap_or_default().trim();
            if line.is_empty() || line.starts_with('#') || line == "server:" {
                continue;
            }
            let name = line.strip_prefix("- ").ok_or_else(|| {
                format!("the baseline has a line that is no `- scenario`: `{line}`")
            })?;
            let (scenario, check) = match name.split_once(':') {
                Some((scenario, check)) => (scenario, Some(check.to_owned())),
                None => (name, None),
            };
            entries.push(Entry { scenario: scenario.to_owned(), check });
        }
        Ok(Self { entries })
    }

    /// Whether any of the scenario's checks may fail.
    pub(super) fn names(&self, scenario: &str) -> bool {
        self.entries.iter().any(|entry| entry.scenario == scenario)
    }

    pub(super) fn names_all_of(&self, scenario: &str) -> bool {
        self.entries.iter().any(|entry| entry.scenario == scenario && entry.check.is_none())
    }

    pub(super) fn allows(&self, scenario: &str, check: &str) -> bool {
        self.names_all_of(scenario) || self.checks_of(scenario).any(|allowed| allowed == check)
    }

    /// The checks that the baseline names one by one.
    pub(super) fn checks_of<'a>(&'a self, scenario: &'a str) -> impl Iterator<Item = &'a str> {
        let of_scenario = self.entries.iter().filter(move |entry| entry.scenario == scenario);
        of_scenario.filter_map(|entry| entry.check.as_deref())
    }

    /// Scenarios that are not among these: renamed since, or misspelt.
    pub(super) fn unknown<'a>(&'a self, ran: &'a [String]) -> impl Iterator<Item = &'a str> {
        let scenarios = self.entries.iter().map(|entry| entry.scenario.as_str());
        scenarios.filter(|scenario| !ran.iter().any(|name| name == scenario))
    }
}
