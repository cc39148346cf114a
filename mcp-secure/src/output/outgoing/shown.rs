//! Text as a person sees it: the default for what leaves a tool.

use std::borrow::Cow;

use crate::{
    rule::invisible::is_invisible,
    sanitize::{Sanitizer, rewritten, strip_ansi, strip_control, strip_invisible},
};

/// Removes escape sequences, other control characters, and invisible characters. A text without
/// any is looked at once.
pub(super) struct Shown;

impl Sanitizer for Shown {
    fn name(&self) -> &'static str {
        "shown"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if is_shown(text) {
            return Cow::Borrowed(text);
        }
        let text = strip_ansi().sanitize(text);
        rewritten(&strip_invisible(), rewritten(&strip_control(), text))
    }
}

/// Whether the text certainly holds nothing to remove. (A joiner may stay or go.)
pub(super) fn is_shown(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        // Most text holds no suspect byte at all, and a plain loop over a block finds that out
        // many bytes at a time.
        let (block, after) = rest.split_at(rest.floor_char_boundary(BLOCK));
        let suspects = block.bytes().fold(false, |found, byte| found | is_suspect(byte));
        if suspects && block.chars().any(may_go) {
            return false;
        }
        rest = after;
    }
    true
}

/// Whether a character with this byte in front may go.
fn is_suspect(byte: u8) -> bool {
    let is_control = byte < 0x20 && byte != b'\t' && byte != b'\n' && byte != b'\r';
    let leads = [0xc2, 0xcd, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf0, 0xf3];
    is_control | (byte == 0x7f) | leads.iter().fold(false, |found, &lead| found | (byte == lead))
}

fn may_go(character: char) -> bool {
    (character.is_control() && !matches!(character, '\t' | '\n' | '\r')) || is_invisible(character)
}

/// Bytes looked at in one go.
const BLOCK: usize = 1024;
