//! The name of one file.

use std::path::Path;

use super::judged::judged_text;
use crate::rule::filename;

judged_text! {
    /// The name of one file, as [`filename`](crate::rule::filename()) accepts it: one path component
    /// that means the same file on every platform. For a [`Root`](crate::root::Root):
    ///
    /// ```
    /// use mcp_secure::{root::Root, types::FileName};
    ///
    /// # fn main() -> mcp_secure::Result<()> {
    /// # let place = tempfile::tempdir()?;
    /// let notes = Root::open(place.path())?;
    /// let name: FileName = "today.md".parse()?;
    /// notes.write(&name, "buy milk")?;
    /// assert_eq!(notes.read_to_string(&name)?, "buy milk");
    /// assert!(FileName::try_from(".env").is_err());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `#[validate(filename().extensions(["md"]))]` on a parameter asks for more.
    FileName: filename()
}

impl AsRef<Path> for FileName {
    fn as_ref(&self) -> &Path {
        Path::new(self.as_str())
    }
}
