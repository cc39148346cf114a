//! The report as data: its members are those of `docs/posture.schema.json`.

use std::{fmt, panic::Location};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod server;
mod tool;

pub use server::*;
pub use tool::*;

/// Where something is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Declared {
    /// At the tool.
    Tool,
    /// At the server, for all tools together.
    Server,
    /// At the server, for each tool by itself.
    PerTool,
    /// Nowhere: it is the library's default.
    Default,
}

/// A file and a line of the program's source, as the compiler names them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Source {
    pub file: String,
    pub line: u32,
}

impl Source {
    /// An absolute path, as that of a dependency, tells where the program was built: what is kept of it
    /// is the part within a package.
    pub(crate) fn of(location: &Location<'_>) -> Self {
        let file = location.file().replace('\\', "/");
        let is_absolute = file.starts_with('/') || file.as_bytes().get(1) == Some(&b':');
        let file = match file.rfind("/src/") {
            Some(at) if is_absolute => {
                let package = file[..at].rfind('/').map_or(0, |slash| slash + 1);
                file[package..].to_owned()
            }
            None if is_absolute => file.rsplit('/').next().unwrap_or_default().to_owned(),
            _ => file,
        };
        Self { file, line: location.line() }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
