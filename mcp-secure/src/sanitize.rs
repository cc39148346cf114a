//! Sanitizers: what is rewritten, openly, before it is judged.
//!
//! `#[sanitize(trim, html)]` on a parameter rewrites its text in the order given; rules
//! then judge the result, which is the very value that the tool receives. A sanitizer is
//! for text whose meaning survives the rewriting. What must be right as it is (names,
//! paths, identifiers) is judged by a [rule](crate::rule) and refused instead.

use std::borrow::Cow;

mod collapse_whitespace;
#[cfg(feature = "html")]
mod html;
mod html_text;
mod lowercase;
mod nfc;
mod strip_control;
mod strip_invisible;
mod trim;

pub use collapse_whitespace::{CollapseWhitespace, collapse_whitespace};
#[cfg(feature = "html")]
pub use html::{Html, html};
pub use html_text::{HtmlText, html_text};
pub use lowercase::{Lowercase, lowercase};
pub use nfc::{Nfc, nfc};
pub use strip_control::{StripControl, strip_control};
pub use strip_invisible::{StripInvisible, strip_invisible};
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

/// The text without these characters; borrowed if it has none.
fn without(text: &str, is_unwanted: impl Fn(char) -> bool) -> Cow<'_, str> {
    match text.find(&is_unwanted) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.chars().filter(|&character| !is_unwanted(character)).collect()),
    }
}
