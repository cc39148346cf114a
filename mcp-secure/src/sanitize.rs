//! Sanitizers: what is rewritten, openly, before it is judged.
//!
//! `#[sanitize(trim, html)]` on a parameter rewrites its text in the order given; the default of
//! [`text`](crate::rule::text()) and the rules then judge the result, which is the very value that
//! the tool receives. A sanitizer is
//! for text whose meaning survives the rewriting. What must be right as it is (names,
//! paths, identifiers) is judged by a [rule](crate::rule) and refused instead.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

mod collapse_whitespace;
#[cfg(feature = "html")]
mod html;
mod html_text;
mod lowercase;
mod nfc;
mod redact;
mod redact_secrets;
mod run;
mod strip_ansi;
mod strip_control;
mod strip_invisible;
mod trim;
#[cfg(not(feature = "html"))]
mod without_html;

pub use collapse_whitespace::{CollapseWhitespace, collapse_whitespace};
#[cfg(feature = "html")]
pub use html::{Html, html};
pub use html_text::{HtmlText, html_text};
pub use lowercase::{Lowercase, lowercase};
pub use nfc::{Nfc, nfc};
pub use redact::{Redact, Redacted, redact};
pub use redact_secrets::{RedactSecrets, redact_secrets};
pub use strip_ansi::{StripAnsi, strip_ansi};
pub use strip_control::{StripControl, strip_control};
pub use strip_invisible::{StripInvisible, strip_invisible};
pub use trim::{Trim, trim};
#[cfg(not(feature = "html"))]
#[doc(hidden)]
pub use without_html::{Html, WithHtml, html};

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

/// A type whose text a [`Sanitizer`] can rewrite: `String`, and what holds such types (`Option`,
/// `Box`, `Vec`, the values of a map).
///
/// Every text of the argument is rewritten as it is decoded, before the type sees it. So a type of
/// your own needs no code: `impl Sanitize for Comment {}`. The names of members are not
/// rewritten.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no text to sanitize",
    label = "`#[sanitize(..)]` rewrites a `String`, or several in an `Option`, a `Vec` or a map"
)]
pub trait Sanitize {}

impl Sanitize for String {}
impl<T: Sanitize> Sanitize for Box<T> {}
impl<T: Sanitize> Sanitize for Option<T> {}
impl<T: Sanitize> Sanitize for Vec<T> {}
impl<K, T: Sanitize, S> Sanitize for HashMap<K, T, S> {}
impl<K, T: Sanitize> Sanitize for BTreeMap<K, T> {}

/// The text as this sanitizer leaves it; the same one if nothing had to change.
pub(crate) fn rewritten<'a>(sanitizer: &dyn Sanitizer, text: Cow<'a, str>) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => sanitizer.sanitize(text),
        Cow::Owned(text) => match sanitizer.sanitize(&text) {
            // A borrowed text is a part of this one: the same length means the same text.
            Cow::Borrowed(kept) if kept.len() == text.len() => Cow::Owned(text),
            changed => Cow::Owned(changed.into_owned()),
        },
    }
}
