//! Sanitizers: what is rewritten, openly, before it is judged.
//!
//! `#[sanitize(trim, html)]` on a parameter rewrites its text in the order given; rules
//! then judge the result, which is the very value that the tool receives. A sanitizer is
//! for text whose meaning survives the rewriting. What must be right as it is (names,
//! paths, identifiers) is judged by a [rule](crate::rule) and refused instead.

use std::borrow::Cow;

#[cfg(feature = "html")]
mod html;
mod trim;

#[cfg(feature = "html")]
pub use html::{Html, html};
pub use trim::{Trim, trim};

/// Rewrites text.
///
/// # Promises expected of an implementation
///
/// - Sanitizing twice is the same as sanitizing once.
/// - It takes time linear in the text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a sanitizer",
    label = "does not implement `mcp_secure::sanitize::Sanitizer`"
)]
pub trait Sanitizer: Send + Sync + 'static {
    /// The name in the posture report.
    fn name(&self) -> &'static str;

    /// The rewritten text; borrowed if nothing had to change.
    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str>;
}

/// A value whose text a [`Sanitizer`] can rewrite: a `String`, or several of them in an
/// `Option` or a `Vec`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no text to sanitize",
    label = "`#[sanitize(..)]` rewrites a `String`, an `Option<String>` or a `Vec<String>`"
)]
pub trait Sanitize {
    /// Rewrites every text in the value.
    fn sanitize_with(&mut self, sanitizer: &dyn Sanitizer);
}

impl Sanitize for String {
    fn sanitize_with(&mut self, sanitizer: &dyn Sanitizer) {
        let rewritten = match sanitizer.sanitize(self) {
            // A borrowed text is a part of this one: the same length means the same text.
            Cow::Borrowed(kept) if kept.len() == self.len() => return,
            text => text.into_owned(),
        };
        *self = rewritten;
    }
}

impl<T: Sanitize> Sanitize for Option<T> {
    fn sanitize_with(&mut self, sanitizer: &dyn Sanitizer) {
        if let Some(value) = self {
            value.sanitize_with(sanitizer);
        }
    }
}

impl<T: Sanitize> Sanitize for Vec<T> {
    fn sanitize_with(&mut self, sanitizer: &dyn Sanitizer) {
        for value in self {
            value.sanitize_with(sanitizer);
        }
    }
}
