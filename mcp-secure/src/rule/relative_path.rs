//! A path beneath a directory.

use schemars::Schema;

use super::{Filename, Rule, Violation, filename, keywords, review};

#[cfg(test)]
mod tests;

/// Asks for a path to a file beneath a directory: names with `/` between them, each of which
/// [`filename`] accepts.
///
/// # What is refused
///
/// - What is absolute or leaves the directory: a leading `/`, `\` anywhere (and so
///   `\\server\share`), drives (`C:`), `.` and `..`, also percent-encoded ones.
/// - An empty part: `a//b`, `a/`.
/// - More than 32 names ([`depth`](RelativePath::depth)), or more than 4096 bytes.
/// - Whatever [`filename`] refuses in a name: leading dots and dashes, devices, executable
///   extensions.. The extensions that are refused at the end of a name only, since they are
///   words too, are accepted in a directory's name: `example.com/index.md`.
///
/// # What is not promised
///
/// That nothing on the way is a link that leads out: open it through a [`Root`](crate::root).
///
/// ```
/// use mcp_secure::rule::{Rule, relative_path};
///
/// for good in ["notes.md", "2026/november/notes.md", "résumés/ada.pdf", "example.com/a.md"] {
///     assert!(relative_path().judge(good).is_ok(), "{good}");
/// }
/// for bad in ["/etc/passwd", "../notes.md", "a/../../b", "a//b", "a/", "a\\b", "C:/a", ".git/config"] {
///     assert!(relative_path().judge(bad).is_err(), "{bad}");
/// }
/// ```
pub fn relative_path() -> RelativePath {
    RelativePath { directory: filename().for_directory(), file: filename(), depth: 32 }
}

/// See [`relative_path`].
#[derive(Clone, Debug)]
pub struct RelativePath {
    directory: Filename,
    file: Filename,
    depth: usize,
}

impl RelativePath {
    /// Sets how many names a path may have, that of the file among them; 32 by default.
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, relative_path};
    ///
    /// assert!(relative_path().depth(2).judge("a/b").is_ok());
    /// assert!(relative_path().depth(2).judge("a/b/c").is_err());
    /// ```
    ///
    /// # Panics
    ///
    /// If it is zero, since no path has no name.
    #[must_use]
    #[track_caller]
    pub fn depth(mut self, depth: usize) -> Self {
        assert!(depth > 0, "`depth` takes a positive number");
        self.depth = depth;
        self
    }

    /// Accepts only these as the last extension of the file; see [`Filename::extensions`].
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, relative_path};
    ///
    /// let note = relative_path().extensions(["md"]);
    /// assert!(note.judge("drafts/plan.md").is_ok());
    /// assert!(note.judge("drafts.md/plan").is_err());
    /// ```
    #[must_use]
    pub fn extensions<E: AsRef<str>>(mut self, extensions: impl IntoIterator<Item = E>) -> Self {
        self.file = self.file.extensions(extensions);
        self
    }

    /// Refuses these extensions of the file too; see [`Filename::deny_extensions`].
    #[must_use]
    pub fn deny_extensions<E: AsRef<str>>(
        mut self,
        extensions: impl IntoIterator<Item = E>,
    ) -> Self {
        self.file = self.file.deny_extensions(extensions);
        self
    }

    /// Accepts executable and script extensions: for tools that read or write source code.
    #[must_use]
    pub fn dangerous_any_extension(self) -> Self {
        self.each(Filename::dangerous_any_extension)
    }

    /// Whether names may start with a dot; they may not by default. `.` and `..` are refused
    /// either way.
    #[must_use]
    pub fn hidden(self, allow: bool) -> Self {
        self.each(|name| name.hidden(allow))
    }

    /// Whether names may hold other than ASCII characters; they may by default.
    #[must_use]
    pub fn unicode(self, allow: bool) -> Self {
        self.each(|name| name.unicode(allow))
    }

    fn each(mut self, set: impl Fn(Filename) -> Filename) -> Self {
        self.directory = set(self.directory);
        self.file = set(self.file);
        self
    }

    fn pattern(&self) -> String {
        let name = self.file.portable_pattern();
        let name = name.trim_start_matches('^').trim_end_matches('$');
        format!("^(?:{name}/)*{name}$")
    }
}

impl Default for RelativePath {
    fn default() -> Self {
        relative_path()
    }
}

impl Rule<str> for RelativePath {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        let refuse = |message: String| Err(Violation::new("relative_path", message));
        if value.is_empty() {
            return refuse("must not be empty".to_owned());
        }
        if value.len() > MAX_BYTES {
            return refuse(format!("must have at most {MAX_BYTES} bytes"));
        }
        if value.starts_with('/') {
            return refuse("must be relative, and so not start with `/`".to_owned());
        }
        if value.contains('\\') {
            return refuse("must have `/` between its names, not `\\`".to_owned());
        }
        if value.bytes().filter(|&byte| byte == b'/').count() >= self.depth {
            return refuse(format!("must have at most {} names", self.depth));
        }
        let (directories, file) = match value.rsplit_once('/') {
            Some((directories, file)) => (Some(directories), file),
            None => (None, value),
        };
        for directory in directories.into_iter().flat_map(|names| names.split('/')) {
            if let Err(violation) = self.directory.judge(directory) {
                return refuse(format!("must hold only names that {}", violation.message()));
            }
        }
        match self.file.judge(file) {
            Ok(()) => Ok(()),
            Err(violation) => {
                refuse(format!("must end with a file name that {}", violation.message()))
            }
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        self.file.tell(schema);
        review::tell(schema, "maxDepth", self.depth);
        keywords::at_least(schema, "minLength", 1);
        keywords::length_at_most(schema, "maxLength", MAX_BYTES);
        keywords::also(schema, "pattern", self.pattern().into());
    }
}

/// `PATH_MAX` of Linux.
const MAX_BYTES: usize = 4096;
