//! HTML that is put together: what comes from elsewhere only gets in as text.

use std::fmt::Write as _;

use crate::posture::words;

/// A page, or a part of one.
#[derive(Default)]
pub(super) struct Html(String);

impl Html {
    /// Markup of ours, as it is.
    pub(super) fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text, whatever is in it.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        escape(&words::lines(text), &mut self.0);
        self
    }

    /// An element, by its name and attributes of ours: `li class="found"`.
    pub(super) fn with(
        &mut self,
        tag: &str,
        content: impl FnOnce(&mut Self) -> &mut Self,
    ) -> &mut Self {
        let name = tag.split(' ').next().unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = write!(self.0, "<{tag}>");
        content(self);
        let _ = write!(self.0, "</{name}>");
        if matches!(name, "li" | "tr" | "dd" | "section" | "article" | "header" | "main" | "table")
        {
            self.0.push('\n');
        }
        self
    }

    /// Words of ours, in which backticks enclose code.
    pub(super) fn prose(&mut self, words: &str) -> &mut Self {
        for (index, part) in words.split('`').enumerate() {
            if index % 2 == 0 {
                self.text(part)
            } else {
                self.code(part)
            };
        }
        self
    }

    /// Code.
    pub(super) fn code(&mut self, code: &str) -> &mut Self {
        self.with("code", |html| html.text(code))
    }

    /// A word in a colour: `bad`, `warn`, `good`, `calm` or none.
    pub(super) fn badge(&mut self, kind: &str, word: &str) -> &mut Self {
        self.with(&format!("span class=\"badge {kind}\""), |html| html.text(word))
    }

    /// A link to the card of the tool at this place of the report.
    pub(super) fn link(&mut self, index: usize, name: &str) -> &mut Self {
        self.with(&format!("a href=\"#tool-{index}\""), |html| html.text(name))
    }

    pub(super) fn each<T>(
        &mut self,
        all: impl IntoIterator<Item = T>,
        mut one: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        all.into_iter().for_each(|it| one(self, it));
        self
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            c => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let mut html = Html::default();
        html.with("p class=\"x\"", |html| html.text("<script>\"&'\u{202e}\u{0}</p>"));
        let expected =
            "<p class=\"x\">&lt;script&gt;&quot;&amp;&#39;&lt;U+202E&gt;\u{fffd}&lt;/p&gt;</p>";
        assert_eq!(html.finish(), expected);
    }
}
