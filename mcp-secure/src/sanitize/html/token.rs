//! HTML as tags and text.
//!
//! Follows the tokenizer of the HTML standard (section 13.2.5) as far as honest text needs.
//! Nothing relies on it for safety: what it reads is written anew, and cleaned after that.

/// A piece of markup.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text with its character references as they are.
    Text(&'a str),
    /// A start tag.
    Start(&'a str, Vec<Attribute<'a>>),
    /// An end tag.
    End(&'a str),
}

/// An attribute: its name, and its value with its character references as they are.
pub(super) type Attribute<'a> = (&'a str, &'a str);

/// Reads the tokens one by one. Comments, declarations and the content of elements that hold
/// no text are left out.
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }

    /// Takes what stands before the first byte that `ends` it, or all.
    fn take_until(&mut self, ends: impl Fn(u8) -> bool) -> &'a str {
        let length = self.rest.bytes().position(ends);
        self.take(length.unwrap_or(self.rest.len()))
    }

    /// Takes one ASCII character if it is next.
    fn take_if(&mut self, byte: u8) -> bool {
        let is_next = self.rest.as_bytes().first() == Some(&byte);
        if is_next {
            self.take(1);
        }
        is_next
    }

    fn skip_space(&mut self) {
        self.take_until(|byte| !is_space(byte));
    }

    /// Takes the attributes and the end of a tag; `None` if it has no end.
    fn attributes(&mut self) -> Option<Vec<Attribute<'a>>> {
        let mut attributes = Vec::new();
        loop {
            self.take_until(|byte| !is_space(byte) && byte != b'/');
            if self.take_if(b'>') {
                return Some(attributes);
            }
            // A name may start with the equals sign.
            let name = self.rest;
            let starts_with_equals = usize::from(self.take_if(b'='));
            let more = self.take_until(|byte| is_space(byte) || matches!(byte, b'/' | b'>' | b'='));
            let name = &name[..starts_with_equals + more.len()];
            self.skip_space();
            let value = if self.take_if(b'=') {
                self.skip_space();
                self.value()?
            } else {
                ""
            };
            if self.rest.is_empty() {
                return None;
            }
            attributes.push((name, value));
        }
    }

    fn value(&mut self) -> Option<&'a str> {
        for quote in [b'"', b'\''] {
            if self.take_if(quote) {
                let value = self.take_until(|byte| byte == quote);
                return self.take_if(quote).then_some(value);
            }
        }
        Some(self.take_until(|byte| is_space(byte) || byte == b'>'))
    }

    fn skip_comment(&mut self) {
        // `<!-->` and `<!--->` are whole comments, so the dashes may be shared.
        let mut from = "<!".len();
        while let Some(at) = memchr::memchr(b'>', &self.rest.as_bytes()[from..]) {
            let end = from + at;
            let inside = &self.rest[..end];
            if inside.ends_with("--") || (inside.ends_with("--!") && inside.len() > "<!--!".len()) {
                self.take(end + 1);
                return;
            }
            from = end + 1;
        }
        self.rest = "";
    }

    /// Skips the content of an element that holds no text, up to its end tag.
    fn skip_content(&mut self, name: &str) {
        for at in memchr::memchr_iter(b'<', self.rest.as_bytes()) {
            let after = &self.rest.as_bytes()[at + 1..];
            let is_end = after.first() == Some(&b'/')
                && after
                    .get(1..=name.len())
                    .is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
                && after
                    .get(name.len() + 1)
                    .is_some_and(|&byte| is_space(byte) || matches!(byte, b'/' | b'>'));
            if is_end {
                self.take(at);
                return;
            }
        }
        self.rest = "";
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let bytes = self.rest.as_bytes();
            let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
            match bytes {
                [] => return None,
                [b'<', b'/', ..] if is_letter(2) => {
                    self.take("</".len());
                    let name = self.take_until(ends_name);
                    self.attributes()?;
                    return Some(Token::End(name));
                }
                [b'<', ..] if is_letter(1) => {
                    self.take("<".len());
                    let name = self.take_until(ends_name);
                    let attributes = self.attributes()?;
                    if WITHOUT_TEXT.iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
                        self.skip_content(name);
                    }
                    return Some(Token::Start(name, attributes));
                }
                [b'<', b'!', b'-', b'-', ..] => self.skip_comment(),
                // Read as a comment, up to the next `>`.
                [b'<', b'!' | b'?' | b'/', ..] => {
                    self.take_until(|byte| byte == b'>');
                    self.take_if(b'>');
                }
                _ => {
                    let next = memchr::memchr(b'<', &bytes[1..]);
                    let length = next.map_or(bytes.len(), |at| at + 1);
                    return Some(Token::Text(self.take(length)));
                }
            }
        }
    }
}

fn ends_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// Elements whose content is no text of the page.
#[rustfmt::skip]
const WITHOUT_TEXT: &[&str] = &[
    "script", "style", "template", "iframe", "noembed", "noframes", "noscript", "xmp", "plaintext",
    "title", "textarea",
];
