//! Text for a place in HTML.

use std::borrow::Cow;

use super::Sanitizer;

/// Escapes text for HTML: `&`, `<`, `>`, `"` and `'` become `&amp;`, `&lt;`, `&gt;`, `&quot;`
/// and `&#39;`. No markup is left, in the content of an element and in a quoted attribute.
///
/// # What is not
///
/// - An `&` that begins one of these five stays as it is, so that escaping twice is the same
///   as escaping once. A text that speaks of `&lt;` itself is therefore shown as `<`: harmless,
///   but not what was written. Where a template escapes, leave it to the template.
/// - The result is not for a script, a style sheet, a comment, an attribute without quotes,
///   or the whole of a link's address: `javascript:` has nothing to escape.
///
/// ```
/// use mcp_secure::sanitize::{Sanitizer, html_text};
///
/// assert_eq!(html_text().sanitize("<b> & 'c'"), "&lt;b&gt; &amp; &#39;c&#39;");
/// assert_eq!(html_text().sanitize("&lt;b&gt; &copy;"), "&lt;b&gt; &amp;copy;");
/// ```
pub fn html_text() -> HtmlText {
    HtmlText
}

/// See [`html_text`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HtmlText;

impl Sanitizer for HtmlText {
    fn name(&self) -> &'static str {
        "html_text"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut escaped = String::new();
        let mut kept = 0;
        for (at, byte) in text.bytes().enumerate() {
            let entity = match byte {
                b'&' if ENTITIES.iter().any(|entity| text[at..].starts_with(entity)) => continue,
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                _ => continue,
            };
            escaped.push_str(&text[kept..at]);
            escaped.push_str(entity);
            kept = at + 1;
        }
        if kept == 0 {
            return Cow::Borrowed(text);
        }
        escaped.push_str(&text[kept..]);
        Cow::Owned(escaped)
    }
}

const ENTITIES: [&str; 5] = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes_all_that_is_markup() {
        for (text, escaped) in [
            ("<script>", "&lt;script&gt;"),
            ("\" onclick='x'", "&quot; onclick=&#39;x&#39;"),
            ("a & b", "a &amp; b"),
            ("&", "&amp;"),
            ("é<é", "é&lt;é"),
            // Others of HTML's entities are text, and so are these five in other spellings.
            ("&#x3c;&LT;&lt&nbsp;", "&amp;#x3c;&amp;LT;&amp;lt&amp;nbsp;"),
        ] {
            assert_eq!(html_text().sanitize(text), escaped);
        }
    }

    #[test]
    fn leaves_what_holds_nothing_to_escape() {
        for text in ["", "plain", "résumé", "&lt;b&gt;", "&amp;lt;", "&#39;&quot;"] {
            assert!(matches!(html_text().sanitize(text), Cow::Borrowed(same) if same == text));
        }
    }

    proptest! {
        #[test]
        fn twice_is_once_and_no_markup_is_left(text in "([<>\"'&é;]|amp;|lt|#39;|&lt;|a){0,12}") {
            let once = html_text().sanitize(&text);
            prop_assert_eq!(html_text().sanitize(&once), once.as_ref());
            prop_assert!(!once.contains(['<', '>', '"', '\'']));
            for (at, _) in once.match_indices('&') {
                prop_assert!(ENTITIES.iter().any(|entity| once[at..].starts_with(entity)));
            }
        }
    }
}
