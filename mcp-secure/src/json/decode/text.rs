//! What text is taken from a client.

use super::Failure;

/// What text is taken from a client: strings and names of members, at every depth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextPolicy {
    /// Text for people: at most 64 KiB in UTF-8 each, without NUL and the other C0 control
    /// characters except tab, line feed and carriage return, and without the tag characters
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
        if self == Self::Any {
            return Ok(());
        }
        if self == Self::Plain && text.len() > LONGEST_TEXT {
            return Err(Failure::of_text(format!("must be at most {LONGEST_TEXT} bytes")));
        }
        if has_control(text.as_bytes()) {
            return Err(Failure::of_text("must not contain control characters"));
        }
        if has_tag(text.as_bytes()) {
            return Err(Failure::of_text("must not contain invisible tag characters"));
        }
        Ok(())
    }
}

/// Looks at every byte, without an early way out: this the compiler makes vector code of.
fn has_control(text: &[u8]) -> bool {
    text.iter().fold(false, |found, &byte| {
        found | ((byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r'))
    })
}

/// In UTF-8 the tag characters are `F3 A0 80 xx` and `F3 A0 81 xx`.
fn has_tag(text: &[u8]) -> bool {
    memchr::memchr_iter(0xF3, text)
        .any(|at| matches!(text.get(at + 1..at + 3), Some([0xA0, 0x80 | 0x81])))
}

/// 64 KiB.
const LONGEST_TEXT: usize = 65_536;
