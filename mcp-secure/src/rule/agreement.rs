//! Every rule against the schema that it writes: nothing is accepted that the schema refuses,
//! and what the schema accepts and the rule refuses stands in one table.
//!
//! Values are made from the written schema and near it. Their verdict is that of the
//! `jsonschema` crate, which knows nothing of our rules, with `format` asserted.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod document;
mod near;
mod table;
mod tests;
mod text;
mod values;

use std::cell::Cell;

use jsonschema::Validator;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Rule, Subject, Violation, keywords};
use document::shown;

/// The schema of a parameter with a rule, and what an independent validator says by it.
pub(super) struct Described {
    schema: Value,
    /// The keywords that the rule has written or changed.
    told: Vec<String>,
    validator: Validator,
}

impl Described {
    /// Of a parameter of type `P`.
    pub(super) fn of<P: JsonSchema + Subject>(rule: &impl Rule<P::View>) -> Self {
        let plain: Schema = P::json_schema(&mut SchemaGenerator::default());
        let told = keywords::difference(&plain, |schema| rule.describe(schema));
        let told = told.into_iter().map(|(keyword, _)| keyword).collect();
        let mut schema = plain;
        rule.describe(&mut schema);
        let schema = schema.to_value();
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        Self { schema, told, validator }
    }

    /// Of a text.
    pub(super) fn text(rule: &impl Rule<str>) -> Self {
        Self::of::<String>(rule)
    }

    /// All of it, with the type.
    pub(super) fn schema(&self) -> &Value {
        &self.schema
    }

    /// Whether the schema accepts the value.
    pub(super) fn accepts(&self, value: impl Into<Value>) -> bool {
        self.validator.is_valid(&value.into())
    }
}

/// A rule on a parameter of some type, with its arguments.
struct Case {
    /// As an author writes it.
    written: String,
    described: Described,
    /// Nothing, if the parameter's type does not hold the value.
    judge: Box<Judge>,
    describes_exactly: bool,
    good: Vec<Value>,
    untold: Vec<Untold>,
}

type Judge = dyn Fn(&Value) -> Option<Result<(), Violation>>;

/// What the schema does not say.
struct Untold {
    /// What the violation asks for, or the part of it that does not change.
    asks: &'static str,
    /// Is accepted by the schema, and refused for this.
    example: Value,
}

impl Case {
    fn new<P>(written: &str, rule: impl Rule<P::View>) -> Self
    where
        P: JsonSchema + Subject + DeserializeOwned,
    {
        Self {
            written: written.split_whitespace().collect::<Vec<_>>().join(" "),
            described: Described::of::<P>(&rule),
            describes_exactly: rule.describes_exactly(),
            judge: Box::new(move |value| {
                let value: P = serde_json::from_value(value.clone()).ok()?;
                Some(value.view().map_or(Ok(()), |view| rule.judge(view)))
            }),
            good: Vec::new(),
            untold: Vec::new(),
        }
    }

    /// Values that are accepted; others are made from them.
    fn good<V: Into<Value>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.good.extend(values.into_iter().map(Into::into));
        self
    }

    fn untold(mut self, asks: &'static str, example: impl Into<Value>) -> Self {
        self.untold.push(Untold { asks, example: example.into() });
        self
    }

    /// Compares both verdicts on the examples, all their neighbours, and on made values: for more
    /// of them, set `PROPTEST_CASES`.
    fn check(&self) -> Result<(), String> {
        self.check_with(Config::default().cases)
    }

    fn check_with(&self, cases: u32) -> Result<(), String> {
        self.check_examples()?;
        let (accepted, refused) = (Cell::new(0), Cell::new(0));
        let strategy = values::near(self.described.schema(), &self.good);
        let config = Config { cases, failure_persistence: None, ..Config::default() };
        let mut runner = TestRunner::new(config);
        let outcome = runner.run(&strategy, |value| {
            match (self.judge)(&value) {
                Some(Ok(())) => accepted.set(accepted.get() + 1),
                _ => refused.set(refused.get() + 1),
            }
            self.compare(&value).map_err(TestCaseError::fail)
        });
        outcome.map_err(|error| format!("`{}`: {error}", self.written))?;
        // Who accepts nothing, or refuses nothing, has not been asked.
        if accepted.get() == 0 || refused.get() == 0 {
            let (accepted, refused) = (accepted.get(), refused.get());
            return Err(format!("`{}`: {accepted} accepted, {refused} refused", self.written));
        }
        Ok(())
    }

    fn check_examples(&self) -> Result<(), String> {
        let problem = |what, value| Err(format!("`{}` {what}: {}", self.written, shown(value)));
        for value in &self.good {
            if !matches!((self.judge)(value), Some(Ok(()))) {
                return problem("refuses a good value", value);
            }
            self.compare(value)?;
            let longest = values::longest(self.described.schema());
            let neighbours =
                value.as_str().into_iter().flat_map(|text| near::neighbours(text, longest));
            neighbours.map(Value::from).try_for_each(|value| self.compare(&value))?;
        }
        for Untold { asks, example } in &self.untold {
            let is_refused_for_it = match (self.judge)(example) {
                Some(Err(violation)) => violation.message().contains(asks),
                _ => false,
            };
            if !is_refused_for_it {
                return problem("does not refuse for what it lists", example);
            }
            if !self.described.accepts(example.clone()) {
                return problem("has a schema that refuses what it lists as untold", example);
            }
        }
        if self.describes_exactly && !self.untold.is_empty() {
            return problem("describes itself exactly, but leaves something untold", &Value::Null);
        }
        Ok(())
    }

    fn compare(&self, value: &Value) -> Result<(), String> {
        let Some(verdict) = (self.judge)(value) else { return Ok(()) };
        let is_valid = self.described.accepts(value.clone());
        let written = &self.written;
        match verdict {
            Ok(()) if !is_valid => {
                Err(format!("`{written}` accepts what its schema refuses: {}", shown(value)))
            }
            Err(violation) if is_valid => {
                let asks = violation.message();
                if self.untold.iter().any(|untold| asks.contains(untold.asks)) {
                    return Ok(());
                }
                Err(format!(
                    "`{written}` refuses what its schema accepts ({}); say it in the schema, \
                     or add `.untold({asks:?}, ..)` to its row",
                    shown(value)
                ))
            }
            _ => Ok(()),
        }
    }
}
