//! Exceptions by name.

use std::fmt;

use super::{Finding, FindingKind, Posture};
use crate::error::{Error, Result};

/// What is accepted: `RULE`, `RULE:TOOL`, `RULE:TOOL:PLACE`; without a name of a tool, as in
/// `dangerous::dangerous_plain_http`, what is found of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    rule: FindingKind,
    tool: Option<String>,
    place: Option<String>,
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule.id())?;
        [&self.tool, &self.place].into_iter().flatten().try_for_each(|part| write!(f, ":{part}"))
    }
}

impl Allowed {
    /// Reads one.
    ///
    /// # Errors
    ///
    /// There is no such rule.
    pub fn parse(text: &str) -> Result<Self> {
        let mut parts = text.splitn(3, ':');
        let name = parts.next().unwrap_or_default();
        let (tool, place) = (parts.next().map(str::to_owned), parts.next().map(str::to_owned));
        match FindingKind::ALL.into_iter().find(|rule| rule.id() == name) {
            Some(rule) => Ok(Self { rule, tool, place }),
            None => {
                let names = FindingKind::ALL.map(FindingKind::id).join("`, `");
                Err(Error::new(format!("there is no rule `{name}`; write one of `{names}`")))
            }
        }
    }

    /// Fails if it names a tool that there is not: such an exception has been forgotten, or is for
    /// another one.
    ///
    /// # Errors
    ///
    /// There is no such tool.
    pub fn fits(&self, posture: &Posture) -> Result<()> {
        match self.tool.as_deref() {
            Some(name) if !name.is_empty() && !posture.tools.iter().any(|it| it.name == name) => {
                Err(Error::new(format!(
                    "`--allow {}:{name}`: there is no such tool",
                    self.rule.id()
                )))
            }
            _ => Ok(()),
        }
    }

    /// What is found if it accepts nothing of all that was found, and names a tool or a place:
    /// [`FindingKind::StaleException`]. `has_changes`: whether there is an older report.
    pub(super) fn stale(
        &self,
        posture: &Posture,
        findings: &[Finding],
        has_changes: bool,
    ) -> Option<Finding> {
        let name = self.tool.as_deref()?;
        let is_unknown = self.rule == FindingKind::Weaker && !has_changes
            || self.rule == FindingKind::StaleException;
        if is_unknown || findings.iter().any(|finding| self.covers(finding)) {
            return None;
        }
        let tool = posture.tools.iter().find(|tool| tool.name == name);
        let is_gone = |place: &&String| {
            let mut pointers = tool.into_iter().flat_map(|tool| &tool.parameters);
            place.starts_with('/') && !pointers.any(|it| it.pointer == **place)
        };
        let why = match self.place.as_ref().filter(is_gone) {
            Some(place) => format!("there is no place `{place}`"),
            None => format!("nothing of `{}` is found there", self.rule.id()),
        };
        Some(Finding {
            rule: FindingKind::StaleException,
            tool: tool.map(|tool| tool.name.clone()),
            place: Some(self.to_string()),
            message: format!("`--allow {self}` accepts nothing: {why}"),
            source: tool.map_or(&posture.server.source, |tool| &tool.source).clone(),
        })
    }

    /// Whether this finding is accepted.
    pub fn covers(&self, finding: &Finding) -> bool {
        self.rule == finding.rule
            && self.tool.as_ref().is_none_or(|tool| *tool == *finding.tool.as_deref().unwrap_or(""))
            && self.place.as_ref().is_none_or(|place| Some(place) == finding.place.as_ref())
    }
}
