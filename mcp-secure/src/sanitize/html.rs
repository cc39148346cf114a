//! Cleans HTML.

use std::borrow::Cow;

use super::Sanitizer;

/// Cleans HTML.
pub fn html() -> Html {
    Html(())
}

/// See [`html`].
pub struct Html(());

impl Sanitizer for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        ammonia::clean(text).into()
    }
}
