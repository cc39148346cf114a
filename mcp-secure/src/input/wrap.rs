//! What is around an input, and not in its JSON.

use std::sync::Arc;

use zeroize::Zeroize;

use super::{Input, Shape};
use crate::{
    intake::Intake,
    json::{Kind, Raw, TextTerms},
    secret::Secret,
};

/// May be absent, or `null`.
impl<T: Input> Input for Option<T> {
    const SHAPE: Shape = T::SHAPE.or_null();
    const IS_SECRET: bool = T::IS_SECRET;

    fn take(raw: Raw<'_>, terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
        match raw.kind() {
            Kind::Null => Some(None),
            _ => T::take(raw, terms, intake).map(Some),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

macro_rules! pointers {
    ($($pointer:ident: $($bound:ident)*;)*) => {$(
        impl<T: Input $(+ $bound)*> Input for $pointer<T> {
            const SHAPE: Shape = T::SHAPE;
            const IS_SECRET: bool = T::IS_SECRET;

            fn take(raw: Raw<'_>, terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
                T::take(raw, terms, intake).map($pointer::new)
            }

            fn absent() -> Option<Self> {
                T::absent().map($pointer::new)
            }
        }
    )*};
}

pointers! {
    Box: ;
    Arc: Sync;
}

impl<T: Input + Zeroize> Input for Secret<T> {
    const SHAPE: Shape = T::SHAPE;
    const IS_SECRET: bool = true;

    fn take(raw: Raw<'_>, terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
        intake.secretly(Some(raw), |intake| T::take(raw, terms, intake).map(Secret::new))
    }

    fn absent() -> Option<Self> {
        T::absent().map(Secret::new)
    }
}
