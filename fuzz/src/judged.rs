//! [`Judged`]: a rule beside an independent opinion on the same value.

use jsonschema::Validator;
use mcp_secure::{
    rule::Rule,
    schemars::{JsonSchema, SchemaGenerator},
};
use serde_json::Value;

/// A rule, the schema that it writes, and what must hold of whatever it accepts.
pub struct Judged {
    name: &'static str,
    rule: Box<dyn Rule<str>>,
    validator: Validator,
    holds: fn(&str) -> bool,
}

impl Judged {
    /// `holds` is written from the documentation of the rule, and shares no code with it.
    pub fn new(name: &'static str, rule: impl Rule<str>, holds: fn(&str) -> bool) -> Self {
        let mut schema = String::json_schema(&mut SchemaGenerator::default());
        rule.describe(&mut schema);
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(schema.as_value())
            .expect("the schema of a rule is one");
        Self { name, rule: Box::new(rule), validator, holds }
    }

    /// Judges a text, and panics where the rule breaks its word.
    pub fn check(&self, text: &str) {
        let Self { name, rule, .. } = self;
        let verdict = rule.judge(text);
        let again = rule.judge(text);
        assert_eq!(verdict.is_ok(), again.is_ok(), "{name}: another verdict on {text:?}");
        if verdict.is_ok() {
            assert!((self.holds)(text), "{name}: accepted {text:?}, which breaks the promise");
            let value = Value::from(text);
            assert!(
                self.validator.is_valid(&value),
                "{name}: accepted {text:?}, which its schema refuses"
            );
        }
    }
}

/// Splits the byte that chooses the rule from the text that is judged.
pub fn chosen(data: &[u8]) -> Option<(usize, &str)> {
    let (&choice, text) = data.split_first()?;
    Some((usize::from(choice), std::str::from_utf8(text).ok()?))
}

/// Judges the text behind the first byte by the rule that this byte chooses (modulo their number).
pub fn check_one(rules: &[Judged], data: &[u8]) {
    if let Some((choice, text)) = chosen(data) {
        rules[choice % rules.len()].check(text);
    }
}
