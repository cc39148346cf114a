//! [`Parameter`]: what is declared at one parameter of a tool, or one field of an
//! [`Input`](crate::Input), and [`Parameters`]: the list of them.

use schemars::SchemaGenerator;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    input::Input,
    intake::Intake,
    json::{Parts, Raw, TextPolicy, TextTerms},
    param::{Described, Field, Param, missing},
    rule::{Rule, Subject, Violation, Violations, review::is_review},
    sanitize::{Sanitize, Sanitizer},
    secret,
};

mod header;
mod lifted;
mod list;
pub(crate) mod review;

use lifted::{Judge, Lifted};
pub(crate) use list::Parameters;
pub use list::Property;

/// A type whose default the schema can show.
#[diagnostic::on_unimplemented(
    message = "a parameter of type `{Self}` cannot have a default",
    label = "it cannot be shown in the schema",
    note = "an argument with a default derives `serde::Serialize`",
    note = "a `Secret<T>` has no default, and `State<T>`, `Caller` and `Call` come from the server: \
            remove `#[default]` from them"
)]
pub trait Shown: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize> Shown for T {}

/// A type that takes the arguments as a whole.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot take the arguments of a tool",
    label = "`#[arguments]` stands at what a client sends",
    note = "put it at a struct that derives `mcp_secure::Input`"
)]
pub trait Whole {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> Whole for T {}

/// One parameter of a tool, or one field: its name, and what is declared at it.
pub struct Parameter<T> {
    name: &'static str,
    take: Take<T>,
    schema: fn(&mut SchemaGenerator) -> Option<Described>,
    description: &'static str,
    default: Option<DefaultValue<T>>,
    sanitizers: Vec<Box<dyn Sanitizer>>,
    rules: Vec<Box<dyn Judge<T>>>,
    policy: TextPolicy,
    header: Option<&'static str>,
    is_secret: bool,
    /// Its rules as they are written, for a reviewer.
    written: &'static [&'static str],
    /// Its sanitizers as well.
    written_sanitizers: &'static [&'static str],
    /// It is not one member of an object, but all of the value.
    is_whole: bool,
    /// Its type takes values apart, and says itself which members it has.
    is_input: bool,
    talks: bool,
}

/// [`Param::take`].
type Take<T> = fn(Option<Raw<'_>>, TextTerms<'_>, &mut Intake<'_>) -> Option<T>;

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
        Self { talks: T::TALKS, ..Self::with(name, T::take, T::schema) }
    }

    /// A parameter of this name whose type is an [`Input`].
    pub fn input(name: &'static str) -> Self
    where
        T: Input,
    {
        let take: Take<T> = |raw, terms, intake| match raw {
            Some(raw) => T::take(raw, terms, intake),
            None => T::absent().or_else(|| intake.refuse(missing())),
        };
        let schema = |generator: &mut SchemaGenerator| {
            let required = T::absent().is_none();
            Some(Described { schema: generator.subschema_for::<T>(), required })
        };
        let is_secret = T::IS_SECRET;
        Self { is_input: true, is_secret, ..Self::with(name, take, schema) }
    }

    /// A field of this name whose type is no [`Input`].
    pub fn plain(name: &'static str) -> Self
    where
        T: Field,
    {
        Self::new(name)
    }

    /// Its schema stands in that of the type around it, and is no reference.
    #[must_use]
    pub fn inline(mut self) -> Self
    where
        T: Input,
    {
        self.schema =
            |generator| Some(Described { schema: T::json_schema(generator), required: true });
        self
    }

    fn with(
        name: &'static str,
        take: Take<T>,
        schema: fn(&mut SchemaGenerator) -> Option<Described>,
    ) -> Self {
        Self {
            name,
            take,
            schema,
            description: "",
            default: None,
            sanitizers: Vec::new(),
            rules: Vec::new(),
            policy: TextPolicy::default(),
            header: None,
            is_secret: false,
            written: &[],
            written_sanitizers: &[],
            is_whole: false,
            is_input: false,
            talks: false,
        }
    }

    /// Takes the value as a whole: the arguments of a tool, or what a newtype contains.
    #[must_use]
    pub fn whole(mut self) -> Self {
        self.is_whole = true;
        self
    }

    /// What the model is told of it.
    #[must_use]
    pub fn description(mut self, text: &'static str) -> Self {
        self.description = text;
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

    /// Rewrites the argument before it is judged.
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

    /// The value is told nowhere.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    /// Clients repeat the value in the header `Mcp-Param-{name}`.
    #[must_use]
    pub fn header(mut self, name: &'static str) -> Self {
        self.header = Some(name);
        self
    }

    /// Decodes, with the text sanitized on the way, and judges. What is wrong is told at the name.
    pub(crate) fn take(&self, raw: Option<Raw<'_>>, intake: &mut Intake<'_>) -> Option<T> {
        if self.is_whole {
            self.take_here(raw, intake)
        } else {
            intake.within(Some(self.name), |intake| self.take_here(raw, intake))
        }
    }

    fn take_here(&self, raw: Option<Raw<'_>>, intake: &mut Intake<'_>) -> Option<T> {
        let mut parts = Parts::default();
        let raw = match raw {
            Some(raw) if self.is_input || self.is_secret => match raw.indexed(&mut parts) {
                Ok(raw) => Some(raw),
                Err(_) => return intake.refuse(Violation::new("format", "is not valid")),
            },
            raw => raw,
        };
        if self.is_secret {
            intake.secretly(raw, |intake| self.judged(raw, intake))
        } else {
            self.judged(raw, intake)
        }
    }

    fn judged(&self, raw: Option<Raw<'_>>, intake: &mut Intake<'_>) -> Option<T> {
        match (raw, &self.default) {
            (None, Some(default)) => return Some((default.make)()),
            (Some(raw), _) if self.header.is_some() => {
                if let Some(violation) = header::judge(raw) {
                    return intake.refuse(violation);
                }
            }
            _ => {}
        }
        if let Some(raw) = raw
            && intake.is_within_secret()
        {
            intake.secrets().add_rewritten(raw, &self.sanitizers);
        }
        let terms = TextTerms { policy: self.policy, sanitizers: &self.sanitizers };
        let value = (self.take)(raw, terms, intake)?;
        let mut found = Violations::default();
        for rule in &self.rules {
            rule.report(&value, &mut found);
        }
        if found.is_empty() {
            return Some(value);
        }
        found.into_iter().for_each(|violation| intake.violations().push(violation));
        None
    }

    pub(crate) fn describe(&self, generator: &mut SchemaGenerator) -> Option<Property> {
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
        if self.is_secret {
            secret::describe(&mut schema);
        }
        if let Some(name) = self.header {
            header::describe(&mut schema, name);
        }
        if is_review() {
            self.declare(&mut schema);
        }
        let (is_all, is_input) = (self.is_whole, self.is_input);
        Some(Property { name: self.name, schema, required, is_all, is_input })
    }
}
