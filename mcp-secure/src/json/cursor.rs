//! The tokens of a JSON text (RFC 8259), one after the other.

use super::{
    plain::plain,
    scan::{ScanError, ScanErrorKind},
    string::{RawString, read_escape},
};

/// A place in a JSON text. Knows tokens, not structure.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    position: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self::at(text, 0)
    }

    pub(crate) fn at(text: &'a str, position: usize) -> Self {
        Self { text, position }
    }

    /// Moves to `position`.
    pub(crate) fn jump(&mut self, position: usize) {
        self.position = position;
    }

    pub(crate) fn position(&self) -> usize {
        self.position
    }

    /// The text from `start`, an earlier [`position`](Self::position), to here.
    pub(crate) fn since(&self, start: usize) -> &'a str {
        &self.text[start..self.position]
    }

    /// The first byte of the next token. Moves over the white space before it.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.position += 1,
                byte => return byte,
            }
        }
    }

    /// Moves to the next `byte`, over whatever is before it.
    pub(crate) fn find(&mut self, byte: u8) -> bool {
        let found = memchr::memchr(byte, &self.text.as_bytes()[self.position..]);
        self.position = found.map_or(self.text.len(), |found| self.position + found);
        found.is_some()
    }

    /// Moves over `byte`, if it is next.
    #[inline]
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.position += usize::from(found);
        found
    }

    /// Moves over `byte`, which must be next.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), ScanError> {
        if self.eat(byte) { Ok(()) } else { Err(self.error(ScanErrorKind::Syntax)) }
    }

    /// Moves to the next value, or the next key, of an array or object that `close` ends.
    /// `false`: there is none, and the container is closed.
    ///
    /// `first` is `true` on the first call for a container, and changed to `false` by it.
    /// The caller reads what follows; a comma before `close` fails there.
    pub(crate) fn step(&mut self, close: u8, first: &mut bool) -> Result<bool, ScanError> {
        let first = std::mem::replace(first, false);
        match self.peek() {
            Some(byte) if byte == close => {
                self.position += 1;
                Ok(false)
            }
            Some(b',') if !first => {
                self.position += 1;
                Ok(true)
            }
            Some(_) if first => Ok(true),
            _ => Err(self.error(ScanErrorKind::Syntax)),
        }
    }

    /// Reads a string, which must be next.
    pub(crate) fn string(&mut self) -> Result<RawString<'a>, ScanError> {
        self.peek();
        self.string_here()
    }

    /// Reads a string, which must be next, without white space before it.
    pub(crate) fn string_here(&mut self) -> Result<RawString<'a>, ScanError> {
        if self.byte() != Some(b'"') {
            return Err(self.error(ScanErrorKind::Syntax));
        }
        self.position += 1;
        let start = self.position;
        self.position += plain(&self.text.as_bytes()[start..]);
        if self.byte() == Some(b'"') {
            return Ok(self.end_of_string(start, false));
        }
        self.escaped_string(start)
    }

    /// Reads on, from what is not plain in a string that begins at `start`.
    #[cold]
    fn escaped_string(&mut self, start: usize) -> Result<RawString<'a>, ScanError> {
        loop {
            let rest = &self.text.as_bytes()[self.position..];
            match rest.first() {
                Some(b'"') => return Ok(self.end_of_string(start, true)),
                Some(b'\\') => {
                    let (_, length) = read_escape(rest).map_err(|kind| self.error(kind))?;
                    self.position += length + plain(&rest[length..]);
                }
                Some(_) => return Err(self.error(ScanErrorKind::ControlCharacter)),
                None => return Err(self.error(ScanErrorKind::Syntax)),
            }
        }
    }

    #[inline]
    fn end_of_string(&mut self, start: usize, escaped: bool) -> RawString<'a> {
        let raw = self.since(start);
        self.position += 1;
        RawString::checked(raw, escaped)
    }

    /// Reads a number, which must be next: its text.
    pub(crate) fn number(&mut self) -> Result<&'a str, ScanError> {
        self.peek();
        let start = self.position;
        self.eat_byte(|byte| byte == b'-');
        if !self.eat_byte(|byte| byte == b'0') {
            self.digits()?;
        }
        if self.eat_byte(|byte| byte == b'.') {
            self.digits()?;
        }
        if self.eat_byte(|byte| matches!(byte, b'e' | b'E')) {
            self.eat_byte(|byte| matches!(byte, b'+' | b'-'));
            self.digits()?;
        }
        Ok(self.since(start))
    }

    /// Reads `true`, `false` or `null`, which must be next.
    pub(crate) fn literal(&mut self, word: &'static str) -> Result<(), ScanError> {
        self.peek();
        if self.text.as_bytes()[self.position..].starts_with(word.as_bytes()) {
            self.position += word.len();
            Ok(())
        } else {
            Err(self.error(ScanErrorKind::Syntax))
        }
    }

    /// Checks that nothing but white space follows.
    pub(crate) fn finish(&mut self) -> Result<(), ScanError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error(ScanErrorKind::Syntax)),
        }
    }

    /// An error of this kind, here.
    pub(crate) fn error(&self, kind: ScanErrorKind) -> ScanError {
        ScanError { kind, offset: self.position }
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    /// One digit or more.
    fn digits(&mut self) -> Result<(), ScanError> {
        let start = self.position;
        while self.eat_byte(|byte| byte.is_ascii_digit()) {}
        if self.position > start { Ok(()) } else { Err(self.error(ScanErrorKind::Syntax)) }
    }

    /// Within a token: no white space is moved over.
    #[inline]
    fn eat_byte(&mut self, accept: impl Fn(u8) -> bool) -> bool {
        let found = self.byte().is_some_and(accept);
        self.position += usize::from(found);
        found
    }
}
