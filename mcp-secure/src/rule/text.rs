//! Free text.

use schemars::Schema;

use super::{Rule, Violation, keywords};
use crate::lanes;

#[cfg(test)]
mod tests;

/// Asks for plain text: the default for a `String` without a rule of its own.
///
/// # What is refused
///
/// - More than 64 KiB of UTF-8; [`max_bytes`](Text::max_bytes) sets another cap.
/// - Control characters (C0 with NUL, DEL, C1), but for tab, line feed and carriage return:
///   they end strings early, drive terminals and split log lines.
/// - Unicode tag characters (U+E0000 to U+E007F): invisible to a person, readable for a
///   model, and so a way to smuggle instructions.
/// - Noncharacters (U+FDD0 to U+FDEF, and the last two of each plane), which are not meant
///   for interchange (Unicode Standard, section 23.7).
///
/// # What is not
///
/// Markup, quotes, bidirectional and zero-width characters: free text in many scripts needs
/// them. Text that becomes HTML, a command, a query or a path needs the rule or the
/// sanitizer for that. The flag emoji of England, Scotland and Wales are spelled with tag
/// characters, and so are refused.
///
/// The schema says nothing of it but the cap, where that is below 2000.
///
/// ```
/// use mcp_secure::rule::{Rule, text};
///
/// assert!(text().judge("Grüße,\n\tdie Crew 👩‍🚀").is_ok());
/// assert!(text().judge("red \u{1b}[31m").is_err());
/// assert!(text().judge("hidden \u{e0041}").is_err());
/// assert!(text().max_bytes(4).judge("hello").is_err());
/// ```
pub fn text() -> Text {
    Text { max_bytes: DEFAULT_MAX_BYTES }
}

/// See [`text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    max_bytes: usize,
}

impl Text {
    /// Sets how many bytes of UTF-8 the text may have; 64 KiB by default.
    #[must_use]
    pub fn max_bytes(mut self, max_bytes: usize) -> Self {
        self.max_bytes = max_bytes;
        self
    }
}

impl Default for Text {
    fn default() -> Self {
        text()
    }
}

impl Rule<str> for Text {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        if value.len() > self.max_bytes {
            let message = format!("must have at most {} bytes", self.max_bytes);
            return Err(Violation::new("text", message));
        }
        match refused_in(value) {
            None => Ok(()),
            Some(message) => Err(Violation::new("text", message)),
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::length_at_most(schema, "maxLength", self.max_bytes);
    }
}

/// What is wrong with the characters, if anything.
pub(super) fn refused_in(value: &str) -> Option<&'static str> {
    let bytes = value.as_bytes();
    let (mut start, mut is_in_lines) = (0, true);
    while start < bytes.len() {
        let mut end = (start + BLOCK).min(bytes.len());
        let block = &bytes[start..end];
        while !value.is_char_boundary(end) {
            end += 1;
        }
        // Most is ASCII in lines, and that is told faster; a text that has once been more is mostly more.
        is_in_lines = is_in_lines && lanes::are_zero(block, from_line);
        if !is_in_lines && !lanes::are_zero(block, suspicion) {
            let refused = value[start..end].chars().find_map(refused);
            if refused.is_some() {
                return refused;
            }
        }
        start = end;
    }
    None
}

/// How far it is from a printable ASCII character, and from what ends a line of these.
fn from_line(byte: u8) -> u8 {
    byte.wrapping_sub(b' ').saturating_sub(b'~' - b' ').min(byte ^ b'\n')
}

/// Not zero where a character with this byte in front may be refused.
fn suspicion(byte: u8) -> u8 {
    // From EF, where noncharacters and tags begin, over the last byte to the first control characters.
    let high_or_control =
        (0x20 + (0xff - 0xef + 1_u8)).saturating_sub(byte.wrapping_add(0xff - 0xef + 1));
    let from_tab_or_break = byte.wrapping_sub(b'\t').saturating_sub(1).min(byte ^ b'\r');
    // C1 begins with C2.
    high_or_control.min(from_tab_or_break) | u8::from((byte == 0x7f) | (byte == 0xc2))
}

fn refused(character: char) -> Option<&'static str> {
    match character {
        '\t' | '\n' | '\r' => None,
        _ if character.is_control() => {
            Some("must not hold control characters, apart from tabs and line breaks")
        }
        '\u{e0000}'..='\u{e007f}' => Some("must not hold Unicode tag characters"),
        _ if is_noncharacter(character) => Some("must not hold Unicode noncharacters"),
        _ => None,
    }
}

/// U+FDD0 to U+FDEF, and U+xxFFFE and U+xxFFFF of each plane.
pub(super) fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

const DEFAULT_MAX_BYTES: usize = 64 * 1024;

/// Bytes looked at in one go.
const BLOCK: usize = 512;
