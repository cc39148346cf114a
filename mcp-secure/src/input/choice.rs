//! Enums: one of several variants, told apart in one of the ways that serde has.

use schemars::{Schema, SchemaGenerator};

use super::{
    Shape,
    maker::{Maker, Newtype, Record, Unit, members},
    untagged, wrong_type,
};
use crate::{
    intake::Intake,
    json::{Kind, Raw},
    param::missing,
    parameter::{Parameter, Parameters},
    rule::Violation,
    slots::unknown,
};

mod describe;

/// How the variants of an enum are told apart.
#[derive(Clone, Copy, Debug)]
pub enum Tagging {
    /// `"variant"` or `{"variant": content}`.
    External,
    /// A member of this name beside those of the content.
    Internal(&'static str),
    /// A member of the first name, with the content in a member of the second.
    Adjacent(&'static str, &'static str),
    /// By the content alone.
    Untagged,
}

/// One variant of an enum.
pub struct Variant<T> {
    pub(super) name: &'static str,
    description: &'static str,
    pub(super) shape: Shape,
    is_unit: bool,
    pub(super) content: Box<dyn Maker<T>>,
}

impl<T: 'static> Variant<T> {
    /// A variant without content.
    pub fn unit(name: &'static str, build: fn() -> T) -> Self {
        Self { is_unit: true, ..Self::of(name, Unit(build)) }
    }

    /// A variant with named fields.
    pub fn record<P: Parameters>(name: &'static str, fields: P, build: fn(P::Values) -> T) -> Self {
        Self::of(name, Record::new(fields, build))
    }

    /// A variant with one field that has no name.
    pub fn newtype<U: Send + 'static>(
        name: &'static str,
        content: Parameter<U>,
        build: fn(U) -> T,
    ) -> Self {
        Self::of(name, Newtype { content, build })
    }

    /// What the model is told of it.
    #[must_use]
    pub fn description(mut self, text: &'static str) -> Self {
        self.description = text;
        self
    }

    /// Which values its content may be; for an untagged enum.
    #[must_use]
    pub fn shape(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    fn of(name: &'static str, content: impl Maker<T> + 'static) -> Self {
        let content = Box::new(content);
        Self { name, description: "", shape: Shape::ANY, is_unit: false, content }
    }
}

pub(super) struct Choice<T> {
    tagging: Tagging,
    variants: Vec<Variant<T>>,
}

impl<T: 'static> Choice<T> {
    pub(super) fn new(tagging: Tagging, variants: Vec<Variant<T>>) -> Self {
        Self { tagging, variants }
    }

    fn external(&self, raw: Raw<'_>, intake: &mut Intake<'_>) -> Option<T> {
        if let Some(name) = raw.string() {
            let name = name.unescape();
            let named = self.variants.iter().find(|variant| variant.name == name);
            return match named.filter(|variant| variant.is_unit) {
                Some(variant) => self.unit(variant, intake),
                None => intake.refuse(self.not_a_variant()),
            };
        }
        let mut members = raw.members().into_iter().flatten();
        let (Some((name, value)), None) = (members.next(), members.next()) else {
            return intake
                .refuse(Violation::new("type", self.not_a_variant().message().to_owned()));
        };
        let name = name.unescape();
        match self.variants.iter().find(|variant| variant.name == name) {
            Some(variant) if !variant.is_unit => {
                intake.within(Some(variant.name), |intake| variant.content.take(value, intake))
            }
            _ => intake.refuse(self.not_a_variant()),
        }
    }

    fn internal(&self, raw: Raw<'_>, tag: &'static str, intake: &mut Intake<'_>) -> Option<T> {
        let variant = self.tagged(raw, tag, intake)?;
        let rest = raw.without(tag);
        if !variant.is_unit {
            return variant.content.take(rest, intake);
        }
        members(rest, &[], intake, |_, _| {}).then(|| self.unit(variant, intake))?
    }

    fn adjacent(
        &self,
        raw: Raw<'_>,
        [tag, content]: [&'static str; 2],
        intake: &mut Intake<'_>,
    ) -> Option<T> {
        let variant = self.tagged(raw, tag, intake);
        let mut inner = None;
        let only_known = members(raw, &[tag, content], intake, |index, value| {
            if index == 1 {
                inner = Some(value);
            }
        });
        let variant = variant?;
        let value = match inner {
            None if variant.is_unit => self.unit(variant, intake),
            Some(_) if variant.is_unit => {
                intake.refuse(unknown(content, "is not a member of this variant"))
            }
            inner => intake.within(Some(content), |intake| match inner {
                Some(inner) => variant.content.take(inner, intake),
                None => intake.refuse(missing()),
            }),
        };
        value.filter(|_| only_known)
    }

    /// The variant that the tag names.
    fn tagged(
        &self,
        raw: Raw<'_>,
        tag: &'static str,
        intake: &mut Intake<'_>,
    ) -> Option<&Variant<T>> {
        if raw.kind() != Kind::Object {
            return intake.refuse(wrong_type("must be an object"));
        }
        intake.within(Some(tag), |intake| {
            let message = format!("must be one of {}", names(&self.variants));
            let Some(value) = raw.member(tag) else {
                let message = format!("is required and missing; it {message}");
                return intake.refuse(Violation::new("required", message));
            };
            let Some(name) = value.string() else {
                return intake.refuse(Violation::new("type", message));
            };
            let name = name.unescape();
            let variant = self.variants.iter().find(|variant| variant.name == name);
            variant.or_else(|| intake.refuse(Violation::new("one_of", message)))
        })
    }

    fn unit(&self, variant: &Variant<T>, intake: &mut Intake<'_>) -> Option<T> {
        variant.content.take(Raw::new("null"), intake)
    }

    fn not_a_variant(&self) -> Violation {
        let (units, others): (Vec<_>, Vec<_>) =
            self.variants.iter().partition(|variant| variant.is_unit);
        let mut asked = Vec::new();
        if !units.is_empty() {
            asked.push(format!("one of {}", names(units)));
        }
        if !others.is_empty() {
            asked.push(format!("an object whose only member is one of {}", names(others)));
        }
        Violation::new("one_of", format!("must be {}", asked.join(", or ")))
    }
}

impl<T: 'static> Maker<T> for Choice<T> {
    fn take(&self, raw: Raw<'_>, intake: &mut Intake<'_>) -> Option<T> {
        match self.tagging {
            Tagging::External => self.external(raw, intake),
            Tagging::Internal(tag) => self.internal(raw, tag, intake),
            Tagging::Adjacent(tag, content) => self.adjacent(raw, [tag, content], intake),
            Tagging::Untagged => untagged::take(&self.variants, raw, intake),
        }
    }

    fn describe(&self, generator: &mut SchemaGenerator) -> Schema {
        Choice::describe(self, generator)
    }
}

/// "`a`, `b`, `c`".
fn names<'a, T: 'a>(variants: impl IntoIterator<Item = &'a Variant<T>>) -> String {
    let names: Vec<_> = variants.into_iter().map(|variant| format!("`{}`", variant.name)).collect();
    names.join(", ")
}
