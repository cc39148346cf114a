//! How long a value is.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fmt::Write as _,
    ops::{Bound, RangeBounds},
};

use schemars::Schema;

use super::{Rule, Violation, keywords};
use crate::lanes;

mod bytes;
mod graphemes;
#[cfg(test)]
mod tests;

pub use bytes::ByteLength;
pub use graphemes::GraphemeLength;

/// Asks for a length: of characters in text, of items in a list, of members in a map.
///
/// Takes any range: `1..=64`, `..=64`, `1..`, `1..65`, and `8..=8` for exactly eight.
///
/// Characters are Unicode scalar values, which is what JSON Schema's `minLength` and
/// `maxLength` count (JSON Schema Validation 2020-12, section 6.3). What a reader takes for
/// one character may be several: `é` written as two, a family emoji as seven: count
/// [`graphemes`](Length::graphemes). Where storage is the concern, count [`bytes`](Length::bytes).
///
/// Caps of 2000 and more are enforced but not told in the schema: some clients compile
/// schemas to grammars and fail on large repetitions.
///
/// ```
/// use mcp_secure::rule::{Rule, length};
///
/// let title = length(1..=8);
/// assert!(title.judge("résumé").is_ok());
/// assert!(title.judge("日本語").is_ok());
/// assert!(title.judge("").is_err());
/// assert!(title.judge("too long a title").is_err());
///
/// let tags = length(..=2);
/// assert!(tags.judge(&["a", "b"][..]).is_ok());
/// assert!(tags.judge(&["a", "b", "c"][..]).is_err());
/// ```
///
/// # Panics
///
/// If no length lies in the range, as in `5..=3`.
#[track_caller]
pub fn length(range: impl RangeBounds<usize>) -> Length {
    let min = match range.start_bound() {
        Bound::Included(&min) => Some(min),
        Bound::Excluded(&below) => below.checked_add(1),
        Bound::Unbounded => Some(0),
    };
    let max = match range.end_bound() {
        Bound::Included(&max) => Some(max),
        Bound::Excluded(&above) => above.checked_sub(1),
        Bound::Unbounded => Some(usize::MAX),
    };
    match (min, max) {
        (Some(min), Some(max)) if min <= max => Length { min, max },
        _ => panic!("no length lies in the range; write the smaller bound first, as in `1..=64`"),
    }
}

/// See [`length`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    min: usize,
    max: usize,
}

impl Length {
    /// Counts the bytes of the UTF-8 text instead of its characters.
    ///
    /// JSON Schema cannot count bytes: the schema says what follows for characters, which
    /// is less.
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, length};
    ///
    /// assert!(length(..=4).bytes().judge("日本").is_err());
    /// assert!(length(..=6).bytes().judge("日本").is_ok());
    /// ```
    #[must_use]
    pub fn bytes(self) -> ByteLength {
        ByteLength(self)
    }

    /// Counts what a reader takes for characters: extended grapheme clusters (Unicode Standard
    /// Annex 29) instead of scalar values.
    ///
    /// One of them can be of any size, since any number of accents can be put on a letter. So this
    /// bounds what is read, not what is stored: the default of 64 KiB stays, unless another rule
    /// bounds the text, as `length(..=1000).bytes()`. JSON Schema cannot count them, and is told
    /// the least number of characters that follows.
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, length};
    ///
    /// let initials = length(..=2).graphemes();
    /// assert!(initials.judge("e\u{301}👩\u{200d}👩\u{200d}👧").is_ok());
    /// assert!(initials.judge("abc").is_err());
    /// ```
    #[must_use]
    pub fn graphemes(self) -> GraphemeLength {
        GraphemeLength(self)
    }

    fn violation(self, one: &str, many: &str) -> Violation {
        let Self { min, max } = self;
        let unit = |count| if count == 1 { one } else { many };
        let mut message = String::from("must have ");
        // Writing to a string cannot fail.
        let _ = match (min, max) {
            (_, usize::MAX) => write!(message, "at least {min} {}", unit(min)),
            _ if min == max => write!(message, "exactly {min} {}", unit(min)),
            (0, _) => write!(message, "at most {max} {}", unit(max)),
            _ => write!(message, "{min} to {max} {many}"),
        };
        Violation::new("length", message)
    }
}

impl<T: Measured + ?Sized> Rule<T> for Length {
    fn judge(&self, value: &T) -> Result<(), Violation> {
        if value.is_within(self.min, self.max) {
            return Ok(());
        }
        let (one, many) = match T::SHAPE {
            Shape::Text => ("character", "characters"),
            Shape::List => ("item", "items"),
            Shape::Map => ("member", "members"),
        };
        Err(self.violation(one, many))
    }

    fn bounds_length(&self) -> bool {
        matches!(T::SHAPE, Shape::Text) && self.max < usize::MAX
    }

    fn describes_exactly(&self) -> bool {
        let is_told = |limit| limit < keywords::FIRST_UNTOLD_LENGTH;
        is_told(self.min) && (is_told(self.max) || self.max == usize::MAX)
    }

    fn describe(&self, schema: &mut Schema) {
        let (least, most) = match T::SHAPE {
            Shape::Text => ("minLength", "maxLength"),
            Shape::List => ("minItems", "maxItems"),
            Shape::Map => ("minProperties", "maxProperties"),
        };
        keywords::length_at_least(schema, least, self.min);
        keywords::length_at_most(schema, most, self.max);
    }
}

/// A value that [`length`] can judge.
///
/// Implement it for a type of your own that a rule sees.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no length",
    label = "`length` judges text, lists, sets and maps"
)]
pub trait Measured {
    /// What is counted, and so which keywords the schema gets.
    const SHAPE: Shape;

    /// The length.
    fn measure(&self) -> usize;

    /// Whether the length is at least `min` and at most `max`.
    fn is_within(&self, min: usize, max: usize) -> bool {
        (min..=max).contains(&self.measure())
    }
}

/// What [`length`] counts of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// Unicode scalar values of text.
    Text,
    /// Items of a list or a set.
    List,
    /// Members of a map.
    Map,
}

impl Measured for str {
    const SHAPE: Shape = Shape::Text;

    fn measure(&self) -> usize {
        // All but the second, third and fourth bytes of a character.
        lanes::count(self.as_bytes(), |byte| byte & 0xc0 != 0x80)
    }

    fn is_within(&self, min: usize, max: usize) -> bool {
        // A character takes one to four bytes, so the byte length often decides alone.
        let (fewest, most) = (self.len().div_ceil(LONGEST_CHARACTER), self.len());
        if min <= fewest && most <= max {
            true
        } else if most < min || max < fewest {
            false
        } else {
            (min..=max).contains(&self.measure())
        }
    }
}

macro_rules! measured {
    ($($shape:ident {$($generic:ident),*} $type:ty;)*) => {$(
        impl<$($generic),*> Measured for $type {
            const SHAPE: Shape = Shape::$shape;

            fn measure(&self) -> usize {
                self.len()
            }
        }
    )*};
}

measured! {
    List {T} [T];
    List {T, S} HashSet<T, S>;
    List {T} BTreeSet<T>;
    Map {K, V, S} HashMap<K, V, S>;
    Map {K, V} BTreeMap<K, V>;
}

/// Bytes of the longest UTF-8 encoding of a character.
const LONGEST_CHARACTER: usize = 4;
