//! What can go wrong in a root, and what of it the model is shown.

use std::{error::Error as StdError, fmt, io};

use crate::ToolError;

/// Why something was not done in a [`Root`](super::Root).
///
/// It names no path. A tool that returns it with `?` shows the model a
/// [fixed message](Error::tool_error) or nothing; the audit record gets the
/// [kind](Error::kind) and the error of the operating system.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    source: Option<io::Error>,
}

impl Error {
    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What the model is shown; `None` if the error is masked, as [`ErrorKind::Io`] and
    /// [`ErrorKind::Altered`] are.
    ///
    /// A path that leads outside, one that is not well formed and one to something that is not
    /// a file are told as one that does not exist: who probes for paths does not learn which of
    /// them hit something.
    pub fn tool_error(&self) -> Option<&'static ToolError> {
        static NOT_FOUND: ToolError = ToolError::fixed("no such file or directory");
        static ALREADY_EXISTS: ToolError = ToolError::fixed("the file exists already");
        static TOO_LARGE: ToolError = ToolError::fixed("the file is too large");
        static TOO_MANY_ENTRIES: ToolError = ToolError::fixed("the directory has too many entries");
        static NOT_TEXT: ToolError = ToolError::fixed("the file is not UTF-8 text");
        static READ_ONLY: ToolError = ToolError::fixed("read only, cannot be changed");

        match self.kind {
            ErrorKind::NotFound
            | ErrorKind::OutsideRoot
            | ErrorKind::NotAFile
            | ErrorKind::InvalidPath => Some(&NOT_FOUND),
            ErrorKind::AlreadyExists => Some(&ALREADY_EXISTS),
            ErrorKind::TooLarge => Some(&TOO_LARGE),
            ErrorKind::TooManyEntries => Some(&TOO_MANY_ENTRIES),
            ErrorKind::NotText => Some(&NOT_TEXT),
            ErrorKind::ReadOnly => Some(&READ_ONLY),
            ErrorKind::Altered | ErrorKind::Io => None,
        }
    }

    pub(super) fn from_io(error: io::Error) -> Self {
        let kind = match error.kind() {
            // A file in the place of a directory.
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ErrorKind::NotFound,
            io::ErrorKind::IsADirectory => ErrorKind::NotAFile,
            io::ErrorKind::AlreadyExists => ErrorKind::AlreadyExists,
            io::ErrorKind::ReadOnlyFilesystem => ErrorKind::ReadOnly,
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidFilename => ErrorKind::InvalidPath,
            // An attempt to leave is the library's own error, not one of the operating system.
            io::ErrorKind::PermissionDenied if error.raw_os_error().is_none() => {
                ErrorKind::OutsideRoot
            }
            _ => ErrorKind::Io,
        };
        Self { kind, source: Some(error) }
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind, source: None }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            ErrorKind::NotFound => "there is no such file or directory",
            ErrorKind::OutsideRoot => "the path leads out of the directory",
            ErrorKind::NotAFile => "not a regular file",
            ErrorKind::InvalidPath => "not a path beneath the directory",
            ErrorKind::AlreadyExists => "the file exists already",
            ErrorKind::TooLarge => "larger than `max_read` or `max_write` allows",
            ErrorKind::TooManyEntries => "more entries than `max_entries` allows",
            ErrorKind::NotText => "the file is not UTF-8",
            ErrorKind::ReadOnly => "the `Root`, the file or the file system is read only",
            ErrorKind::Altered => "the file was not sealed for this name by one of these keys",
            ErrorKind::Io => "the file system failed",
        })
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// What went wrong in a [`Root`](super::Root).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nothing is there, or a file is where a directory should be.
    NotFound,
    /// The path leads out of the directory: by `..`, by being absolute, or by a link.
    OutsideRoot,
    /// Something other than a regular file: a directory, a link, a FIFO, a device, a socket.
    NotAFile,
    /// The path is empty, too long, has a NUL or a name that is kept for temporary files; or
    /// it is `.` where a file is asked for.
    InvalidPath,
    /// Something is there already.
    AlreadyExists,
    /// More bytes than [`Root::max_read`](super::Root::max_read) or
    /// [`Root::max_write`](super::Root::max_write) allows.
    TooLarge,
    /// More entries than [`Root::max_entries`](super::Root::max_entries) allows.
    TooManyEntries,
    /// The file is not UTF-8.
    NotText,
    /// The `Root` has no right to write, or the file or its file system is marked read-only.
    ReadOnly,
    /// The file of an [encrypted](super::Root::encrypted) root was altered, replaced or moved, or
    /// sealed with a key that is not in the ring.
    Altered,
    /// Anything else: the operating system's error is the source.
    Io,
}
