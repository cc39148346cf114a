//! Elements, members and variants. Here errors learn where they happened: each level adds its
//! part of the pointer on the way out, and only then.

use serde::de::{self, DeserializeSeed, Visitor};

use super::{Decoder, Failure, key::Key};
use crate::json::{scan::is_reserved, string::RawString};

/// The elements of an array.
pub(super) struct Items<'d, 'de> {
    decoder: &'d mut Decoder<'de>,
    first: bool,
    closed: bool,
    index: usize,
}

impl<'d, 'de> Items<'d, 'de> {
    pub(super) fn new(decoder: &'d mut Decoder<'de>) -> Self {
        Self { decoder, first: true, closed: false, index: 0 }
    }

    /// Moves to the next element.
    pub(super) fn has_more(&mut self) -> Result<bool, Failure> {
        if !self.closed {
            self.closed = !self.decoder.cursor.step(b']', &mut self.first)?;
        }
        Ok(!self.closed)
    }
}

impl<'de> de::SeqAccess<'de> for Items<'_, 'de> {
    type Error = Failure;

    fn next_element_seed<T>(&mut self, seed: T) -> Result<Option<T::Value>, Failure>
    where
        T: DeserializeSeed<'de>,
    {
        if !self.has_more()? {
            return Ok(None);
        }
        let index = self.index;
        self.index += 1;
        match seed.deserialize(&mut *self.decoder) {
            Ok(value) => Ok(Some(value)),
            Err(failure) => Err(failure.at(&index.to_string())),
        }
    }
}

/// The members of an object.
pub(super) struct Entries<'d, 'de> {
    decoder: &'d mut Decoder<'de>,
    first: bool,
    closed: bool,
    key: Option<RawString<'de>>,
}

impl<'d, 'de> Entries<'d, 'de> {
    pub(super) fn new(decoder: &'d mut Decoder<'de>) -> Self {
        Self { decoder, first: true, closed: false, key: None }
    }

    /// Moves to the key of the next member.
    pub(super) fn has_more(&mut self) -> Result<bool, Failure> {
        if !self.closed {
            self.closed = !self.decoder.cursor.step(b'}', &mut self.first)?;
        }
        Ok(!self.closed)
    }
}

impl<'de> de::MapAccess<'de> for Entries<'_, 'de> {
    type Error = Failure;

    fn next_key_seed<K>(&mut self, seed: K) -> Result<Option<K::Value>, Failure>
    where
        K: DeserializeSeed<'de>,
    {
        if !self.has_more()? {
            return Ok(None);
        }
        let (raw, key) = self.decoder.key()?;
        self.key = Some(raw);
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V>(&mut self, seed: V) -> Result<V::Value, Failure>
    where
        V: DeserializeSeed<'de>,
    {
        self.decoder.cursor.expect(b':')?;
        match seed.deserialize(&mut *self.decoder) {
            Ok(value) => Ok(value),
            Err(failure) => Err(failure.at_member(self.key)),
        }
    }
}

/// `"variant": content`, within its braces.
pub(super) struct Variant<'d, 'de> {
    decoder: &'d mut Decoder<'de>,
    name: Option<RawString<'de>>,
}

impl<'d, 'de> Variant<'d, 'de> {
    pub(super) fn new(decoder: &'d mut Decoder<'de>) -> Self {
        Self { decoder, name: None }
    }

    /// Decodes the content.
    fn content<T>(
        self,
        decode: impl FnOnce(&mut Decoder<'de>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        decode(self.decoder).map_err(|failure| failure.at_member(self.name))
    }
}

impl<'de> de::EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Failure;
    type Variant = Self;

    fn variant_seed<V>(mut self, seed: V) -> Result<(V::Value, Self), Failure>
    where
        V: DeserializeSeed<'de>,
    {
        let (raw, key) = self.decoder.key()?;
        self.name = Some(raw);
        let variant = seed.deserialize(key)?;
        self.decoder.cursor.expect(b':')?;
        Ok((variant, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        Err(Failure::of_type("must be the name of this variant, as a string"))
    }

    fn newtype_variant_seed<T>(self, seed: T) -> Result<T::Value, Failure>
    where
        T: DeserializeSeed<'de>,
    {
        self.content(|decoder| seed.deserialize(decoder))
    }

    fn tuple_variant<V>(self, length: usize, visitor: V) -> Result<V::Value, Failure>
    where
        V: Visitor<'de>,
    {
        self.content(|decoder| decoder.array(visitor, Some(length)))
    }

    fn struct_variant<V>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure>
    where
        V: Visitor<'de>,
    {
        self.content(|decoder| decoder.object(visitor))
    }
}

impl<'a> Decoder<'a> {
    /// A member's name: as it stands, for a pointer, and as it is decoded.
    fn key(&mut self) -> Result<(RawString<'a>, Key<'a>), Failure> {
        let raw = self.cursor.string()?;
        let key = raw.unescape();
        self.terms.judge_name(&key)?;
        if is_reserved(&key) {
            return Err(Failure::reserved_key());
        }
        Ok((raw, Key(key)))
    }
}
