//! What a client can send.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Changes, Direction, keywords::direction as keyword_direction, lists};
use crate::posture::{Parameter, TextBound, Tool};

pub(super) fn compare(old: &Tool, new: &Tool, changes: &mut Changes) {
    let before = changes.all.len();
    let (places, new_places) = (by_pointer(old), by_pointer(new));
    let pointers: BTreeSet<&str> = places.keys().chain(new_places.keys()).copied().collect();
    for pointer in pointers {
        match (at(&places, pointer), at(&new_places, pointer)) {
            ([], _) => changes.weaker(pointer, "new: there is more to send"),
            (_, []) => changes.stronger(pointer, "removed"),
            ([old], [new]) => place(pointer, old, new, changes),
            (old, new) if old == new => {}
            _ => changes.weaker(pointer, "changed, read it"),
        }
    }
    let is_told = changes.all[before..].iter().any(|it| it.direction != Direction::Neutral);
    if !is_told && asked(&old.input_schema) != asked(&new.input_schema) {
        changes.weaker("input schema", "changed, read it");
    }
}

/// By their pointers. There are several of one only where a schema is not ours.
type Places<'a> = BTreeMap<&'a str, Vec<&'a Parameter>>;

fn by_pointer(tool: &Tool) -> Places<'_> {
    let mut places = Places::new();
    tool.parameters.iter().for_each(|it| places.entry(&it.pointer).or_default().push(it));
    places
}

fn at<'a>(places: &'a Places<'a>, pointer: &str) -> &'a [&'a Parameter] {
    places.get(pointer).map_or(&[], Vec::as_slice)
}

fn place(pointer: &str, old: &Parameter, new: &Parameter, changes: &mut Changes) {
    let what = |what: &str| format!("{pointer} {what}");
    changes.openings(&what("type"), &old.types, &new.types);
    changes.protection(&what("required"), old.required, new.required);
    constraints(pointer, &old.constraints, &new.constraints, changes);
    rules(pointer, old, new, changes);
    changes.steps(&what("sanitizer"), &old.sanitizers, &new.sanitizers);
    changes.protection(&what("secret"), old.secret, new.secret);
    match (&old.header, &new.header) {
        (Some(header), None) => changes.stronger(what("header"), format!("removed: {header}")),
        (None, Some(header)) => changes.weaker(what("header"), format!("added: {header}")),
        (old, new) => {
            let told = |header: &Option<String>| header.clone().unwrap_or_default();
            changes.other(&what("header"), told(old), told(new));
        }
    }
    let is_bounded = |place: &Parameter| place.text != Some(TextBound::Default);
    changes.protection(&what("bound of the text"), is_bounded(old), is_bounded(new));
    let told = |place: &Parameter| place.description.clone().unwrap_or_else(|| "none".to_owned());
    changes.neutral(&what("description"), told(old), told(new));
}

/// A rule that is written otherwise is as strict as before only where its figures say so, and these stand
/// in the constraints.
fn rules(pointer: &str, old: &Parameter, new: &Parameter, changes: &mut Changes) {
    let what = format!("{pointer} rule");
    let (removed, mut added) = lists(&old.rules, &new.rules);
    for rule in removed {
        let name = |rule: &str| rule.split(['(', '.']).next().unwrap_or_default().to_owned();
        match added.iter().position(|other| name(other) == name(rule)) {
            Some(at) => {
                let other = added.remove(at);
                let how = format!("{rule} → {other}");
                match is_stricter(rule, &old.constraints, &new.constraints) {
                    true => changes.stronger(&what, how),
                    false => changes.weaker(&what, format!("{how}; changed, read it")),
                }
            }
            None => changes.weaker(&what, format!("removed: {rule}")),
        }
    }
    added.iter().for_each(|rule| changes.stronger(&what, format!("added: {rule}")));
}

/// Whether the keywords that this rule writes, and that say all of it, became stricter.
fn is_stricter(rule: &str, old: &Map<String, Value>, new: &Map<String, Value>) -> bool {
    let is_exact = ["length(", "range("].iter().any(|name| rule.starts_with(name));
    // `.bytes()` and `.graphemes()` count what no schema does.
    if !is_exact || rule.contains(").") {
        return false;
    }
    let keywords: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed = keywords.into_iter().filter(|keyword| old.get(*keyword) != new.get(*keyword));
    let directions: Vec<_> = changed
        .map(|keyword| keyword_direction(keyword, old.get(keyword), new.get(keyword)))
        .collect();
    !directions.is_empty() && directions.iter().all(|it| *it == Some(Direction::Stronger))
}

fn constraints(
    pointer: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    changes: &mut Changes,
) {
    let keywords: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for keyword in keywords {
        let (before, after) = (old.get(keyword), new.get(keyword));
        if before == after {
            continue;
        }
        let told = |value: Option<&Value>| value.map_or("none".to_owned(), Value::to_string);
        let how = format!("{} → {}", told(before), told(after));
        let what = format!("{pointer} {keyword}");
        match keyword_direction(keyword, before, after) {
            Some(direction) => changes.add(direction, what, how),
            None => changes.weaker(what, format!("{how}; changed, read it")),
        }
    }
}

/// What a schema asks, without words for people.
fn asked(schema: &Map<String, Value>) -> Map<String, Value> {
    let words = ["description", "title", "examples"];
    let kept = schema.iter().filter(|(keyword, _)| !words.contains(&keyword.as_str()));
    kept.map(|(keyword, value)| {
        let value = match (keyword.as_str(), value) {
            // Names of members, which may be any word.
            ("properties" | "$defs" | "patternProperties", Value::Object(members)) => {
                let members = members.iter().map(|(name, it)| (name.clone(), asked_in(it)));
                Value::Object(members.collect())
            }
            ("const" | "enum" | "default", value) => value.clone(),
            (_, value) => asked_in(value),
        };
        (keyword.clone(), value)
    })
    .collect()
}

fn asked_in(value: &Value) -> Value {
    match value {
        Value::Object(schema) => Value::Object(asked(schema)),
        Value::Array(items) => items.iter().map(asked_in).collect(),
        other => other.clone(),
    }
}
