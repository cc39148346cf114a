//! Inputs: what needs more than one field to be judged.

use std::collections::HashSet;

use quote::ToTokens;
use syn::{DeriveInput, GenericParam};

use super::{borrowed, headers, parameter};
use crate::{
    model::{Body, Content, Input, Parameter, Tagging},
    report::Report,
};

pub(crate) fn input(item: &DeriveInput, input: &Input, report: &mut Report) {
    for parameter in &item.generics.params {
        match parameter {
            GenericParam::Lifetime(lifetime) => borrowed(lifetime, "own the data", report),
            generic => report.error_with_help(
                generic,
                "an input cannot be generic",
                "an input has one schema: name the types",
            ),
        }
    }
    for content in input.body.contents() {
        content.fields().iter().for_each(|field| parameter(field, report));
        headers(content.fields(), report);
        distinct(
            "fields",
            content.fields().iter().map(|field| (&field.ident, &*field.name)),
            report,
        );
        stands_alone(content, report);
    }
    if let Body::Enum(tagging, variants) = &input.body {
        if variants.is_empty() {
            let help = "name what may be sent, each as a variant";
            report.error_with_help(&input.ident, "an enum without variants has no values", help);
        }
        distinct(
            "variants",
            variants.iter().map(|variant| (&variant.ident, &*variant.name)),
            report,
        );
        for content in input.body.contents() {
            beside_the_tag(tagging, content.fields(), report);
        }
    }
}

fn distinct<'a, I: ToTokens + 'a>(
    what: &str,
    names: impl Iterator<Item = (&'a I, &'a str)>,
    report: &mut Report,
) {
    let mut seen = HashSet::new();
    for (at, name) in names {
        if !seen.insert(name) {
            report.error(at, format!("two {what} are named `{name}`"));
        }
    }
}

/// A value without a name is never absent.
fn stands_alone(content: &Content, report: &mut Report) {
    if let Content::Newtype(field) = content
        && let Some(default) = &field.default
    {
        report.error_with_help(
            default,
            "a field without a name is never absent",
            "put `#[default(..)]` where the type is used",
        );
    }
}

fn beside_the_tag(tagging: &Tagging, fields: &[Parameter], report: &mut Report) {
    for field in fields {
        if let Tagging::Internal(tag) = tagging
            && tag.value() == field.name
        {
            report.error(&field.ident, format!("the tag is named `{}`", field.name));
        }
        if let Some(header) = &field.header {
            report.error_with_help(
                header,
                "a header is of an argument that has one place",
                "a variant is one of several: put `#[header(..)]` on a parameter, or on a field of \
                 a struct",
            );
        }
    }
}
