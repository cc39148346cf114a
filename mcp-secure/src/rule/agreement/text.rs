//! Text made from the keywords of a schema.

use proptest::{prelude::*, sample, string::string_regex_parsed};
use regex_syntax::hir::{Hir, HirKind};
use serde_json::{Map, Value};

/// Text that some of the keywords accept, and text about the bounds of length.
pub(super) fn of(schema: &Map<String, Value>) -> BoxedStrategy<String> {
    let mut choices: Vec<(u32, BoxedStrategy<String>)> = vec![(1, any::<String>().boxed())];
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        choices.push((6, matching(pattern)));
    }
    if let Some(format) = schema.get("format").and_then(Value::as_str) {
        choices.push((4, matching(expression_of(format))));
    }
    let lengths: Vec<usize> = ["minLength", "maxLength"]
        .iter()
        .filter_map(|keyword| usize::try_from(schema.get(*keyword)?.as_u64()?).ok())
        .flat_map(|length| [length.saturating_sub(1), length, length + 1])
        .collect();
    if !lengths.is_empty() {
        let text = (sample::select(vec!["a", "1", "é", "日", "😀"]), sample::select(lengths))
            .prop_map(|(character, length)| character.repeat(length));
        choices.push((2, text.boxed()));
    }
    proptest::strategy::Union::new_weighted(choices).boxed()
}

/// Text in which the expression matches from the beginning to the end.
fn matching(pattern: &str) -> BoxedStrategy<String> {
    let expression = regex_syntax::parse(pattern).unwrap();
    string_regex_parsed(&without_anchors(expression)).unwrap().boxed()
}

fn without_anchors(expression: Hir) -> Hir {
    match expression.into_kind() {
        HirKind::Empty | HirKind::Look(_) => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(class) => Hir::class(class),
        HirKind::Repetition(mut repetition) => {
            repetition.sub = Box::new(without_anchors(*repetition.sub));
            Hir::repetition(repetition)
        }
        HirKind::Capture(capture) => without_anchors(*capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.into_iter().map(without_anchors).collect()),
        HirKind::Alternation(parts) => {
            Hir::alternation(parts.into_iter().map(without_anchors).collect())
        }
    }
}

/// Roughly what the formats accept: an expression for each, that nothing else is made from.
fn expression_of(format: &str) -> &'static str {
    match format {
        "date" => "[0-9]{4}-[01][0-9]-[0-3][0-9]",
        "date-time" => {
            "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,9})?\
             ([Zz]|[+-][0-2][0-9]:[0-6][0-9])"
        }
        "email" => {
            "([a-z.+'\"-]{1,9}|\"[a-z @]{1,5}\")@([a-z0-9-]{1,8}\\.){0,3}([a-z]{2,5}|\\[[0-9.]{7}\\])"
        }
        "hostname" => "([a-z0-9_-]{1,8}\\.){0,3}([a-z0-9-]{1,9}|xn--[a-z0-9-]{2,9})",
        "idn-hostname" => "([a-zéß日本и0-9-]{1,8}[.。]){0,3}[a-zéи日0-9-]{1,9}",
        "ipv4" => "(0?[0-9]{1,3}\\.){3}[0-9]{1,3}",
        "ipv6" => "([0-9a-fA-F]{0,4}:){1,7}([0-9a-f]{1,4}|[0-9.]{7}|:)(%[a-z0-9]{1,3})?",
        "json-pointer" => "(/([a-z0-9é]|~[01]|~){0,4}){0,4}",
        "uri" => {
            "[a-zA-Z]{1,5}://([a-z]{1,4}@)?([a-zé0-9.-]{1,9}|\\[[0-9a-f:]{2,9}\\])(:[0-9]{0,5})?\
             (/[a-z%0-9.]{0,5}){0,3}(\\?[a-z=&]{0,5})?(#[a-z]{0,3})?"
        }
        "uuid" => "[0-9a-fA-F]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}",
        // Of numbers, or not asserted.
        _ => ".{0,9}",
    }
}
