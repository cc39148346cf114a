//! [`Error`], which tools return and servers stop with, and [`ToolError`], whose message the
//! model sees.

use std::{borrow::Cow, error::Error as StdError, fmt};

/// `Result` with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Any error. `?` makes one from every error type.
///
/// What a tool returns as an `Error` is masked: the client gets a correlation id, the audit
/// record gets the text. A [`ToolError`] inside is the exception: its message is the author's
/// own and goes to the model.
pub struct Error(Box<dyn StdError + Send + Sync>);

impl Error {
    /// An error with this message, for the operator.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Message { text: message.into(), source: None }))
    }

    /// The same error, with what was being done before it.
    #[must_use]
    pub fn context(self, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Message { text: message.into(), source: Some(self.0) }))
    }

    /// The error for the model, if it is one.
    pub fn tool_error(&self) -> Option<&ToolError> {
        self.0.downcast_ref()
    }

    /// The error as the type that it was made from.
    pub fn downcast_ref<E: StdError + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}

/// As [`Display`](fmt::Display): it is what `main` prints.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[derive(Debug)]
struct Message {
    text: Cow<'static, str>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl StdError for Message {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// A failure that the model should read: it goes out as it is, with `isError`.
///
/// Write what the model can do about it. Leave out paths, limits, secrets and the text of
/// other errors.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// fn find(id: u32) -> Result<String> {
///     Err(ToolError::new(format!("no order {id}; list_orders names those that exist")).into())
/// }
///
/// assert!(find(7).unwrap_err().tool_error().is_some());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolError(Cow<'static, str>);

impl ToolError {
    /// A failure with this message for the model.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self(message.into())
    }

    /// The message.
    pub fn message(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ToolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for ToolError {}
