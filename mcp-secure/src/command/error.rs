//! What can go wrong with a program, and what of it the operator is told.

use std::{borrow::Cow, error::Error as StdError, fmt, io};

/// Why there is no output.
///
/// It is for the operator: it names the program, never an argument, a variable or an output. A
/// tool that returns it with `?` shows the model nothing of it.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    detail: Cow<'static, str>,
    source: Option<io::Error>,
}

impl Error {
    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    pub(super) fn new(kind: ErrorKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, detail: detail.into(), source: None }
    }

    pub(super) fn caused_by(mut self, source: io::Error) -> Self {
        self.source = Some(source);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// What went wrong with a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument or the value of a variable is none, or could be taken for an option.
    Argument,
    /// The program could not be started, or its working directory not be entered.
    Start,
    /// It did not end within [`Program::timeout`](super::Program::timeout), or found no place.
    TimedOut,
    /// It wrote more than [`Program::max_output`](super::Program::max_output) allows.
    TooLarge,
    /// It ended without success; see [`Output::success`](super::Output::success).
    Failed,
    /// What it wrote is not UTF-8.
    Content,
    /// The operating system failed while it ran.
    Io,
}
