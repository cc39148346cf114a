//! What stands in the place of `html` without the feature `html`, to say so.

use std::{borrow::Cow, marker::PhantomData};

use super::Sanitizer;

#[doc(hidden)]
pub fn html() -> Html<()> {
    Html(PhantomData)
}

#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Html<F>(PhantomData<F>);

impl<F> Html<F> {
    #[must_use]
    pub fn basic(self) -> Self {
        self
    }

    #[must_use]
    pub fn tags<N: AsRef<str>>(self, _: impl IntoIterator<Item = N>) -> Self {
        self
    }

    #[must_use]
    pub fn attributes<T: AsRef<str>, A: AsRef<str>>(
        self,
        _: impl IntoIterator<Item = (T, A)>,
    ) -> Self {
        self
    }

    #[must_use]
    pub fn links(self, _: bool) -> Self {
        self
    }
}

/// No type implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`html` needs the feature `html` of `mcp-secure`",
    label = "the feature `html` is off",
    note = "in Cargo.toml: `mcp-secure = {{ .., features = [\"html\"] }}`"
)]
pub trait WithHtml: Send + Sync + 'static {}

impl<F: WithHtml> Sanitizer for Html<F> {
    fn name(&self) -> &'static str {
        "html"
    }

    fn sanitize<'a>(&self, _: &'a str) -> Cow<'a, str> {
        // Nothing of a text that cannot be cleaned.
        Cow::Borrowed("")
    }
}
