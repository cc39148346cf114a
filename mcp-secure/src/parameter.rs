//! [`Parameter`]: what is declared at one parameter, and [`Parameters`]: the list of them.

use schemars::{Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    call::Call,
    json::{TextPolicy, TextTerms},
    param::{Described, Param},
    rule::{Rule, Subject, Violation, Violations},
    sanitize::{Sanitize, Sanitizer},
    slots::Slots,
};

/// A type whose default the schema can show.
#[diagnostic::on_unimplemented(
    message = "a parameter of type `{Self}` cannot have a default",
    label = "it cannot be shown in the schema",
    note = "an argument with a default derives `serde::Serialize`",
    note = "`State<T>`, `Caller` and `Call` come from the server: remove `#[default]` from them"
)]
pub trait Shown: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize> Shown for T {}

/// A type that takes the arguments as a whole.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot take the arguments of a tool",
    label = "`#[arguments]` stands at what a client sends",
    note = "put it at a struct that derives `serde::Deserialize` and `schemars::JsonSchema`"
)]
pub trait Whole {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> Whole for T {}

/// One parameter of a tool: its name, and what is declared at it.
pub struct Parameter<T> {
    name: &'static str,
    decode: Decode<T>,
    schema: fn(&mut SchemaGenerator) -> Option<Described>,
    description: &'static str,
    default: Option<DefaultValue<T>>,
    sanitizers: Vec<Box<dyn Sanitizer>>,
    rules: Vec<Box<dyn Judge<T>>>,
    policy: TextPolicy,
    takes_all: bool,
    talks: bool,
}

/// [`Param::take`].
type Decode<T> = fn(Option<&str>, TextTerms<'_>, &Call) -> Result<T, Violation>;

struct DefaultValue<T> {
    make: fn() -> T,
    show: fn(&T) -> Value,
}

impl<T> Parameter<T> {
    /// A parameter of this name, with nothing declared.
    ///
    /// Only here a `Param` is asked for, so that a type that is none is told once.
    pub fn new(name: &'static str) -> Self
    where
        T: Param,
    {
        Self {
            name,
            decode: T::take,
            schema: T::schema,
            description: "",
            default: None,
            sanitizers: Vec::new(),
            rules: Vec::new(),
            policy: TextPolicy::default(),
            takes_all: false,
            talks: T::TALKS,
        }
    }

    /// What the model is told of it.
    #[must_use]
    pub fn description(mut self, text: &'static str) -> Self {
        self.description = text;
        self
    }

    /// Takes the arguments of the tool as a whole: a struct whose fields are the arguments.
    #[must_use]
    pub fn all(mut self) -> Self
    where
        T: Whole,
    {
        self.takes_all = true;
        self
    }

    /// The value of an absent argument; shown in the schema.
    #[must_use]
    pub fn default(mut self, make: fn() -> T) -> Self
    where
        T: Shown,
    {
        let show = |value: &T| serde_json::to_value(value).unwrap_or_default();
        self.default = Some(DefaultValue { make, show });
        self
    }

    /// Rewrites the text of the argument before it is judged.
    #[must_use]
    pub fn sanitizer(mut self, sanitizer: impl Sanitizer) -> Self
    where
        T: Sanitize,
    {
        self.sanitizers.push(Box::new(sanitizer));
        self
    }

    /// Judges the argument.
    #[must_use]
    pub fn rule<R: Rule<T::View>>(mut self, rule: R) -> Self
    where
        T: Subject,
    {
        if rule.takes_any_text() {
            self.policy = TextPolicy::Any;
        } else if rule.bounds_length() && self.policy == TextPolicy::Plain {
            self.policy = TextPolicy::Long;
        }
        self.rules.push(Box::new(Lifted(rule)));
        self
    }

    /// Decodes, with the text sanitized on the way, and judges.
    fn take(&self, raw: Option<&str>, call: &Call, violations: &mut Violations) -> Option<T> {
        if raw.is_none()
            && let Some(default) = &self.default
        {
            return Some((default.make)());
        }
        let mut found = Violations::default();
        let terms = TextTerms { policy: self.policy, sanitizers: &self.sanitizers };
        let value = match (self.decode)(raw, terms, call) {
            Ok(value) => value,
            Err(violation) => {
                found.push(violation);
                return self.fail(found, violations);
            }
        };
        for rule in &self.rules {
            rule.report(&value, &mut found);
        }
        if found.is_empty() {
            return Some(value);
        }
        self.fail(found, violations)
    }

    fn fail(&self, found: Violations, violations: &mut Violations) -> Option<T> {
        if self.takes_all {
            found.into_iter().for_each(|violation| violations.push(violation));
        } else {
            violations.within(self.name, |inner| *inner = found);
        }
        None
    }

    fn describe(&self, generator: &mut SchemaGenerator) -> Option<Property> {
        let Described { mut schema, mut required } = (self.schema)(generator)?;
        for rule in &self.rules {
            rule.describe(&mut schema);
        }
        if !self.description.is_empty() {
            schema.insert("description".into(), self.description.into());
        }
        if let Some(default) = &self.default {
            schema.insert("default".into(), (default.show)(&(default.make)()));
            required = false;
        }
        Some(Property { name: self.name, schema, required, is_all: self.takes_all })
    }
}

/// An argument in a tool's input schema.
pub struct Property {
    pub(crate) name: &'static str,
    pub(crate) schema: Schema,
    pub(crate) required: bool,
    /// It is not one argument, but all of them.
    pub(crate) is_all: bool,
}

/// The parameters of a tool, in the order of its function: a list of pairs, ended by `()`.
pub trait Parameters: Send + Sync + 'static {
    /// The values that the function receives, in the same shape.
    type Values: Send + 'static;

    /// Whether one of them may talk to the client while the call runs.
    #[doc(hidden)]
    fn talks(&self) -> bool;

    #[doc(hidden)]
    fn take(
        &self,
        slots: Slots<'_>,
        call: &Call,
        violations: &mut Violations,
    ) -> Option<Self::Values>;

    #[doc(hidden)]
    fn describe(&self, generator: &mut SchemaGenerator, properties: &mut Vec<Option<Property>>);
}

impl Parameters for () {
    type Values = ();

    fn talks(&self) -> bool {
        false
    }

    fn take(&self, _slots: Slots<'_>, _call: &Call, _violations: &mut Violations) -> Option<()> {
        Some(())
    }

    fn describe(&self, _generator: &mut SchemaGenerator, _properties: &mut Vec<Option<Property>>) {}
}

impl<T: Send + 'static, Rest: Parameters> Parameters for (Parameter<T>, Rest) {
    type Values = (T, Rest::Values);

    fn talks(&self) -> bool {
        self.0.talks || self.1.talks()
    }

    fn take(
        &self,
        slots: Slots<'_>,
        call: &Call,
        violations: &mut Violations,
    ) -> Option<Self::Values> {
        let (raw, slots) = slots.split();
        let value = self.0.take(raw, call, violations);
        // The rest is judged even if this one is wrong: one answer names everything.
        let rest = self.1.take(slots, call, violations);
        Some((value?, rest?))
    }

    fn describe(&self, generator: &mut SchemaGenerator, properties: &mut Vec<Option<Property>>) {
        properties.push(self.0.describe(generator));
        self.1.describe(generator, properties);
    }
}

/// A [`Rule`] on the view of `T`, as a rule on `T`.
trait Judge<T>: Send + Sync {
    fn report(&self, value: &T, violations: &mut Violations);
    fn describe(&self, schema: &mut Schema);
}

struct Lifted<R>(R);

impl<T: Subject, R: Rule<T::View>> Judge<T> for Lifted<R> {
    fn report(&self, value: &T, violations: &mut Violations) {
        if let Some(view) = value.view() {
            self.0.report(view, violations);
        }
    }

    fn describe(&self, schema: &mut Schema) {
        self.0.describe(schema);
    }
}
