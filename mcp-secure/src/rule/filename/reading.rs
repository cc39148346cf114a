//! A name as lenient systems read it: folded, and decoded.

use std::borrow::Cow;

use super::{Filename, character, encoded, extension, windows};
use crate::rule::command_arg::is_dash;

impl Filename {
    /// What the name breaks in any reading of it: web servers and download managers decode it, so
    /// that `shell.p%68p` is a script, and other systems fold compatible characters, as in `ｐｈｐ`.
    pub(super) fn broken_as_read(&self, name: &str) -> Option<Cow<'static, str>> {
        if encoded::hides_something(name) {
            return Some(HIDES.into());
        }
        let readings = encoded::readings(name);
        if readings.iter().any(hides) {
            return Some(HIDES.into());
        }
        let texts = readings.iter().map(|reading| &*reading.text);
        std::iter::once(name).chain(texts).find_map(|read| self.broken_by_meaning(name, read))
    }

    /// `read` is the name as a lenient system reads it.
    pub(super) fn broken_by_meaning(&self, name: &str, read: &str) -> Option<Cow<'static, str>> {
        if read.starts_with(is_dash) {
            return Some("must not start with a dash".into());
        }
        if read.bytes().all(|byte| matches!(byte, b'.' | b' ')) {
            return Some("must not consist of dots and spaces".into());
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

/// Whether the reading holds what a name must not, or an encoding of that.
fn hides(reading: &encoded::Reading) -> bool {
    let text = &*reading.text;
    let is_refused = |c: char| matches!(c, '/' | '\\') || c.is_ascii_control();
    text.contains(is_refused)
        || encoded::hides_something(text)
        || (!reading.is_folded
            && (character::refused_in(text).is_some() || text.trim().len() != text.len()))
}

const HIDES: &str = "must not hold percent-encoded separators, dots or control characters";
