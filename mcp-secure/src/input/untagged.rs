//! Untagged enums: the variant is found by what the value is.
//!
//! An array or object is taken by one variant alone, the one whose shape it has or is nearest to.
//! That no two variants share the shape of an array or an object is checked at compile time
//! ([`are_told_apart`](super::are_told_apart)), so that no variant is tried in vain and the time
//! stays linear. All other values have no parts: each variant that may be one is tried, in order.

use super::{choice::Variant, shape::Members};
use crate::{
    intake::Intake,
    json::{Kind, Raw},
    rule::{Violation, Violations},
};

pub(super) fn take<T>(variants: &[Variant<T>], raw: Raw<'_>, intake: &mut Intake<'_>) -> Option<T> {
    let kind = raw.kind();
    let candidates = variants.iter().filter(|variant| variant.shape.may_be(kind));
    if matches!(kind, Kind::Array | Kind::Object) {
        if let Some(nearest) = candidates.min_by_key(|variant| distance(variant, raw)) {
            return nearest.content.take(raw, intake);
        }
        return intake.refuse(of_another_kind(variants));
    }
    let mut found = Violations::default();
    for variant in candidates {
        let (value, violations) = intake.apart(|intake| variant.content.take(raw, intake));
        if value.is_some() {
            return value;
        }
        violations.into_iter().for_each(|violation| found.push(violation));
    }
    intake.refuse(either(found).unwrap_or_else(|| of_another_kind(variants)))
}

/// How many members the object has too much or too little to be of this variant.
fn distance<T>(variant: &Variant<T>, raw: Raw<'_>) -> usize {
    match variant.shape.members() {
        Members::Any => 0,
        Members::Tagged(tag) => usize::from(raw.member(tag).is_none()),
        Members::Only(members) => {
            let (mut required, mut unknown) = (0, 0);
            for (name, _) in raw.members().into_iter().flatten() {
                let name = name.unescape();
                match members.iter().find(|(known, _)| *known == name) {
                    Some((_, true)) => required += 1,
                    Some((_, false)) => {}
                    None => unknown += 1,
                }
            }
            let missing = members.iter().filter(|(_, required)| *required).count() - required;
            missing + unknown
        }
    }
}

/// What several variants say of one value, as one violation.
fn either(found: Violations) -> Option<Violation> {
    let mut found = found.into_iter();
    let first = found.next()?;
    let mut messages = vec![first.message().to_owned()];
    for violation in found {
        if !messages.iter().any(|message| message == violation.message()) {
            messages.push(violation.message().to_owned());
        }
    }
    if messages.len() == 1 {
        return Some(first);
    }
    Some(Violation::new("any", messages.join(", or ")))
}

fn of_another_kind<T>(variants: &[Variant<T>]) -> Violation {
    const KINDS: [(Kind, &str); 7] = [
        (Kind::String, "a string"),
        (Kind::Fraction, "a number"),
        (Kind::Integer, "an integer"),
        (Kind::Boolean, "true or false"),
        (Kind::Object, "an object"),
        (Kind::Array, "an array"),
        (Kind::Null, "null"),
    ];
    let may_be = |kind| variants.iter().any(|variant| variant.shape.may_be(kind));
    let expected: Vec<_> = KINDS
        .into_iter()
        .filter(|(kind, _)| may_be(*kind))
        .filter(|(kind, _)| *kind != Kind::Integer || !may_be(Kind::Fraction))
        .map(|(_, name)| name)
        .collect();
    Violation::new("type", format!("must be {}", expected.join(", or ")))
}
