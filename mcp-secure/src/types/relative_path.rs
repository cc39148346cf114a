//! A path beneath a directory.

use std::path::Path;

use super::judged::judged_text;
use crate::rule::relative_path;

judged_text! {
    /// A path to a file beneath a directory, as [`relative_path`](crate::rule::relative_path())
    /// accepts it: names with `/` between them, none of which leaves the directory. For a
    /// [`Root`](crate::root::Root), which sees to it that no link leads out either.
    ///
    /// ```
    /// use mcp_secure::types::RelativePath;
    ///
    /// assert_eq!("2026/november.md".parse::<RelativePath>()?, "2026/november.md");
    /// assert!("2026/../../etc/passwd".parse::<RelativePath>().is_err());
    /// # Ok::<(), mcp_secure::Error>(())
    /// ```
    RelativePath: relative_path()
}

impl AsRef<Path> for RelativePath {
    fn as_ref(&self) -> &Path {
        Path::new(self.as_str())
    }
}
