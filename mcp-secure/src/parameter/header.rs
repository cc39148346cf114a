//! Arguments that clients repeat in a header (MCP 2026-07-28, "Custom Headers from Tool
//! Parameters").

use schemars::Schema;
use serde_json::Value;

use crate::{
    json::{Kind, Raw},
    rule::Violation,
};

/// What no header can say: `null`, and integers that JavaScript cannot hold.
pub(super) fn judge(raw: Raw<'_>) -> Option<Violation> {
    match raw.kind() {
        Kind::Null => Some(Violation::new("type", "must be left out instead of null")),
        Kind::Integer => {
            let number: Option<i64> = raw.text().parse().ok();
            let is_safe = number.is_some_and(|number| (-MOST..=MOST).contains(&number));
            let message = || format!("must be between -{MOST} and {MOST}");
            (!is_safe).then(|| Violation::new("range", message()))
        }
        _ => None,
    }
}

pub(super) fn describe(schema: &mut Schema, name: &'static str) {
    schema.insert("x-mcp-header".to_owned(), name.into());
    // Clients refuse a tool whose header may be of two types.
    if let Some(Value::Array(types)) = schema.get("type")
        && let Some(ty) = types.iter().find(|ty| *ty != "null").cloned()
    {
        schema.insert("type".to_owned(), ty);
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    if schema.get("type").is_some_and(|ty| ty == "integer") {
        for (keyword, bound) in [("minimum", -MOST), ("maximum", MOST)] {
            let is_wider = |number: f64| number.abs() > MOST as f64;
            if schema.get(keyword).and_then(Value::as_f64).is_none_or(is_wider) {
                schema.insert(keyword.to_owned(), bound.into());
            }
        }
    }
}

/// 2⁵³ − 1.
const MOST: i64 = (1 << 53) - 1;
