//! What text is taken from a client, and what is made of it first.

use std::borrow::Cow;

use super::Failure;
use crate::sanitize::{Sanitizer, rewritten};

/// How the text of one argument is taken: rewritten by the sanitizers, in their order, then held
/// to the policy. So what is judged is what the type gets.
#[derive(Clone, Copy)]
pub struct TextTerms<'a> {
    pub(crate) policy: TextPolicy,
    pub(crate) sanitizers: &'a [Box<dyn Sanitizer>],
}

impl TextTerms<'_> {
    /// The text as it is taken. It is bounded before it is rewritten, and after.
    pub(super) fn take<'de>(self, text: Cow<'de, str>) -> Result<Cow<'de, str>, Failure> {
        if self.sanitizers.is_empty() {
            self.policy.judge(&text)?;
            return Ok(text);
        }
        self.policy.judge_length(&text)?;
        let text = self.sanitizers.iter().fold(text, |text, it| rewritten(&**it, text));
        self.policy.judge(&text)?;
        Ok(text)
    }

    /// The names of members are judged as they are: rewritten, two could become one.
    pub(super) fn judge_name(self, name: &str) -> Result<(), Failure> {
        self.policy.judge(name)
    }
}

impl From<TextPolicy> for TextTerms<'_> {
    fn from(policy: TextPolicy) -> Self {
        Self { policy, sanitizers: &[] }
    }
}

/// What text is taken from a client: strings and names of members, at every depth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextPolicy {
    /// Text for people: at most 64 KiB in UTF-8 each, without control characters (C0 with NUL,
    /// DEL, C1) except tab, line feed and carriage return, and without the tag characters
    /// U+E0000 to U+E007F.
    ///
    /// NUL ends a name for the operating system but not for Rust; escape sequences drive
    /// terminals and forge log lines; tag characters are ASCII that people cannot see and
    /// models can read. (They also end the flags of England, Scotland and Wales, three
    /// emoji in all.)
    #[default]
    Plain,
    /// As `Plain`, of any length: a rule bounds it.
    Long,
    /// Whatever JSON can say.
    Any,
}

impl TextPolicy {
    /// Whether text for people may be this.
    pub(crate) fn is_plain(text: &str) -> bool {
        Self::Plain.judge(text).is_ok()
    }

    pub(super) fn judge(self, text: &str) -> Result<(), Failure> {
        self.judge_length(text)?;
        if self == Self::Any {
            return Ok(());
        }
        if has_control(text.as_bytes()) {
            return Err(Failure::of_text("must not contain control characters"));
        }
        if has_tag(text.as_bytes()) {
            return Err(Failure::of_text("must not contain invisible tag characters"));
        }
        Ok(())
    }

    fn judge_length(self, text: &str) -> Result<(), Failure> {
        if self == Self::Plain && text.len() > LONGEST_TEXT {
            return Err(Failure::of_text(format!("must be at most {LONGEST_TEXT} bytes")));
        }
        Ok(())
    }
}

/// Looks at every byte, without an early way out: this the compiler makes vector code of.
fn has_control(text: &[u8]) -> bool {
    let is_ascii_control = |byte: u8| {
        (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7F)
    };
    // In UTF-8 those of C1 are `C2 80` to `C2 9F`.
    text.iter().fold(false, |found, &byte| found | is_ascii_control(byte))
        || memchr::memchr_iter(0xC2, text).any(|at| matches!(text.get(at + 1), Some(..=0x9F)))
}

/// In UTF-8 the tag characters are `F3 A0 80 xx` and `F3 A0 81 xx`.
fn has_tag(text: &[u8]) -> bool {
    memchr::memchr_iter(0xF3, text)
        .any(|at| matches!(text.get(at + 1..at + 3), Some([0xA0, 0x80 | 0x81])))
}

/// 64 KiB.
const LONGEST_TEXT: usize = 65_536;
