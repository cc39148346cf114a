//! Inputs without parts.

use super::{Input, Shape};
use crate::{
    intake::Intake,
    json::{self, Raw, TextTerms},
};

macro_rules! leaves {
    ($($shape:ident: $($type:ty)*;)*) => {$($(
        impl Input for $type {
            const SHAPE: Shape = Shape::$shape;

            fn take(raw: Raw<'_>, terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
                match json::decode(raw.text(), terms) {
                    Ok(value) => Some(value),
                    Err(violation) => intake.refuse(violation),
                }
            }
        }
    )*)*};
}

leaves! {
    STRING: String char;
    BOOLEAN: bool;
    INTEGER: i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize;
    NUMBER: f32 f64;
    NULL: ();
    ANY: serde_json::Value;
}
