//! What a schema asks of a value, keyword by keyword, and what rules were given beside it.

use std::cmp::Ordering;

use serde_json::Value;

use super::Direction;

/// `None` if it cannot be told.
pub(super) fn direction(
    keyword: &str,
    old: Option<&Value>,
    new: Option<&Value>,
) -> Option<Direction> {
    let (old, new) = match (old, new) {
        // What stands for an absent value asks nothing.
        _ if keyword == "default" => return None,
        // Others may be there unless something else is said.
        (Some(Value::Bool(true)), None) | (None, Some(Value::Bool(true)))
            if keyword == "additionalProperties" =>
        {
            return Some(Direction::Neutral);
        }
        (None, Some(_)) if OPENINGS.contains(&keyword) => return None,
        (Some(_), None) => return Some(Direction::Weaker),
        (None, Some(_)) => return Some(Direction::Stronger),
        (Some(old), Some(new)) => (old, new),
        (None, None) => return None,
    };
    if let Some((old, new)) = old.as_array().zip(new.as_array()) {
        return match keyword {
            _ if CHOICES.contains(&keyword) || OPENINGS.contains(&keyword) => by_choice(old, new),
            "allOf" | "deniedExtensions" => by_choice(new, old),
            _ => None,
        };
    }
    if let Some((old, new)) = old.as_bool().zip(new.as_bool()) {
        return match keyword {
            "uniqueItems" | "public" => by_strictness(old, new),
            "additionalProperties" => by_strictness(!old, !new),
            _ => None,
        };
    }
    let order = new.as_f64()?.total_cmp(&old.as_f64()?);
    match keyword {
        _ if keyword.starts_with("max") || keyword == "exclusiveMaximum" => by_order(order),
        _ if keyword.starts_with("min") || keyword == "exclusiveMinimum" => {
            by_order(order.reverse())
        }
        _ => None,
    }
}

/// Lists of which a value has to be, or to have, one.
const CHOICES: [&str; 4] = ["enum", "anyOf", "hosts", "ports"];
/// The same, but a list says more than no list: an extension that is named is accepted though it is run,
/// and the others are of rules that always tell them, so that an older report was silent.
const OPENINGS: [&str; 4] = ["extensions", "schemes", "functions", "dialect"];

/// Fewer to choose from is stronger.
fn by_choice(old: &[Value], new: &[Value]) -> Option<Direction> {
    Some(match (is_within(new, old), is_within(old, new)) {
        (true, true) => Direction::Neutral,
        (true, false) => Direction::Stronger,
        (false, _) => Direction::Weaker,
    })
}

fn is_within(some: &[Value], all: &[Value]) -> bool {
    some.iter().all(|it| all.contains(it))
}

fn by_strictness(old: bool, new: bool) -> Option<Direction> {
    by_order(old.cmp(&new))
}

/// More is weaker.
fn by_order(order: Ordering) -> Option<Direction> {
    match order {
        Ordering::Greater => Some(Direction::Weaker),
        Ordering::Less => Some(Direction::Stronger),
        Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn more_that_is_accepted_is_weaker() {
        let absent = Value::Null;
        let (weaker, stronger) = (Some(Direction::Weaker), Some(Direction::Stronger));
        for (keyword, old, new, there, back) in [
            ("maxLength", json!(5), json!(6), weaker, stronger),
            ("maxLength", json!(5), absent.clone(), weaker, stronger),
            ("exclusiveMaximum", json!(5), json!(5.5), weaker, stronger),
            ("minItems", json!(2), json!(1), weaker, stronger),
            ("exclusiveMinimum", json!(2), json!(1), weaker, stronger),
            ("maxDepth", json!(3), json!(4), weaker, stronger),
            ("minBytes", json!(3), json!(2), weaker, stronger),
            ("enum", json!(["a"]), json!(["b", "a"]), weaker, stronger),
            ("enum", json!(["a"]), json!(["b"]), weaker, weaker),
            ("anyOf", json!([{ "const": 1 }]), json!([{ "const": 1 }, {}]), weaker, stronger),
            ("allOf", json!([{ "pattern": "a" }, {}]), json!([{}]), weaker, stronger),
            // Which of several matches alone depends on the others.
            ("oneOf", json!([{ "const": 1 }]), json!([{ "const": 1 }, {}]), None, None),
            ("hosts", json!(["x.example"]), json!(["x.example", "*.example"]), weaker, stronger),
            ("hosts", json!(["x.example"]), absent.clone(), weaker, stronger),
            ("ports", json!([443]), json!([443, 8443]), weaker, stronger),
            ("schemes", json!(["https"]), json!(["http", "https"]), weaker, stronger),
            ("functions", json!([]), json!(["total"]), weaker, stronger),
            ("extensions", json!(["md"]), json!(["md", "exe"]), weaker, stronger),
            ("extensions", json!(["md"]), absent.clone(), weaker, None),
            ("deniedExtensions", json!(["html", "svg"]), json!(["svg"]), weaker, stronger),
            ("deniedExtensions", json!(["html"]), absent.clone(), weaker, stronger),
            ("public", json!(true), absent.clone(), weaker, stronger),
            ("uniqueItems", json!(true), json!(false), weaker, stronger),
            ("additionalProperties", json!(false), json!(true), weaker, stronger),
            ("additionalProperties", json!(false), absent.clone(), weaker, stronger),
            ("dialect", json!("Ansi"), json!("MySql"), None, None),
            ("pattern", json!("^a$"), json!("^b$"), None, None),
            ("when", json!({ "maxLength": 1 }), json!({ "maxLength": 2 }), None, None),
        ] {
            let value = |value: &Value| (!value.is_null()).then(|| value.clone());
            let (old, new) = (value(&old), value(&new));
            let told = |old: &Option<Value>, new: &Option<Value>| {
                direction(keyword, old.as_ref(), new.as_ref())
            };
            assert_eq!(told(&old, &new), there, "{keyword}: {old:?} → {new:?}");
            assert_eq!(told(&new, &old), back, "{keyword}: {new:?} → {old:?}");
        }
        let same = direction("additionalProperties", None, Some(&json!(true)));
        assert_eq!(same, Some(Direction::Neutral));
    }
}
