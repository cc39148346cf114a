//! [`Error`], which tools return and servers stop with, and [`ToolError`], whose message the
//! model sees.

use std::{borrow::Cow, error::Error as StdError, fmt};

use crate::root;

/// `Result` with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Any error. `?` makes one from every error type.
///
/// What a tool returns as an `Error` is masked: the client gets a correlation id, the log
/// gets the text. A [`ToolError`] inside is the exception: its message is the author's
/// own and goes to the model. So is a [`root::Error`] of a kind that the model can correct; it
/// has a [fixed message](root::Error::tool_error) for each of them.
///
/// What is inside is found beneath any [`context`](Error::context), which stays with the
/// operator. It is not looked for in the sources of other error types: who wraps an error in a
/// type of their own masks it.
pub struct Error(Box<dyn StdError + Send + Sync>);

impl Error {
    /// An error with this message, for the operator.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Message { text: message.into(), source: None }))
    }

    /// The same error, with what was being done before it, for the operator.
    #[must_use]
    pub fn context(self, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Message { text: message.into(), source: Some(self.0) }))
    }

    /// What the model is shown of this error; `None` if it is masked.
    pub fn tool_error(&self) -> Option<&ToolError> {
        let mut error = &self.0;
        loop {
            if let Some(error) = error.downcast_ref::<ToolError>() {
                return Some(error);
            }
            if let Some(error) = error.downcast_ref::<root::Error>() {
                return error.tool_error();
            }
            error = error.downcast_ref::<Message>()?.source.as_ref()?;
        }
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

/// A type that a tool's function can fail with.
#[diagnostic::on_unimplemented(
    message = "a tool cannot fail with `{Self}`",
    label = "not an error of a tool",
    note = "fail with `ToolError` to tell the model why; any `std::error::Error` is masked"
)]
pub trait Failure {
    /// The error, to be told or masked.
    fn into_error(self) -> Error;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Error>> Failure for E {
    fn into_error(self) -> Error {
        self.into()
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

/// A [store](crate::store) answers, and has no room for one more: what was to be kept is refused, and
/// nothing that it has is forgotten for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full(&'static str);

impl Full {
    /// Of what there is too much, for the operator.
    pub const fn new(message: &'static str) -> Self {
        Self(message)
    }
}

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl StdError for Full {}

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

    pub(crate) const fn fixed(message: &'static str) -> Self {
        Self(Cow::Borrowed(message))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_tool_error_is_shown_beneath_context() {
        let error = Error::from(ToolError::new("no order 7")).context("reading").context("a call");
        assert_eq!(error.tool_error().unwrap().message(), "no order 7");
        assert_eq!(error.to_string(), "a call: reading: no order 7");
    }

    #[test]
    fn a_tool_error_wrapped_in_another_type_is_masked() {
        #[derive(Debug)]
        struct Internal(ToolError);

        impl fmt::Display for Internal {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("internal")
            }
        }

        impl StdError for Internal {
            fn source(&self) -> Option<&(dyn StdError + 'static)> {
                Some(&self.0)
            }
        }

        let error = Error::from(Internal(ToolError::new("no order 7")));
        assert!(error.tool_error().is_none());
        assert!(error.context("reading").tool_error().is_none());
    }

    #[test]
    fn any_other_error_is_masked() {
        assert!(Error::new("secret").tool_error().is_none());
        assert!(Error::from(std::io::Error::other("secret")).tool_error().is_none());
    }
}
