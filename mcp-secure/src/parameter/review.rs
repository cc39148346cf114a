//! What is declared at a parameter and no schema can say, for a reviewer.

use schemars::Schema;
use serde_json::{Map, Value, json};

use super::Parameter;
use crate::json::TextPolicy;

/// The keyword under which it stands in schemas that are made
/// [for a reviewer](crate::rule::review), and in no other.
pub(crate) const DECLARED: &str = "x-mcp-secure";

/// Its members: texts of rules, names of sanitizers, and whether a rule bounds every text within.
pub(crate) const RULES: &str = "rules";
pub(crate) const SANITIZERS: &str = "sanitizers";
pub(crate) const BOUNDED: &str = "bounded";

impl<T> Parameter<T> {
    /// Its rules as they are written, for the [posture](crate::posture).
    #[must_use]
    pub fn written(mut self, rules: &'static [&'static str]) -> Self {
        self.written = rules;
        self
    }

    /// Its sanitizers as they are written, which is more than their names: what `redact` looks for.
    #[must_use]
    pub fn written_sanitizers(mut self, sanitizers: &'static [&'static str]) -> Self {
        self.written_sanitizers = sanitizers;
        self
    }

    /// Adds to what is declared there already, at the only field of a newtype.
    pub(super) fn declare(&self, schema: &mut Schema) {
        let names: Vec<_> = match self.written_sanitizers {
            [] => self.sanitizers.iter().map(|sanitizer| sanitizer.name()).collect(),
            written => written.to_vec(),
        };
        let is_bounded = self.policy != TextPolicy::Plain;
        if self.written.is_empty() && names.is_empty() && !is_bounded {
            return;
        }
        let declared = schema.ensure_object().entry(DECLARED).or_insert_with(|| json!({}));
        let Value::Object(declared) = declared else { return };
        add(declared, RULES, self.written);
        add(declared, SANITIZERS, &names);
        if is_bounded {
            declared.insert(BOUNDED.to_owned(), true.into());
        }
    }
}

fn add(declared: &mut Map<String, Value>, kind: &str, texts: &[&str]) {
    if texts.is_empty() {
        return;
    }
    if let Value::Array(there) = declared.entry(kind).or_insert_with(|| json!([])) {
        there.extend(texts.iter().map(|&text| Value::from(text)));
    }
}
