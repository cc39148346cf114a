//! [`Form`]: what a derived [`Input`](super::Input) is made of.

use schemars::{Schema, SchemaGenerator};

use super::{
    choice::{Choice, Tagging, Variant},
    maker::{Maker, Newtype, Record},
};
use crate::{
    intake::Intake,
    json::Raw,
    parameter::{Parameter, Parameters},
};

/// What a type is made of, and how it is built.
pub struct Form<T> {
    content: Box<dyn Maker<T>>,
    description: &'static str,
}

impl<T: 'static> Form<T> {
    /// A struct with named fields.
    pub fn record<P: Parameters>(fields: P, build: fn(P::Values) -> T) -> Self {
        Self::of(Record::new(fields, build))
    }

    /// A struct with one field that has no name.
    pub fn newtype<U: Send + 'static>(content: Parameter<U>, build: fn(U) -> T) -> Self {
        Self::of(Newtype { content, build })
    }

    /// An enum.
    pub fn choice<const N: usize>(tagging: Tagging, variants: [Variant<T>; N]) -> Self {
        Self::of(Choice::new(tagging, variants.into()))
    }

    /// What the model is told of it.
    #[must_use]
    pub fn description(mut self, text: &'static str) -> Self {
        self.description = text;
        self
    }

    /// The value, if nothing is wrong with it.
    pub fn take(&self, raw: Raw<'_>, intake: &mut Intake<'_>) -> Option<T> {
        self.content.take(raw, intake)
    }

    /// Its schema.
    pub fn describe(&self, generator: &mut SchemaGenerator) -> Schema {
        let mut schema = self.content.describe(generator);
        if !self.description.is_empty() {
            schema.insert("description".to_owned(), self.description.into());
        }
        schema
    }

    fn of(content: impl Maker<T> + 'static) -> Self {
        Self { content: Box::new(content), description: "" }
    }
}
