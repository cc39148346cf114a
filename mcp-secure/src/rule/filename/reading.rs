//! A name as lenient systems read it: folded, and decoded.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfkc};

use super::{Filename, HIDES, character, encoded, extension, windows};

impl Filename {
    /// What the name breaks in any reading of it.
    pub(super) fn broken_as_read(&self, name: &str) -> Option<Cow<'static, str>> {
        if is_nfkc(name) {
            return self.broken_in_each_decoding(name, name);
        }
        // Other systems fold compatible characters: `ｐｈｐ` and `COM¹` are read as they
        // will be read there.
        let folded: String = name.nfkc().collect();
        if encoded::hides_something(folded.as_bytes()) {
            return Some(HIDES.into());
        }
        self.broken_in_each_decoding(name, &folded)
    }

    /// Web servers and download managers decode: `shell.p%68p` is a script.
    fn broken_in_each_decoding(&self, name: &str, read: &str) -> Option<Cow<'static, str>> {
        let broken = self.broken_by_meaning(name, read);
        if broken.is_some() || !read.contains('%') {
            return broken;
        }
        encoded::decodings(read.as_bytes()).find_map(|decoded| {
            let decoded = str::from_utf8(&decoded).ok()?;
            let hides = character::refused_in(decoded).map(|_| HIDES.into());
            hides.or_else(|| self.broken_by_meaning(name, decoded))
        })
    }

    /// `read` is the name as a lenient system reads it.
    fn broken_by_meaning(&self, name: &str, read: &str) -> Option<Cow<'static, str>> {
        if read.starts_with('-') {
            return Some("must not start with a dash".into());
        }
        if windows::is_device(read) {
            return Some("must not be the name of a Windows device".into());
        }
        if windows::is_short_alias(read) {
            return Some("must not have the form of a Windows short name, as `NAME~1`".into());
        }
        if let Some(allowed) = &self.extensions
            && !extension::ends_with_one_of(name, allowed)
        {
            return Some(Cow::Owned(if allowed.is_empty() {
                "no extension is allowed, and so no name".to_owned()
            } else {
                format!("must have one of the extensions: {}", allowed.join(", "))
            }));
        }
        let denied = extension::denied_in(
            read,
            self.run,
            self.extensions.as_deref().unwrap_or_default(),
            &self.denied,
        );
        denied.then(|| "must not have an extension that is executable or not allowed".into())
    }
}
