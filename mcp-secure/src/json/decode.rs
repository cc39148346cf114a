//! One argument, from checked JSON text to a Rust value.
//!
//! Differs from `serde_json` where that would bend a value or tell one:
//!
//! - A mistake is a [`Violation`] with a JSON pointer to the exact place. Messages say what
//!   is expected, never what was found; what another crate's `Deserialize` says about a value
//!   is replaced.
//! - A struct comes from an object only, not also from an array; a unit variant from its name
//!   only, not also from `{"name": null}`. A number that its type cannot hold is refused, also
//!   where `f64` would become infinite. So what is accepted is what the JSON Schema says. (One
//!   exception: an internally tagged or untagged enum is decoded by serde from a copy, in
//!   which a struct may still be an array.)
//! - Text is [sanitized](crate::sanitize) and held to a [`TextPolicy`] on the way.
//!
//! The time is linear in the text, for every type but a recursive untagged enum: serde tries
//! its variants at every level anew.

use serde::de::{DeserializeOwned, Error as _, IntoDeserializer, Visitor};

use super::{
    cursor::Cursor,
    scan::{Limits, ScanErrorKind},
    string::RawString,
};
use crate::rule::Violation;
use access::{Entries, Items, Variant};
use failure::Failure;
pub(crate) use failure::told;
use key::Key;

mod access;
mod deserializer;
mod failure;
mod key;
mod missing;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use failure::name_to_tell;
pub(crate) use missing::decode_missing;
pub use text::{TextPolicy, TextTerms};

/// Decodes one value from its JSON text, which a [`Scanner`](super::Scanner) has checked.
///
/// The pointer of the violation is relative to this value. It contains member names of the
/// client's where they lead to the place, save for very long ones and those with refused
/// characters: there it stops one level above.
///
/// A text that was not checked makes no harm either, except that duplicate keys in it are
/// left to the type.
pub(crate) fn decode<'a, T: DeserializeOwned>(
    raw: &'a str,
    terms: impl Into<TextTerms<'a>>,
) -> Result<T, Violation> {
    let mut decoder = Decoder { cursor: Cursor::new(raw), terms: terms.into(), depth: 0 };
    let value = T::deserialize(&mut decoder).map_err(Violation::from)?;
    decoder.cursor.finish().map_err(|error| Violation::from(Failure::from(error)))?;
    Ok(value)
}

/// Decodes the name of a member, as the key of a map.
pub(crate) fn decode_key<T: DeserializeOwned>(
    name: RawString<'_>,
    terms: TextTerms<'_>,
) -> Result<T, Violation> {
    let name = name.unescape();
    terms.judge_name(&name).and_then(|()| T::deserialize(Key(name))).map_err(Violation::from)
}

/// A place in the text from which the next value is decoded.
struct Decoder<'a> {
    cursor: Cursor<'a>,
    terms: TextTerms<'a>,
    depth: usize,
}

impl<'a> Decoder<'a> {
    fn array<V>(&mut self, visitor: V, length: Option<usize>) -> Result<V::Value, Failure>
    where
        V: Visitor<'a>,
    {
        if !self.cursor.eat(b'[') {
            return Err(Failure::of_type("must be an array"));
        }
        self.enter()?;
        let mut items = Items::new(self);
        let value = visitor.visit_seq(&mut items)?;
        if items.has_more()? {
            return Err(match length {
                Some(length) => Failure::of_type(format!("must have exactly {length} elements")),
                None => Failure::of_type("has too many elements"),
            });
        }
        self.depth -= 1;
        Ok(value)
    }

    fn object<V: Visitor<'a>>(&mut self, visitor: V) -> Result<V::Value, Failure> {
        if !self.cursor.eat(b'{') {
            return Err(Failure::of_type("must be an object"));
        }
        self.enter()?;
        let mut entries = Entries::new(self);
        let value = visitor.visit_map(&mut entries)?;
        if entries.has_more()? {
            return Err(Failure::of_type("has too many members"));
        }
        self.depth -= 1;
        Ok(value)
    }

    /// An externally tagged enum: `"variant"` or `{"variant": content}`.
    fn variant<V: Visitor<'a>>(&mut self, visitor: V) -> Result<V::Value, Failure> {
        match self.cursor.peek() {
            Some(b'"') => visitor.visit_enum(self.text()?.into_deserializer()),
            Some(b'{') => {
                self.cursor.expect(b'{')?;
                self.enter()?;
                let mut first = true;
                if !self.cursor.step(b'}', &mut first)? {
                    return Err(Failure::of_type(ONE_VARIANT));
                }
                let value = visitor.visit_enum(Variant::new(self))?;
                if self.cursor.step(b'}', &mut first)? {
                    return Err(Failure::of_type(ONE_VARIANT));
                }
                self.depth -= 1;
                Ok(value)
            }
            _ => Err(Failure::of_type(ONE_VARIANT)),
        }
    }

    /// A number of no particular type, as `serde_json` takes it: as an integer of 64 bits if
    /// it is one, else as a double.
    fn any_number<V: Visitor<'a>>(&mut self, visitor: V) -> Result<V::Value, Failure> {
        let text = self.cursor.number()?;
        if let Ok(number) = text.parse::<u64>() {
            return visitor.visit_u64(number);
        }
        match text.parse::<i64>() {
            // Negative zero: an integer has none.
            Ok(0) | Err(_) => visitor.visit_f64(finite(text)?),
            Ok(number) => visitor.visit_i64(number),
        }
    }

    fn integer<T>(&mut self, least: T, most: T) -> Result<T, Failure>
    where
        T: std::str::FromStr + std::fmt::Display,
    {
        if !self.at_number() {
            return Err(Failure::of_type("must be an integer"));
        }
        match self.cursor.number()? {
            text if text.contains(['.', 'e', 'E']) => Err(Failure::of_type("must be an integer")),
            "-0" => "0".parse().map_err(|_| Failure::invalid()),
            // The text is an integer: if it does not fit, it is the range.
            text => text
                .parse()
                .map_err(|_| Failure::of_type(format!("must be between {least} and {most}"))),
        }
    }

    fn float(&mut self) -> Result<f64, Failure> {
        if !self.at_number() {
            return Err(Failure::of_type("must be a number"));
        }
        finite(self.cursor.number()?)
    }

    /// A string, which must be next, as the type gets it.
    fn text(&mut self) -> Result<std::borrow::Cow<'a, str>, Failure> {
        self.terms.take(self.cursor.string()?.unescape())
    }

    fn at_number(&mut self) -> bool {
        matches!(self.cursor.peek(), Some(b'-' | b'0'..=b'9'))
    }

    /// The scanner bounds the depth; this is for a text that it has not seen.
    fn enter(&mut self) -> Result<(), Failure> {
        self.depth += 1;
        if self.depth > Limits::default().depth {
            return Err(self.cursor.error(ScanErrorKind::TooDeep).into());
        }
        Ok(())
    }
}

fn finite(text: &str) -> Result<f64, Failure> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        Ok(_) => Err(Failure::of_type("is out of range")),
        Err(_) => Err(Failure::custom("not a number")),
    }
}

const ONE_VARIANT: &str =
    "must be the name of a variant, or an object with a variant as its only member";
