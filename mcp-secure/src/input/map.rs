//! Maps of inputs.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher, Hash},
};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::{Input, Shape, wrong_type};
use crate::{
    intake::Intake,
    json::{self, Raw, TextTerms},
    rule::Violation,
};

macro_rules! maps {
    ($($map:ident<K, V $(, $hasher:ident)?>: $($bound:ident)*;)*) => {$(
        impl<K, V: Input $(, $hasher)?> Input for $map<K, V $(, $hasher)?>
        where
            K: DeserializeOwned + JsonSchema + Send $(+ $bound)* + 'static,
            $($hasher: BuildHasher + Default + Send + 'static,)?
        {
            const SHAPE: Shape = Shape::OBJECT;
            const IS_SECRET: bool = V::IS_SECRET;

            fn take(raw: Raw<'_>, terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
                let mut all = Some(Self::default());
                members(raw, terms, intake, |key, value, intake| {
                    match (key, V::take(value, terms, intake)) {
                        (Some(key), Some(value)) => {
                            if all.as_mut().is_some_and(|all| all.insert(key, value).is_some()) {
                                let message = "must not be the same as a member before it";
                                all = intake.refuse(Violation::new("unique", message));
                            }
                        }
                        _ => all = None,
                    }
                })?;
                all
            }
        }
    )*};
}

maps! {
    BTreeMap<K, V>: Ord;
    HashMap<K, V, S>: Eq Hash;
}

/// Takes each member at its name, until nothing more would be told. A name that is wrong is told
/// of the object, since it cannot be pointed at.
fn members<K: DeserializeOwned>(
    raw: Raw<'_>,
    terms: TextTerms<'_>,
    intake: &mut Intake<'_>,
    mut take: impl FnMut(Option<K>, Raw<'_>, &mut Intake<'_>),
) -> Option<()> {
    let Some(members) = raw.members() else {
        return intake.refuse(wrong_type("must be an object"));
    };
    for (name, value) in members {
        if intake.is_full() {
            return None;
        }
        let key = match json::decode_key(name, terms) {
            Ok(key) => Some(key),
            Err(violation) => intake.refuse(violation.here()),
        };
        let name = json::name_to_tell(name);
        intake.within(name, |intake| take(key, value, intake));
    }
    Some(())
}
