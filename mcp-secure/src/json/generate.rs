//! JSON values and texts for property tests.

use std::fmt::Write;

use proptest::prelude::*;
use serde_json::Value;

/// Any value, at most a few levels deep. No key of it is reserved.
pub(super) fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-20i64..20).prop_map(Value::from),
        any::<f64>().prop_filter_map("finite", |number| {
            number.is_finite().then(|| Value::from(number))
        }),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(text(), inner, 0..6).prop_map(Value::from_iter),
        ]
    })
}

/// Text that [`TextPolicy::Plain`](super::TextPolicy) accepts.
pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]{0,3}", "[\\t\\n\\r -~é€😀\u{10FFFF}\"\\\\/]{0,12}"]
}

/// The text of `value`, with white space and escapes as `noise` has them.
pub(super) fn write_noisily(value: &Value, noise: u64) -> String {
    let mut writer = Writer { text: String::new(), noise: noise | 1 };
    writer.value(value);
    writer.text
}

struct Writer {
    text: String,
    noise: u64,
}

impl Writer {
    fn value(&mut self, value: &Value) {
        self.space();
        match value {
            Value::String(text) => self.string(text),
            Value::Array(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.text.push(',');
                    }
                    self.value(item);
                }
                self.space();
                self.text.push(']');
            }
            Value::Object(members) => {
                self.text.push('{');
                for (index, (key, member)) in members.iter().enumerate() {
                    if index > 0 {
                        self.text.push(',');
                    }
                    self.space();
                    self.string(key);
                    self.space();
                    self.text.push(':');
                    self.value(member);
                }
                self.space();
                self.text.push('}');
            }
            scalar => self.text.push_str(&scalar.to_string()),
        }
        self.space();
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        for character in text.chars() {
            if matches!(character, '"' | '\\') || character < ' ' || self.roll(6) == 0 {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let upper = self.roll(2) == 0;
                    let hex = if upper { format!("{unit:04X}") } else { format!("{unit:04x}") };
                    write!(self.text, "\\u{hex}").expect("a string takes all text");
                }
            } else if character == '/' && self.roll(2) == 0 {
                self.text.push_str("\\/");
            } else {
                self.text.push(character);
            }
        }
        self.text.push('"');
    }

    fn space(&mut self) {
        for _ in 0..self.roll(4).saturating_sub(1) {
            let space = [' ', '\n', '\t', '\r'][self.roll(4) as usize];
            self.text.push(space);
        }
    }

    /// A number below `sides`, by xorshift.
    fn roll(&mut self, sides: u64) -> u64 {
        self.noise ^= self.noise << 13;
        self.noise ^= self.noise >> 7;
        self.noise ^= self.noise << 17;
        (self.noise >> 11) % sides
    }
}
