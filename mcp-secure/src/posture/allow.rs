//! Exceptions by name.

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

    /// Whether this finding is accepted.
    pub fn covers(&self, finding: &Finding) -> bool {
        self.rule == finding.rule
            && self.tool.as_ref().is_none_or(|tool| *tool == *finding.tool.as_deref().unwrap_or(""))
            && self.place.as_ref().is_none_or(|place| Some(place) == finding.place.as_ref())
    }
}
