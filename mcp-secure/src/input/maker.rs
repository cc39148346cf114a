//! [`Maker`]: what a struct or a variant is made of.

use schemars::{Schema, SchemaGenerator, json_schema};
use smallvec::SmallVec;

use super::wrong_type;
use crate::{
    intake::Intake,
    json::{Kind, Raw},
    parameter::{Parameter, Parameters},
    schema,
    slots::{Slots, unknown},
};

/// Makes a `T` of a value.
pub(super) trait Maker<T>: Send + Sync {
    fn take(&self, raw: Raw<'_>, intake: &mut Intake<'_>) -> Option<T>;

    fn describe(&self, generator: &mut SchemaGenerator) -> Schema;
}

/// Named fields: an object with these members and no others.
pub(super) struct Record<P: Parameters, T> {
    fields: P,
    names: Vec<&'static str>,
    build: fn(P::Values) -> T,
}

/// One field without a name: the value itself.
pub(super) struct Newtype<U, T> {
    pub(super) content: Parameter<U>,
    pub(super) build: fn(U) -> T,
}

/// No field: `null`.
pub(super) struct Unit<T>(pub(super) fn() -> T);

impl<P: Parameters, T> Record<P, T> {
    pub(super) fn new(fields: P, build: fn(P::Values) -> T) -> Self {
        let mut names = Vec::new();
        fields.names(&mut names);
        Self { fields, names, build }
    }
}

impl<P: Parameters, T> Maker<T> for Record<P, T> {
    fn take(&self, raw: Raw<'_>, intake: &mut Intake<'_>) -> Option<T> {
        let mut slots: SmallVec<[Option<Raw<'_>>; 8]> = SmallVec::from_elem(None, self.names.len());
        let only_known = members(raw, &self.names, intake, |index, value| {
            slots[index] = Some(value);
        });
        // Without an object there is nothing to be missed.
        if raw.kind() != Kind::Object {
            return None;
        }
        let values = self.fields.take(Slots::of(&slots), intake)?;
        only_known.then(|| (self.build)(values))
    }

    fn describe(&self, generator: &mut SchemaGenerator) -> Schema {
        let mut properties = Vec::new();
        self.fields.describe(generator, &mut properties);
        schema::object(&properties).into()
    }
}

impl<U: Send + 'static, T> Maker<T> for Newtype<U, T> {
    fn take(&self, raw: Raw<'_>, intake: &mut Intake<'_>) -> Option<T> {
        self.content.take(Some(raw), intake).map(self.build)
    }

    fn describe(&self, generator: &mut SchemaGenerator) -> Schema {
        self.content.describe(generator).map(|property| property.schema).unwrap_or_default()
    }
}

impl<T> Maker<T> for Unit<T> {
    fn take(&self, raw: Raw<'_>, intake: &mut Intake<'_>) -> Option<T> {
        match raw.kind() {
            Kind::Null => Some((self.0)()),
            _ => intake.refuse(wrong_type("must be null")),
        }
    }

    fn describe(&self, _generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "null" })
    }
}

/// Finds the members of these names; whether it is an object that has no others.
pub(super) fn members<'a>(
    raw: Raw<'a>,
    names: &[&str],
    intake: &mut Intake<'_>,
    mut found: impl FnMut(usize, Raw<'a>),
) -> bool {
    let Some(members) = raw.members() else {
        return intake.refuse(wrong_type("must be an object")).unwrap_or(false);
    };
    let mut only_known = true;
    for (key, value) in members {
        let key = key.unescape();
        if let Some(index) = names.iter().position(|name| *name == key) {
            found(index, value);
        } else {
            intake.violations().push(unknown(&key, "is not a member of this object"));
            only_known = false;
            if intake.is_full() {
                break;
            }
        }
    }
    only_known
}
