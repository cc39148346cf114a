//! [`Review`]: a report with what was found in it, in every form.

use super::{
    Allowed, Change, Direction, Finding, FindingKind, Posture, html, markdown, sarif, table,
};
use crate::error::Result;

/// A report, what the [rules](FindingKind) have found in it, and what has changed since an older one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Review {
    /// The report.
    pub posture: Posture,
    /// What was found and is not accepted. What became weaker is among it.
    pub findings: Vec<Finding>,
    /// How much was found and is accepted by name.
    pub accepted: usize,
    /// The changes since the older report; `None` without one.
    pub changes: Option<Vec<Change>>,
}

impl Review {
    /// Reviews a report, against an older one if there is one.
    ///
    /// # Errors
    ///
    /// An exception is for a tool that there is not.
    pub fn new(posture: Posture, old: Option<&Posture>, allowed: &[Allowed]) -> Result<Self> {
        allowed.iter().try_for_each(|allowed| allowed.fits(&posture))?;
        let changes = old.map(|old| posture.changes_since(old));
        let mut findings = posture.check();
        let weaker = changes.iter().flatten().filter(|it| it.direction == Direction::Weaker);
        findings.extend(weaker.map(|change| Finding {
            rule: FindingKind::Weaker,
            tool: change.tool.clone(),
            place: Some(change.what.clone()),
            message: format!("{}: {}", change.what, change.how),
            source: change.source.clone(),
        }));
        let stale = allowed.iter().filter_map(|it| it.stale(&posture, &findings, old.is_some()));
        let stale: Vec<_> = stale.collect();
        findings.extend(stale);
        let all = findings.len();
        findings.retain(|finding| !allowed.iter().any(|allowed| allowed.covers(finding)));
        findings.sort_by_key(|finding| finding.rule);
        let accepted = all - findings.len();
        Ok(Self { posture, findings, accepted, changes })
    }

    /// As a table, for a terminal; with colours if it has them.
    pub fn to_table(&self, colours: bool) -> String {
        table::write(self, colours)
    }

    /// The findings and changes alone, for a terminal.
    pub fn to_findings(&self, colours: bool) -> String {
        table::write_findings(self, colours)
    }

    /// As Markdown.
    pub fn to_markdown(&self) -> String {
        markdown::write(self)
    }

    /// The findings as SARIF 2.1.0.
    pub fn to_sarif(&self) -> String {
        sarif::write(self)
    }

    /// As one page of HTML, without scripts and without anything from elsewhere.
    pub fn to_html(&self) -> String {
        html::write(self)
    }
}
