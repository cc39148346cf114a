//! Scenarios against what must pass and what may fail.

use super::{
    baseline::Baseline,
    results::{Scenario, Status},
};

/// What is to be said about one revision.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Verdict {
    pub(super) scenarios: usize,
    pub(super) passed: usize,
    /// Scenarios that failed as the baseline says.
    pub(super) expected: usize,
    /// Checks that passed.
    pub(super) checks: usize,
    /// Empty if all is well.
    pub(super) complaints: Vec<String>,
}

impl Verdict {
    pub(super) fn of(scenarios: &[Scenario], required: &[&str], baseline: &Baseline) -> Self {
        let mut verdict = Self { scenarios: scenarios.len(), ..Self::default() };
        for scenario in scenarios {
            verdict.judge(scenario, baseline);
        }
        for name in required {
            verdict.demand(name, scenarios, baseline);
        }
        verdict
    }

    fn judge(&mut self, Scenario { name, checks }: &Scenario, baseline: &Baseline) {
        self.checks += checks.iter().filter(|check| check.status == Status::Success).count();
        let failed: Vec<_> =
            checks.iter().filter(|check| check.status == Status::Failure).collect();
        if checks.is_empty() {
            return self.complain(format!("`{name}` did not come to its end"));
        }
        let unexpected: Vec<_> =
            failed.iter().filter(|check| !baseline.allows(name, &check.id)).collect();
        for check in &unexpected {
            self.complain(format!("`{name}` fails in `{}`: {}", check.id, check.message));
        }
        if failed.is_empty() {
            self.passed += 1;
        } else if unexpected.is_empty() {
            self.expected += 1;
        }
        if failed.is_empty() && baseline.names_all_of(name) {
            self.complain(format!("`{name}` passes now; take it out of the baseline"));
        }
        for id in baseline.checks_of(name) {
            let mut statuses = checks.iter().filter(|check| check.id == id).map(|it| it.status);
            let has_passed = statuses.clone().any(|status| status == Status::Success);
            if has_passed && statuses.all(|status| status != Status::Failure) {
                self.complain(format!("`{name}:{id}` passes now; take it out of the baseline"));
            }
        }
    }

    /// A run that is silently empty must not pass.
    fn demand(&mut self, name: &str, scenarios: &[Scenario], baseline: &Baseline) {
        if baseline.names(name) {
            self.complain(format!("`{name}` must pass, and may not be in the baseline"));
        }
        match scenarios.iter().find(|scenario| scenario.name == name) {
            None => self.complain(format!("`{name}` must pass, and did not run")),
            Some(scenario)
                if !scenario.checks.iter().any(|check| check.status == Status::Success) =>
            {
                self.complain(format!("`{name}` must pass, and no check of it did"));
            }
            Some(_) => {}
        }
    }

    fn complain(&mut self, text: String) {
        self.complaints.push(text);
    }
}

#[cfg(test)]
mod tests;
