//! [`Raw`]: one value of a checked JSON text, and its parts, without reading what is within
//! them.
//!
//! Whoever wants a member of an object has to find the ends of the others. [`Parts`] knows
//! where each object and array ends after one pass over the text, so that no text is read again
//! for every level that it lies beneath.

use super::{
    cursor::Cursor,
    scan::{Limits, ScanError, ScanErrorKind},
    string::RawString,
};

/// One value of a checked JSON text.
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    /// What the positions are in.
    text: &'a str,
    start: usize,
    end: usize,
    parts: &'a [Part],
    /// Which of the parts it is; for an object or array.
    index: usize,
    /// A member that is not shown.
    hidden: Option<&'a str>,
}

/// The objects and arrays of a text, in the order in which they begin.
#[derive(Default)]
pub(crate) struct Parts(Vec<Part>);

#[derive(Clone, Copy)]
struct Part {
    /// Where it ends.
    end: usize,
    /// The first part behind it.
    next: usize,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Boolean,
    /// A number without fraction and exponent.
    Integer,
    /// Any other number.
    Fraction,
    String,
    Array,
    Object,
}

impl<'a> Raw<'a> {
    /// The value that `text` is. Its parts can be visited once it is [indexed](Self::indexed).
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, start: 0, end: text.len(), parts: &[], index: 0, hidden: None }
    }

    /// The same value, with its parts in `parts`.
    ///
    /// # Errors
    ///
    /// None for a text that a [`Scanner`](super::Scanner) has checked.
    pub(crate) fn indexed(self, parts: &'a mut Parts) -> Result<Self, ScanError> {
        if !self.parts.is_empty() || !matches!(self.kind(), Kind::Array | Kind::Object) {
            return Ok(self);
        }
        parts.read(self.text())?;
        Ok(Self {
            text: self.text(),
            start: 0,
            end: self.end - self.start,
            parts: &parts.0,
            ..self
        })
    }

    /// The value as it stands in the text.
    pub(crate) fn text(self) -> &'a str {
        &self.text[self.start..self.end]
    }

    /// The same object, without its member of this name.
    pub(crate) fn without(self, member: &'a str) -> Self {
        Self { hidden: Some(member), ..self }
    }

    pub(crate) fn kind(self) -> Kind {
        let text = self.text();
        match text.as_bytes().first() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::String,
            Some(b't' | b'f') => Kind::Boolean,
            Some(b'n') => Kind::Null,
            _ if text.contains(['.', 'e', 'E']) => Kind::Fraction,
            _ => Kind::Integer,
        }
    }

    /// The members, if it is an object.
    pub(crate) fn members(self) -> Option<impl Iterator<Item = (RawString<'a>, Raw<'a>)>> {
        let mut walk = Walk::new(self, Kind::Object, b'}')?;
        Some(std::iter::from_fn(move || {
            loop {
                let (name, value) = walk.next(Walk::name)?;
                if self.hidden.is_none_or(|hidden| name.unescape() != hidden) {
                    return Some((name, value));
                }
            }
        }))
    }

    /// The member of this name, if it is an object that has one.
    pub(crate) fn member(self, name: &str) -> Option<Raw<'a>> {
        self.members()?.find(|(key, _)| key.unescape() == name).map(|(_, value)| value)
    }

    /// The elements, if it is an array.
    pub(crate) fn items(self) -> Option<impl Iterator<Item = Raw<'a>>> {
        let mut walk = Walk::new(self, Kind::Array, b']')?;
        Some(std::iter::from_fn(move || walk.next(|_| ()).map(|((), value)| value)))
    }

    /// The string, if it is one.
    pub(crate) fn string(self) -> Option<RawString<'a>> {
        let is_string = self.kind() == Kind::String;
        is_string.then(|| Cursor::at(self.text, self.start).string().expect(CHECKED))
    }
}

impl Parts {
    /// Finds them in one pass.
    fn read(&mut self, text: &str) -> Result<(), ScanError> {
        let bytes = text.as_bytes();
        let mut open = Vec::new();
        let mut cursor = Cursor::new(text);
        while let Some(found) = bytes[cursor.position()..].iter().position(|&byte| is_mark(byte)) {
            let at = cursor.position() + found;
            cursor.jump(at);
            match bytes[at] {
                b'"' => {
                    cursor.string()?;
                    continue;
                }
                b'{' | b'[' => {
                    if open.len() == Limits::default().depth {
                        return Err(cursor.error(ScanErrorKind::TooDeep));
                    }
                    open.push(self.0.len());
                    self.0.push(Part { end: bytes.len(), next: usize::MAX });
                }
                _ => {
                    let index = open.pop().ok_or(cursor.error(ScanErrorKind::Syntax))?;
                    self.0[index] = Part { end: at + 1, next: self.0.len() };
                }
            }
            cursor.jump(at + 1);
        }
        if open.is_empty() { Ok(()) } else { Err(cursor.error(ScanErrorKind::Syntax)) }
    }
}

/// From one part of a value to the next.
struct Walk<'a> {
    of: Raw<'a>,
    cursor: Cursor<'a>,
    close: u8,
    first: bool,
    /// The next object or array.
    next: usize,
    ended: bool,
}

impl<'a> Walk<'a> {
    fn new(of: Raw<'a>, kind: Kind, close: u8) -> Option<Self> {
        let is_it = of.kind() == kind;
        let cursor = Cursor::at(of.text, of.start + 1);
        is_it.then_some(Self { of, cursor, close, first: true, next: of.index + 1, ended: false })
    }

    fn next<N>(&mut self, name: impl Fn(&mut Self) -> N) -> Option<(N, Raw<'a>)> {
        if self.ended || !self.cursor.step(self.close, &mut self.first).expect(CHECKED) {
            self.ended = true;
            return None;
        }
        let name = name(self);
        Some((name, self.value()))
    }

    fn name(&mut self) -> RawString<'a> {
        let name = self.cursor.string().expect(CHECKED);
        self.cursor.expect(b':').expect(CHECKED);
        name
    }

    fn value(&mut self) -> Raw<'a> {
        let first = self.cursor.peek();
        let (start, index) = (self.cursor.position(), self.next);
        match first {
            Some(b'{' | b'[') => {
                let part = self.of.parts[index];
                self.cursor.jump(part.end);
                self.next = part.next;
            }
            Some(b'"') => self.cursor.string().map(drop).expect(CHECKED),
            Some(b't') => self.cursor.literal("true").expect(CHECKED),
            Some(b'f') => self.cursor.literal("false").expect(CHECKED),
            Some(b'n') => self.cursor.literal("null").expect(CHECKED),
            _ => self.cursor.number().map(drop).expect(CHECKED),
        }
        Raw { start, end: self.cursor.position(), index, hidden: None, ..self.of }
    }
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'"' | b'{' | b'}' | b'[' | b']')
}

const CHECKED: &str = "a scanner has checked the text";

#[cfg(test)]
mod tests;
