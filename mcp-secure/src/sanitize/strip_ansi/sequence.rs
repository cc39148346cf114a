//! Where escape sequences stand in a text.

use std::ops::{Range, RangeInclusive};

use crate::sanitize::run::run;

/// The escape sequences of a text, in bytes, from the first to the last.
pub(super) struct Sequences<'a> {
    text: &'a [u8],
    at: usize,
    /// How far the ends of strings are known: what may end one that begins before `until`, and
    /// was looked for already, is there. So no part of the text is searched twice. One for strings
    /// that end at BEL, and one for the others.
    until: [usize; 2],
}

impl<'a> Sequences<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text: text.as_bytes(), at: 0, until: [0; 2] }
    }
}

impl Iterator for Sequences<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let start = self.at + memchr::memchr2(ESCAPE, C1, &self.text[self.at..])?;
            let Some((introducer, content)) = self.introducer(start) else {
                self.at = start + 1;
                continue;
            };
            self.at = self.end(introducer, content);
            return Some(start..self.at);
        }
    }
}

impl Sequences<'_> {
    /// What begins here, as the second character of its form with ESC, and where its content
    /// does. `None` if nothing does.
    fn introducer(&self, start: usize) -> Option<(u8, usize)> {
        match (self.text[start], self.text.get(start + 1)) {
            (ESCAPE, Some(&second @ 0x20..=0x7E)) => Some((second, start + 2)),
            // An ESC that begins nothing: of no use, and no text.
            (ESCAPE, _) => Some((NOTHING, start + 1)),
            // A character of C1 stands for ESC and one of `@` to `_`.
            (_, Some(&second @ 0x80..=0x9F)) => Some((second - 0x40, start + 2)),
            _ => None,
        }
    }

    fn end(&mut self, introducer: u8, content: usize) -> usize {
        match introducer {
            b'[' => self.end_of_control(content),
            b']' | b'P' | b'X' | b'^' | b'_' => {
                self.end_of_string(content, introducer == b']').unwrap_or(content)
            }
            // Intermediate characters, then a final one.
            b' '..=b'/' => {
                let last = self.behind_all(content, b' '..=b'/');
                self.behind_one(last, 0x30..=0x7E)
            }
            _ => content,
        }
    }

    /// CSI: parameters, intermediate characters, a final one.
    fn end_of_control(&self, content: usize) -> usize {
        let intermediates = self.behind_all(content, 0x30..=0x3F);
        let last = self.behind_all(intermediates, b' '..=b'/');
        self.behind_one(last, 0x40..=0x7E)
    }

    /// Behind the end of a string, if there is one in this line.
    fn end_of_string(&mut self, content: usize, ends_at_bell: bool) -> Option<usize> {
        let until = &mut self.until[usize::from(ends_at_bell)];
        let mut at = content;
        loop {
            if at >= *until {
                *until = at + run(&self.text[at..], |byte| !may_end_string(byte));
            }
            at = *until;
            match (self.text.get(at)?, self.text.get(at + 1)) {
                (b'\x07', _) if ends_at_bell => return Some(at + 1),
                (&ESCAPE, Some(b'\\')) | (&C1, Some(0x9C)) => return Some(at + 2),
                // Another sequence breaks it off there.
                (&ESCAPE, _) => return Some(at),
                (b'\n' | b'\r' | b'\x18' | b'\x1A', _) => return None,
                _ => at += 1,
            }
        }
    }

    fn behind_all(&self, at: usize, class: RangeInclusive<u8>) -> usize {
        at + run(&self.text[at..], |byte| class.contains(&byte))
    }

    fn behind_one(&self, at: usize, class: RangeInclusive<u8>) -> usize {
        let is_there = self.text.get(at).is_some_and(|byte| class.contains(byte));
        at + usize::from(is_there)
    }
}

fn may_end_string(byte: u8) -> bool {
    matches!(byte, b'\x07' | ESCAPE | C1 | b'\n' | b'\r' | b'\x18' | b'\x1A')
}

const ESCAPE: u8 = 0x1B;

/// In UTF-8 the characters of C1 are `C2 80` to `C2 9F`.
const C1: u8 = 0xC2;

const NOTHING: u8 = 0;
