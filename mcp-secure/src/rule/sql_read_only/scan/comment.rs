//! Comments that nobody takes for anything else.

use super::{super::Refused, Scanner};

impl Scanner<'_> {
    /// `-- so` to the end of the line, `/* so */`. Databases, drivers and pools run what others
    /// begin with (`/*! .. */`, `/*+ .. */`), end nested ones at different places, and find strings,
    /// parameters and statements in them.
    pub(super) fn comment(&mut self, end: &[u8]) -> Result<(), Refused> {
        let before = self.at.checked_sub(1).map(|at| self.text[at]);
        let stands_alone = before.is_none_or(|byte| is_space(byte) || matches!(byte, b'(' | b','));
        if !stands_alone || !self.peek(2).is_some_and(is_space) {
            return self.refuse("must have a space before a comment, and after what begins it");
        }
        self.literals.push(self.place);
        self.advance();
        self.advance();
        loop {
            match &self.text[self.at..] {
                rest if rest.starts_with(end) => break,
                // To the end of the statement it would reach into what the statement is put into.
                [] => return self.refuse("must end each comment, that of `--` by a line break"),
                [b'-', b'-', ..] if end == b"*/" => return self.refuse(NESTED),
                [b'/', b'*', ..] | [b'*', b'/', ..] => return self.refuse(NESTED),
                [b'\r', b'\n', ..] => {}
                // Line breaks and controls of Unicode.
                [0xc2, 0x80..=0x9f, ..] | [0xe2, 0x80, 0xa8 | 0xa9, ..] => {
                    return self.refuse(NOT_PLAIN);
                }
                [byte, ..] if is_plain(*byte) => {}
                _ => return self.refuse(NOT_PLAIN),
            }
            self.advance();
        }
        end.iter().for_each(|_| self.advance());
        Ok(())
    }
}

fn is_plain(byte: u8) -> bool {
    let means_something = b"'\"`;:@#?$\\{}[]".contains(&byte);
    matches!(byte, b'\t' | b'\n' | b' '..=b'~' | 0x80..) && !means_something
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

const NESTED: &str = "must not hold comments within comments";
const NOT_PLAIN: &str = "must have only words in comments, without quotes";
