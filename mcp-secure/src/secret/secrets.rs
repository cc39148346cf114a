//! [`Secrets`]: the secrets of one call, and texts without them.

use std::{borrow::Cow, ops::Range};

use serde_json::Value;
use zeroize::Zeroizing;

use crate::{
    error::{Error, ToolError},
    json::{Kind, Raw},
    rule::Violations,
    sanitize::{Sanitizer, rewritten},
};

/// The texts and numbers in the secret arguments of one call.
///
/// Taken out of a text is each of them as it is, and as Rust's `Debug` and JSON write it. Not
/// found is a part of a secret, or what a tool has made of one.
#[derive(Default)]
pub(crate) struct Secrets(Vec<Zeroizing<String>>);

impl Secrets {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds all texts and numbers in the value.
    pub(crate) fn add_all(&mut self, raw: Raw<'_>) {
        self.add_rewritten(raw, &[]);
    }

    /// Adds all texts and numbers in the value, as these sanitizers leave them.
    pub(crate) fn add_rewritten(&mut self, raw: Raw<'_>, by: &[Box<dyn Sanitizer>]) {
        if self.0.len() > MOST {
            return;
        }
        match raw.kind() {
            Kind::Null | Kind::Boolean => {}
            Kind::Integer | Kind::Fraction => self.add(raw.text()),
            Kind::String => {
                if let Some(text) = raw.string() {
                    let text = text.unescape();
                    self.add(&by.iter().fold(text, |text, it| rewritten(&**it, text)));
                }
            }
            Kind::Array => {
                raw.items().into_iter().flatten().for_each(|item| self.add_rewritten(item, by));
            }
            Kind::Object => {
                for (name, value) in raw.members().into_iter().flatten() {
                    self.add(&name.unescape());
                    self.add_rewritten(value, by);
                }
            }
        }
    }

    fn add(&mut self, secret: &str) {
        if self.0.len() > MOST || secret.is_empty() || self.0.iter().any(|known| **known == secret)
        {
            return;
        }
        self.0.push(Zeroizing::new(secret.to_owned()));
    }

    /// The text without the secrets.
    pub(crate) fn clean<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.0.len() > MOST {
            return Cow::Borrowed(REDACTED);
        }
        let mut found: Vec<Range<usize>> = Vec::new();
        for secret in &self.0 {
            let debug = Zeroizing::new(format!("{:?}", secret.as_str()));
            let json = Zeroizing::new(serde_json::to_string(secret.as_str()).unwrap_or_default());
            for form in [secret, within_quotes(&debug), within_quotes(&json)] {
                found.extend(text.match_indices(form).map(|(at, _)| at..at + form.len()));
            }
        }
        without(text, found)
    }

    /// The same text, without the secrets.
    pub(crate) fn clean_owned(&self, text: Cow<'static, str>) -> Cow<'static, str> {
        match self.clean(&text) {
            Cow::Borrowed(clean) if clean == text => text,
            clean => Cow::Owned(clean.into_owned()),
        }
    }

    /// The same value, without the secrets in its texts, names and numbers.
    pub(crate) fn clean_json(&self, value: Value) -> Value {
        match value {
            Value::String(text) => self.clean(&text).into_owned().into(),
            Value::Number(number) => {
                let text = number.to_string();
                match self.clean(&text) {
                    Cow::Borrowed(clean) if clean == text => Value::Number(number),
                    clean => clean.into_owned().into(),
                }
            }
            Value::Array(items) => items.into_iter().map(|item| self.clean_json(item)).collect(),
            Value::Object(members) => members
                .into_iter()
                .map(|(name, value)| (self.clean(&name).into_owned(), self.clean_json(value)))
                .collect(),
            other => other,
        }
    }

    /// The same error, whose texts have no secret in them.
    pub(crate) fn clean_error(&self, error: Error) -> Error {
        if self.is_empty() {
            return error;
        }
        let text = error.to_string();
        let clean = self.clean(&text);
        let told = error.tool_error().map(ToolError::message);
        let clean_told = told.map(|message| self.clean(message));
        if clean == text && clean_told.as_deref() == told {
            return error;
        }
        match clean_told {
            Some(message) => {
                Error::from(ToolError::new(message.into_owned())).context(clean.into_owned())
            }
            None => Error::new(clean.into_owned()),
        }
    }

    /// The same violations; a rule of the user's own may have told a value.
    pub(crate) fn clean_violations(&self, violations: Violations) -> Violations {
        if self.is_empty() {
            return violations;
        }
        violations.saying(|message| self.clean(message))
    }
}

fn within_quotes(text: &str) -> &str {
    text.get(1..text.len().saturating_sub(1)).filter(|text| !text.is_empty()).unwrap_or(text)
}

/// The text without these ranges, which may overlap.
fn without(text: &str, mut ranges: Vec<Range<usize>>) -> Cow<'_, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    ranges.sort_by_key(|range| range.start);
    let mut clean = String::new();
    let mut end = 0;
    for range in ranges {
        if range.start >= end {
            clean.push_str(&text[end..range.start]);
            clean.push_str(REDACTED);
        }
        end = end.max(range.end);
    }
    clean.push_str(&text[end..]);
    Cow::Owned(clean)
}

/// More are not looked for one by one: then no text is told at all.
const MOST: usize = 64;

const REDACTED: &str = "[secret]";
