//! Arguments that are not there.

use serde::{
    de::{self, DeserializeOwned, Error as _, Visitor},
    forward_to_deserialize_any,
};

use super::Failure;

/// The value of an absent argument: `None` for an `Option`. For any other type there is none.
///
/// The rule is the one that serde's derive applies to a field, so that a parameter and a
/// field of the same type agree.
pub(crate) fn decode_missing<T: DeserializeOwned>() -> Option<T> {
    T::deserialize(Missing).ok()
}

struct Missing;

impl<'de> de::Deserializer<'de> for Missing {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Failure> {
        Err(Failure::custom("nothing is there"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
