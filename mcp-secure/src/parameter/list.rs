//! [`Parameters`]: a list of parameters, each of its own type.

use schemars::{Schema, SchemaGenerator};

use super::Parameter;
use crate::{intake::Intake, slots::Slots};

/// An argument in a tool's input schema, or a member in the schema of an object.
pub struct Property {
    pub(crate) name: &'static str,
    pub(crate) schema: Schema,
    pub(crate) required: bool,
    /// It is not one argument, but all of them.
    pub(crate) is_all: bool,
    /// Its type says itself which members it has.
    pub(crate) is_input: bool,
}

/// The parameters of a tool, in the order of its function: a list of pairs, ended by `()`.
pub trait Parameters: Send + Sync + 'static {
    /// The values that the function receives, in the same shape.
    type Values: Send + 'static;

    /// Whether one of them may talk to the client while the call runs.
    #[doc(hidden)]
    fn talks(&self) -> bool;

    #[doc(hidden)]
    fn take(&self, slots: Slots<'_>, intake: &mut Intake<'_>) -> Option<Self::Values>;

    #[doc(hidden)]
    fn names(&self, names: &mut Vec<&'static str>);

    #[doc(hidden)]
    fn describe(&self, generator: &mut SchemaGenerator, properties: &mut Vec<Option<Property>>);
}

impl Parameters for () {
    type Values = ();

    fn talks(&self) -> bool {
        false
    }

    fn take(&self, _slots: Slots<'_>, _intake: &mut Intake<'_>) -> Option<()> {
        Some(())
    }

    fn names(&self, _names: &mut Vec<&'static str>) {}

    fn describe(&self, _generator: &mut SchemaGenerator, _properties: &mut Vec<Option<Property>>) {}
}

impl<T: Send + 'static, Rest: Parameters> Parameters for (Parameter<T>, Rest) {
    type Values = (T, Rest::Values);

    fn talks(&self) -> bool {
        self.0.talks || self.1.talks()
    }

    fn take(&self, slots: Slots<'_>, intake: &mut Intake<'_>) -> Option<Self::Values> {
        let (raw, slots) = slots.split();
        let value = self.0.take(raw, intake);
        // The rest is judged even if this one is wrong: one answer names everything.
        let rest = self.1.take(slots, intake);
        Some((value?, rest?))
    }

    fn names(&self, names: &mut Vec<&'static str>) {
        names.push(self.0.name);
        self.1.names(names);
    }

    fn describe(&self, generator: &mut SchemaGenerator, properties: &mut Vec<Option<Property>>) {
        properties.push(self.0.describe(generator));
        self.1.describe(generator, properties);
    }
}
