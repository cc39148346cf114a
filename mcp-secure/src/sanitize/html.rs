//! HTML from a stranger.

use std::{borrow::Cow, sync::OnceLock};

use super::Sanitizer;

mod nesting;
mod policy;
#[cfg(test)]
#[rustfmt::skip] // Long lists of markup.
mod tests;
mod token;

use policy::Policy;

/// Keeps the harmless part of HTML: formatted text, lists, tables and links.
///
/// # What is kept
///
/// - Elements: headings, paragraphs, quotes, lists, tables, code, the inline elements for
///   emphasis, edits, ruby and the like, `details`, `figure`, `a`. Others lose their tags and
///   keep their text; `script`, `style`, `iframe`, `template` and what else is no text
///   lose their content too.
/// - Attributes: `title`, `lang`, `dir`, and what the elements above need, as `href`,
///   `datetime`, `colspan`, `start`. Never `style`, `id`, `name` or an event handler.
/// - Links with the schemes `http`, `https` and `mailto`, and relative ones. Every link gets
///   `rel="noopener noreferrer nofollow"`.
///
/// There are no images by default: whoever sees one tells its server so, with whatever the
/// address carries. There are no comments.
///
/// # What is promised
///
/// - The result runs no script and closes no element that it did not open.
/// - Sanitizing twice is the same as sanitizing once.
/// - Time and size are linear in the text. For that, elements nested deeper than 100 lose
///   their tags, and attributes with more than 256 characters to escape are dropped.
///
/// # What is not
///
/// The result is for the content of an element in an HTML page: not for an attribute, a
/// script or a style sheet, and not to be parsed as XML. What it says may still be a lie,
/// and a link may lead anywhere.
///
/// ```
/// use mcp_secure::sanitize::{Sanitizer, html};
///
/// let html = html();
/// assert_eq!(html.sanitize("<p>A <b>bold</b> move</p>"), "<p>A <b>bold</b> move</p>");
/// assert_eq!(html.sanitize("<b onclick=alert(1)>x</b><script>alert(1)</script>"), "<b>x</b>");
/// assert_eq!(
///     html.sanitize("<a href='javascript:alert(1)'>x</a>"),
///     r#"<a rel="noopener noreferrer nofollow">x</a>"#
/// );
/// assert_eq!(html.sanitize("1 < 2"), "1 &lt; 2");
/// ```
pub fn html() -> Html {
    Html::with(Policy::formatted())
}

/// See [`html`].
#[derive(Debug)]
pub struct Html {
    policy: Policy,
    /// Costly to build: built once, when first used.
    cleaner: OnceLock<ammonia::Builder<'static>>,
}

impl Html {
    /// Keeps only what comments and short notes need: `p`, `br`, `strong`, `em`, `ul`, `ol`,
    /// `li` and `a` with `href`.
    ///
    /// ```
    /// use mcp_secure::sanitize::{Sanitizer, html};
    ///
    /// assert_eq!(html().basic().sanitize("<h1>A <em>note</em></h1>"), "A <em>note</em>");
    /// ```
    #[must_use]
    pub fn basic(self) -> Self {
        Self::with(Policy::basic())
    }

    /// Keeps these elements instead, with their usual attributes.
    ///
    /// # Panics
    ///
    /// If an element is none of those that can be kept safely: those of the default, and
    /// `img`, `address`, `article`, `aside`, `center`, `data`, `footer`, `header`, `hgroup`,
    /// `main`, `nav`, `section`, `strike`, `tt`.
    ///
    /// ```
    /// use mcp_secure::sanitize::{Sanitizer, html};
    ///
    /// let plain = html().tags(["p", "br"]);
    /// assert_eq!(plain.sanitize("<p><b>a</b><br>b</p>"), "<p>a<br>b</p>");
    /// ```
    #[must_use]
    #[track_caller]
    pub fn tags<N: AsRef<str>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.policy.set_tags(names);
        Self::with(self.policy)
    }

    /// Keeps these attributes instead: pairs of an element, or `*` for all, and an attribute.
    ///
    /// # Panics
    ///
    /// If an attribute is none of those that can be kept safely on that element: those of
    /// the default, `class` on any element, and `src`, `alt`, `width` and `height` on `img`.
    ///
    /// ```
    /// use mcp_secure::sanitize::{Sanitizer, html};
    ///
    /// let code = html().tags(["code"]).attributes([("code", "class")]);
    /// let text = r#"<code class="rust" title="x">1</code>"#;
    /// assert_eq!(code.sanitize(text), r#"<code class="rust">1</code>"#);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn attributes<T: AsRef<str>, A: AsRef<str>>(
        mut self,
        attributes: impl IntoIterator<Item = (T, A)>,
    ) -> Self {
        self.policy.set_attributes(attributes);
        Self::with(self.policy)
    }

    /// Whether links are kept; they are by default. Without, their text stays.
    #[must_use]
    pub fn links(mut self, allow: bool) -> Self {
        self.policy.set_links(allow);
        Self::with(self.policy)
    }

    fn with(policy: Policy) -> Self {
        Self { policy, cleaner: OnceLock::new() }
    }
}

impl Clone for Html {
    fn clone(&self) -> Self {
        Self::with(self.policy.clone())
    }
}

impl Default for Html {
    fn default() -> Self {
        html()
    }
}

impl Sanitizer for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        // A parser drops one byte order mark at the start: all or none, or twice is not once.
        let text = text.trim_start_matches(BYTE_ORDER_MARK);
        if is_plain(text.as_bytes()) {
            return Cow::Borrowed(text);
        }
        // The parser of HTML takes quadratic time, memory and output on some nestings; what it
        // gets here is nested in the one way that it leaves as it is.
        let nested = nesting::nest(text, &self.policy);
        let cleaner = self.cleaner.get_or_init(|| self.policy.cleaner());
        let mut clean = cleaner.clean(&nested).to_string();
        // It was written as a reference, and only as one it is not read as a line feed next time.
        if clean.contains('\r') {
            clean = clean.replace('\r', "&#13;");
        }
        if clean == text {
            Cow::Borrowed(text)
        } else if clean.starts_with(BYTE_ORDER_MARK) {
            Cow::Owned(clean.trim_start_matches(BYTE_ORDER_MARK).to_owned())
        } else {
            Cow::Owned(clean)
        }
    }
}

/// Whether a parser and a serializer would leave the text as it is.
fn is_plain(text: &[u8]) -> bool {
    memchr::memchr3(b'<', b'>', b'&', text).is_none()
        // NUL is dropped, CR becomes LF, and 0xA0 ends a no-break space.
        && memchr::memchr3(0, b'\r', 0xa0, text).is_none()
}

const BYTE_ORDER_MARK: char = '\u{feff}';
