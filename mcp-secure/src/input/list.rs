//! Lists, sets, arrays and tuples of inputs: each element is judged, also behind a wrong one.

use std::{
    collections::{BTreeSet, HashSet},
    hash::Hash,
};

use schemars::JsonSchema;

use super::{Input, Shape, wrong_type};
use crate::{
    intake::Intake,
    json::{Raw, TextTerms},
    rule::Violation,
};

impl<T: Input> Input for Vec<T> {
    const SHAPE: Shape = Shape::ARRAY;
    const IS_SECRET: bool = T::IS_SECRET;

    fn take(raw: Raw<'_>, terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
        let mut all = Some(Vec::new());
        elements(raw, intake, |item, intake| match T::take(item, terms, intake) {
            Some(item) => {
                if let Some(all) = &mut all {
                    all.push(item);
                }
            }
            None => all = None,
        })?;
        all
    }
}

/// Two equal elements are a mistake: the schema says `uniqueItems`.
macro_rules! sets {
    ($($set:ident: $($bound:ident)*;)*) => {$(
        impl<T: Input $(+ $bound)*> Input for $set<T> {
            const SHAPE: Shape = Shape::ARRAY;
            const IS_SECRET: bool = T::IS_SECRET;

            fn take(raw: Raw<'_>, terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
                let mut all = Some($set::new());
                elements(raw, intake, |item, intake| {
                    let Some(item) = T::take(item, terms, intake) else { return all = None };
                    if all.as_mut().is_some_and(|all| !all.insert(item)) {
                        let message = "must not be the same as an element before it";
                        all = intake.refuse(Violation::new("unique", message));
                    }
                })?;
                all
            }
        }
    )*};
}

sets! {
    BTreeSet: Ord;
    HashSet: Eq Hash;
}

impl<T: Input, const N: usize> Input for [T; N]
where
    [T; N]: JsonSchema,
{
    const SHAPE: Shape = Shape::ARRAY;
    const IS_SECRET: bool = T::IS_SECRET;

    fn take(raw: Raw<'_>, terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
        let all = Vec::<T>::take(raw, terms, intake)?;
        all.try_into().ok().or_else(|| intake.refuse(wrong_length(N)))
    }
}

macro_rules! tuples {
    ($($length:literal: $($type:ident $value:ident)*;)*) => {$(
        impl<$($type: Input),*> Input for ($($type,)*) {
            const SHAPE: Shape = Shape::ARRAY;
            const IS_SECRET: bool = $($type::IS_SECRET)||*;

            fn take(raw: Raw<'_>, terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
                let Some(items) = raw.items() else {
                    return intake.refuse(wrong_type("must be an array"));
                };
                if items.count() != $length {
                    return intake.refuse(wrong_length($length));
                }
                let mut items = raw.items().into_iter().flatten().enumerate();
                $(let $value = match items.next() {
                    Some((index, item)) => {
                        intake.within(Some(index), |intake| $type::take(item, terms, intake))
                    }
                    None => None,
                };)*
                Some(($($value?,)*))
            }
        }
    )*};
}

tuples! {
    1: A a;
    2: A a B b;
    3: A a B b C c;
    4: A a B b C c D d;
}

/// Takes each element at its index, until nothing more would be told.
fn elements(
    raw: Raw<'_>,
    intake: &mut Intake<'_>,
    mut take: impl FnMut(Raw<'_>, &mut Intake<'_>),
) -> Option<()> {
    let Some(items) = raw.items() else {
        return intake.refuse(wrong_type("must be an array"));
    };
    for (index, item) in items.enumerate() {
        if intake.is_full() {
            return None;
        }
        intake.within(Some(index), |intake| take(item, intake));
    }
    Some(())
}

fn wrong_length(length: usize) -> Violation {
    Violation::new("type", format!("must have exactly {length} elements"))
}
