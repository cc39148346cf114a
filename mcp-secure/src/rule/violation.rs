//! What is wrong with arguments.

use std::{borrow::Cow, fmt};

use serde::Serialize;

/// What a rule says about a value: where, which rule, and what it asks for.
///
/// Goes to the model, which corrects itself by it. It never contains the value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    pointer: String,
    rule: Cow<'static, str>,
    message: Cow<'static, str>,
}

impl Violation {
    /// A violation of `rule`; `message` completes "the value …", as in `must not be empty`.
    pub fn new(rule: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self { pointer: String::new(), rule: rule.into(), message: message.into() }
    }

    /// The same violation, one level further out: `token` is a member's name or an index.
    #[must_use]
    pub fn at(mut self, token: impl AsRef<str>) -> Self {
        let token = token.as_ref().replace('~', "~0").replace('/', "~1");
        self.pointer = format!("/{token}{}", self.pointer);
        self
    }

    /// The same violation, of the value itself instead of a part of it.
    pub(crate) fn here(self) -> Self {
        Self { pointer: String::new(), ..self }
    }

    /// The same violation, without a place.
    pub(super) fn anywhere(mut self) -> Self {
        self.pointer.clear();
        self
    }

    /// Where: a JSON pointer (RFC 6901) into the arguments.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Which rule.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// What the rule asks for.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// What goes wrong, for who makes a value by a rule: see [`types`](crate::types).
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer() {
            "" => write!(f, "{}: {}", self.rule, self.message),
            pointer => write!(f, "{} at {pointer}: {}", self.rule, self.message),
        }
    }
}

impl std::error::Error for Violation {}

/// All that is wrong with one call's arguments.
///
/// Holds at most [`Violations::LIMIT`]; a model does not learn from the hundredth.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// How many violations one answer holds.
    pub const LIMIT: usize = 32;

    /// Adds a violation, unless the list is full.
    pub fn push(&mut self, violation: Violation) {
        if self.0.len() < Self::LIMIT {
            self.0.push(violation);
        }
    }

    /// Adds the violations that `report` finds, each one level further in, at `token`.
    pub fn within(&mut self, token: &str, report: impl FnOnce(&mut Violations)) {
        let mut inner = Violations::default();
        report(&mut inner);
        for violation in inner.0 {
            self.push(violation.at(token));
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether no further violation is taken.
    pub fn is_full(&self) -> bool {
        self.0.len() >= Self::LIMIT
    }

    /// The same violations, with their messages rewritten.
    pub(crate) fn saying(mut self, rewrite: impl Fn(&str) -> Cow<'_, str>) -> Self {
        for violation in &mut self.0 {
            let message = rewrite(&violation.message);
            if message != violation.message {
                violation.message = message.into_owned().into();
            }
        }
        self
    }

    pub(crate) fn into_iter(self) -> impl Iterator<Item = Violation> {
        self.0.into_iter()
    }

    /// The violations, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        self.0.iter()
    }
}
