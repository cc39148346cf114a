//! `#[serde(..)]`: how serde names and tags, which is how everybody knows it.
//!
//! What changes decoding and is not understood here is an error; what is about serialization
//! alone is left to serde.

use syn::{Attribute, Ident, LitStr};

use super::{arguments::Arguments, attribute, case::Case};
use crate::report::Report;

/// At a type.
#[derive(Default)]
pub(crate) struct OfType {
    pub(crate) rename_all: Option<Case>,
    pub(crate) rename_all_fields: Option<Case>,
    pub(crate) tag: Option<LitStr>,
    pub(crate) content: Option<LitStr>,
    pub(crate) untagged: Option<Ident>,
}

/// At a variant.
#[derive(Default)]
pub(crate) struct OfVariant {
    pub(crate) rename: Option<LitStr>,
    pub(crate) rename_all: Option<Case>,
}

pub(crate) fn of_type(attributes: &[Attribute], report: &mut Report) -> OfType {
    let mut arguments = merged(attributes, report);
    let of_type = OfType {
        rename_all: case("rename_all", &mut arguments, report),
        rename_all_fields: case("rename_all_fields", &mut arguments, report),
        tag: arguments.string("tag", report),
        content: arguments.string("content", report),
        untagged: arguments.flag("untagged", report).map(|(key, _)| key),
    };
    // What an input is anyway.
    arguments.ignore(&["deny_unknown_fields", "transparent"]);
    arguments.ignore(&["rename", "into", "crate"]);
    finish(arguments, report);
    of_type
}

pub(crate) fn of_variant(attributes: &[Attribute], report: &mut Report) -> OfVariant {
    let mut arguments = merged(attributes, report);
    let of_variant = OfVariant {
        rename: arguments.string("rename", report),
        rename_all: case("rename_all", &mut arguments, report),
    };
    arguments.ignore(&["skip_serializing", "serialize_with"]);
    finish(arguments, report);
    of_variant
}

/// The name of a field, if it is given one.
pub(crate) fn of_field(attributes: &[Attribute], report: &mut Report) -> Option<LitStr> {
    let mut arguments = merged(attributes, report);
    let rename = arguments.string("rename", report);
    arguments.ignore(&["skip_serializing", "skip_serializing_if", "serialize_with", "getter"]);
    finish(arguments, report);
    rename
}

/// All `#[serde(..)]` as one.
fn merged(attributes: &[Attribute], report: &mut Report) -> Arguments {
    let serdes = attributes.iter().filter(|found| attribute::is_named(found, "serde"));
    let mut all = Arguments::none("serde");
    serdes.for_each(|found| all.extend(Arguments::of(found, report)));
    all
}

fn case(key: &'static str, arguments: &mut Arguments, report: &mut Report) -> Option<Case> {
    arguments.string(key, report).and_then(|literal| Case::read(&literal, report))
}

fn finish(mut arguments: Arguments, report: &mut Report) {
    for (key, help) in REFUSED {
        arguments.refuse(key, "an input has no such thing", help, report);
    }
    arguments.finish(report);
}

/// What an input does in another way, or not at all.
const REFUSED: [(&str, &str); 13] = [
    ("default", "write `#[default(..)]`, which the schema shows, or take an `Option`"),
    ("alias", "a member has one name, the one in the schema"),
    ("flatten", "name the fields here: the members of an object are known"),
    ("skip", "an input is what a client sends: keep what it does not in another type"),
    (
        "skip_deserializing",
        "an input is what a client sends: keep what it does not in another type",
    ),
    ("other", "a name that is not known is refused"),
    ("with", "make it a newtype that checks what it contains by `#[validate(..)]`"),
    ("deserialize_with", "make it a newtype that checks what it contains by `#[validate(..)]`"),
    ("from", "derive `Input` for the other type, and take that"),
    ("try_from", "derive `Input` for the other type, and check it by `#[validate(check(..))]`"),
    ("remote", "make it a newtype"),
    ("bound", "an input is not generic"),
    ("borrow", "an input owns its data"),
];
