//! Reads a JSON text once, without recursion, and refuses whatever is not plain.
//!
//! Accepted is what RFC 8259 accepts, less what two readers of the same bytes could take
//! for different things (names given twice, halves of surrogate pairs, a byte order mark)
//! and what costs more than it is worth (deep nesting, very many values). I-JSON, RFC 7493,
//! asks for nearly the same.

use std::{borrow::Cow, collections::HashSet};

use smallvec::SmallVec;

use super::{cursor::Cursor, string::RawString};

mod error;
#[cfg(test)]
mod suite;
#[cfg(test)]
mod tests;

pub(crate) use error::{ScanError, ScanErrorKind};

/// Checks a whole JSON text, with the default limits.
#[cfg(test)]
pub(crate) fn scan(bytes: &[u8]) -> Result<&str, ScanError> {
    let mut scanner = Scanner::new(bytes, Limits::default())?;
    let text = scanner.value()?;
    scanner.finish()?;
    Ok(text)
}

/// How much structure a text may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How deep arrays and objects may nest. By default 64: the decoder and the tool's own
    /// types recurse over what is let through here, and real messages nest below ten.
    pub(crate) depth: usize,
    /// How many values there may be, of all kinds and at all depths. By default 100,000:
    /// the scan itself costs the same per byte without it, but a decoded value may take a
    /// hundred times the memory of its text (`[[],[],...]`, `[{"":0},...]`), and 1 MiB of
    /// text holds half a million values.
    pub(crate) values: usize,
}

impl Limits {
    /// For a text that is not a stranger's.
    pub(crate) const NONE: Self = Self { depth: usize::MAX, values: usize::MAX };
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 64, values: 100_000 }
    }
}

/// Walks over a JSON text and checks it on the way.
///
/// The caller either takes a value [whole](Self::value), which costs one pass and no
/// recursion, or [enters](Self::enter_object) an object and takes its members one by one.
/// Duplicate keys are refused in both.
pub(crate) struct Scanner<'a> {
    cursor: Cursor<'a>,
    limits: Limits,
    values: usize,
    /// The array or object that was entered last.
    innermost: Container<'a>,
    /// Those around it.
    outer: SmallVec<[Container<'a>; 8]>,
    /// The keys so far of all open objects, outermost first.
    keys: SmallVec<[RawString<'a>; 16]>,
}

struct Container<'a> {
    kind: Kind,
    first: bool,
    /// Where the keys of an object begin in `Scanner::keys`.
    keys_from: usize,
    /// Its keys instead, once they are more than [`FEW_KEYS`].
    #[expect(clippy::box_collection, reason = "objects are small, and entered on each call")]
    many_keys: Option<Box<HashSet<Cow<'a, str>>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The text itself, which is in none.
    Text,
    Array,
    Object,
}

impl<'a> Scanner<'a> {
    /// Starts before the first value of `bytes`. Checks here that they are UTF-8.
    pub(crate) fn new(bytes: &'a [u8], limits: Limits) -> Result<Self, ScanError> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::from_text(text, limits)),
            Err(error) => Err(ScanError { kind: ScanErrorKind::Utf8, offset: error.valid_up_to() }),
        }
    }

    /// Starts before the first value of `text`.
    pub(crate) fn from_text(text: &'a str, limits: Limits) -> Self {
        Self {
            cursor: Cursor::new(text),
            limits,
            values: 0,
            innermost: Container::new(Kind::Text, 0),
            outer: SmallVec::new(),
            keys: SmallVec::new(),
        }
    }

    /// The first byte of the next value: tells its type.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        self.cursor.peek()
    }

    /// Where in the text the scanner is. After [`peek`](Self::peek): where the next value is.
    pub(crate) fn position(&self) -> usize {
        self.cursor.position()
    }

    /// The text from `start`, an earlier [`position`](Self::position), to here.
    pub(crate) fn since(&self, start: usize) -> &'a str {
        self.cursor.since(start)
    }

    /// How many arrays and objects are open.
    pub(crate) fn depth(&self) -> usize {
        self.outer.len()
    }

    /// Takes the next value whole, and returns its text.
    pub(crate) fn value(&mut self) -> Result<&'a str, ScanError> {
        self.cursor.peek();
        let start = self.cursor.position();
        let depth = self.depth();
        loop {
            self.begin()?;
            while self.depth() > depth && !self.step()? {}
            if self.depth() == depth {
                return Ok(self.cursor.since(start));
            }
        }
    }

    /// Takes the next value whole; returns it if it is a string.
    pub(crate) fn string(&mut self) -> Result<Option<RawString<'a>>, ScanError> {
        if self.cursor.peek() == Some(b'"') {
            self.count()?;
            self.cursor.string_here().map(Some)
        } else {
            self.value().map(|_| None)
        }
    }

    /// Enters an object, which must be next.
    pub(crate) fn enter_object(&mut self) -> Result<(), ScanError> {
        self.count()?;
        self.cursor.expect(b'{')?;
        self.enter(Kind::Object)
    }

    /// The key of the next member of the object entered last, after which its value is next.
    /// `None`: the object has ended, and been left.
    pub(crate) fn next_key(&mut self) -> Result<Option<Cow<'a, str>>, ScanError> {
        if self.innermost.kind != Kind::Object {
            return Ok(None);
        }
        if !self.cursor.step(b'}', &mut self.innermost.first)? {
            self.leave();
            return Ok(None);
        }
        self.cursor.peek();
        let offset = self.cursor.position();
        let raw = self.cursor.string_here()?;
        let key = raw.unescape();
        if is_reserved(&key) {
            return Err(ScanError { kind: ScanErrorKind::ReservedKey, offset });
        }
        if !self.remember(raw) {
            return Err(ScanError { kind: ScanErrorKind::DuplicateKey, offset });
        }
        self.cursor.expect(b':')?;
        Ok(Some(key))
    }

    /// Checks that the text ends here.
    pub(crate) fn finish(&mut self) -> Result<(), ScanError> {
        self.cursor.finish()
    }

    /// Takes a value that has no parts, or enters one that has.
    fn begin(&mut self) -> Result<(), ScanError> {
        match self.cursor.peek() {
            Some(b'{') => return self.enter_object(),
            Some(b'[') => {
                self.count()?;
                self.cursor.expect(b'[')?;
                return self.enter(Kind::Array);
            }
            Some(b'"') => self.cursor.string_here().map(drop)?,
            Some(b'-' | b'0'..=b'9') => self.cursor.number().map(drop)?,
            Some(b't') => self.cursor.literal("true")?,
            Some(b'f') => self.cursor.literal("false")?,
            Some(b'n') => self.cursor.literal("null")?,
            _ => return Err(self.cursor.error(ScanErrorKind::Syntax)),
        }
        self.count()
    }

    /// Moves to the next value in the innermost container. `false`: the container has ended.
    fn step(&mut self) -> Result<bool, ScanError> {
        if self.innermost.kind == Kind::Object {
            return self.next_key().map(|key| key.is_some());
        }
        let more = self.cursor.step(b']', &mut self.innermost.first)?;
        if !more {
            self.leave();
        }
        Ok(more)
    }

    fn enter(&mut self, kind: Kind) -> Result<(), ScanError> {
        if self.depth() == self.limits.depth {
            return Err(self.cursor.error(ScanErrorKind::TooDeep));
        }
        let entered = Container::new(kind, self.keys.len());
        self.outer.push(std::mem::replace(&mut self.innermost, entered));
        Ok(())
    }

    fn leave(&mut self) {
        let Some(around) = self.outer.pop() else { return };
        let left = std::mem::replace(&mut self.innermost, around);
        self.keys.truncate(left.keys_from);
    }

    fn count(&mut self) -> Result<(), ScanError> {
        self.values += 1;
        if self.values > self.limits.values {
            return Err(self.cursor.error(ScanErrorKind::TooManyValues));
        }
        Ok(())
    }

    /// Adds a key to those of the innermost object. `false`: it has been there.
    #[inline]
    fn remember(&mut self, key: RawString<'a>) -> bool {
        let Container { keys_from, many_keys, .. } = &mut self.innermost;
        if let Some(many) = many_keys {
            return many.insert(key.unescape());
        }
        let few = &self.keys[*keys_from..];
        if few.contains(&key) {
            return false;
        }
        let are_many = few.len() == FEW_KEYS;
        self.keys.push(key);
        if are_many {
            let keys = self.keys.drain(*keys_from..).map(RawString::unescape);
            *many_keys = Some(Box::new(keys.collect()));
        }
        true
    }
}

impl Container<'_> {
    fn new(kind: Kind, keys_from: usize) -> Self {
        Self { kind, first: true, keys_from, many_keys: None }
    }
}

/// Whether `serde_json` would take an object with this key for something else.
///
/// With its feature `raw_value`, `{"$serde_json::private::RawValue": "..."}` decoded as a
/// `Value` becomes the JSON *inside the string*, which nobody has checked: a second message
/// within the first. With `arbitrary_precision` there is the like for numbers. Features are
/// chosen by any crate of the program, so that these names are refused always.
pub(crate) fn is_reserved(key: &str) -> bool {
    key.starts_with("$serde_json::private::")
}

/// Up to so many keys are compared one by one; it is faster than hashing them. The hash set
/// beyond is seeded at random (the default of std), so that no client can choose collisions.
const FEW_KEYS: usize = 16;
