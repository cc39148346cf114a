//! The posture of a server: what is declared, as a report for who reviews it.
//!
//! ```sh
//! notes posture                         # a table
//! notes posture --format html --output posture.html
//! notes posture --format json > posture.json
//! notes posture --diff posture.json --check   # fails where something is weaker, or found
//! ```
//!
//! [`Server::posture`](crate::Server::posture) makes it, and the command `posture` of every server that
//! [runs](crate::Server::run). Nothing is started for it: no port is opened, no key or certificate read,
//! no store asked. What the program does before it calls `run`, it does.
//!
//! # Findings and changes
//!
//! A [`Review`] is a report with what the [rules](FindingKind) find in it, and with what has changed since an
//! older report. Whatever cannot be compared (a text of a guard of your own, a pattern) counts as weaker:
//! a person reads it. `--allow RULE:TOOL:PLACE` [accepts](Allowed) one by name, `--allow RULE` all of them.
//!
//! # What is promised
//!
//! - It is made of the very objects that the gate and the transports use: what is told is enforced.
//! - **All bounds are told**, also those of 2000 and more that clients' schemas leave out, and the rules as
//!   they are written, at every depth.
//! - **No secret is in it**: no key, no token, no password of a store, no path of a key.
//! - It is the same for the same program: sorted, without times.
//! - As JSON it follows the published schema `docs/posture.schema.json`.
//!
//! # What is not promised
//!
//! - What the environment says when the server is started (`ENABLE_SSL`, `MCP_AUDIENCE`, …) is not
//!   declared, and not in it; the command `check` looks at that.
//! - What a function of your own does (`check(f)`, a guard, a policy) is told by its name or its text.
//! - What was called that is named `dangerous_…` is known of the process that makes the report, up to
//!   then. `Token::dangerous_reveal`, which is called for each request, is not among it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

mod allow;
mod check;
mod diff;
mod html;
mod markdown;
mod model;
mod parameters;
mod review;
mod sarif;
mod table;
mod words;

pub use allow::Allowed;
pub use check::{Finding, FindingKind};
pub use diff::{Change, Direction};
pub use model::*;
pub(crate) use parameters::parameters;
pub use review::Review;

/// What is declared of a server and of its tools.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Posture {
    /// The version of this schema.
    version: u32,
    /// The server as a whole.
    pub server: Server,
    /// Its tools, by name.
    pub tools: Vec<Tool>,
}

/// The version of the schema of the report.
pub const VERSION: u32 = 1;

impl Posture {
    pub(crate) fn new(server: Server, mut tools: Vec<Tool>) -> Self {
        tools.sort_by(|a, b| a.name.cmp(&b.name));
        Self { version: VERSION, server, tools }
    }

    /// As JSON, by the schema `docs/posture.schema.json`.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    ///
    /// The text is no such report, or one of another version of the schema: what cannot be read cannot be
    /// compared.
    pub fn from_json(text: &str) -> Result<Self> {
        let report: Self = serde_json::from_str(text).map_err(|error| {
            // It repeats what it does not know.
            Error::new(words::shown(&error.to_string())).context(
                "this is no posture report of this version of mcp-secure; make it again by \
                 `posture --format json`",
            )
        })?;
        if report.version != VERSION {
            return Err(Error::new(format!(
                "the posture report is of version {}, and {VERSION} is known here; make it again",
                report.version
            )));
        }
        let mut names = BTreeSet::new();
        if let Some(tool) = report.tools.iter().find(|tool| !names.insert(&tool.name)) {
            let name = words::shown(&tool.name);
            return Err(Error::new(format!(
                "the posture report has two tools of the name `{name}`"
            )));
        }
        Ok(report)
    }

    /// What a reviewer would stop at, by all [rules](FindingKind) but that of changes.
    pub fn check(&self) -> Vec<Finding> {
        check::check(self)
    }

    /// What has changed since an older report; what became weaker first.
    pub fn changes_since(&self, old: &Self) -> Vec<Change> {
        diff::diff(old, self)
    }
}

#[cfg(test)]
mod tests;
