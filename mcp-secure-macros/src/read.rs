//! From tokens to the model. Takes our attributes off the user's code and leaves the rest.

use proc_macro2::{Span, TokenStream};
use syn::{
    Attribute, FnArg, Ident, ImplItem, ItemFn, ItemImpl, LitStr, Pat, PatType, Path, Signature,
    Token, ext::IdentExt, parse::Parser, punctuated::Punctuated, spanned::Spanned,
};

use crate::{
    guard::table,
    model::{Guard, Hint, Parameter, Tool},
    report::Report,
    syntax::{arguments::Arguments, attribute, docs, rules},
};

pub(crate) fn tool(arguments: TokenStream, function: &mut ItemFn, report: &mut Report) -> Tool {
    let span = Span::call_site();
    let arguments = Arguments::parse(span, arguments, report);
    read(arguments, &mut function.attrs, &mut function.sig, report)
}

/// The methods of the block that are marked with `#[tool]`.
pub(crate) fn tools(
    arguments: TokenStream,
    block: &mut ItemImpl,
    report: &mut Report,
) -> Vec<Tool> {
    Arguments::parse(Span::call_site(), arguments, report).finish(report);
    let mut tools = Vec::new();
    for item in &mut block.items {
        let ImplItem::Fn(method) = item else { continue };
        let Some(mark) = attribute::take(&mut method.attrs, |name| name == "tool").pop() else {
            refuse_stray_guards(&method.attrs, report);
            continue;
        };
        let arguments = Arguments::of(&mark, report);
        tools.push(read(arguments, &mut method.attrs, &mut method.sig, report));
    }
    tools
}

/// The arguments of `tools![..]`.
pub(crate) fn paths(input: TokenStream, report: &mut Report) -> Vec<Path> {
    Punctuated::<Path, Token![,]>::parse_terminated
        .parse2(input)
        .map_err(|error| report.push(error))
        .map(|paths| paths.into_iter().collect())
        .unwrap_or_default()
}

fn read(
    mut arguments: Arguments,
    attributes: &mut Vec<Attribute>,
    signature: &mut Signature,
    report: &mut Report,
) -> Tool {
    let ident = signature.ident.clone();
    let name = arguments
        .string("name", report)
        .unwrap_or_else(|| LitStr::new(&ident.unraw().to_string(), ident.span()));
    let title = arguments.string("title", report);
    let icons = arguments.strings("icons", report).unwrap_or_default();
    let hints = ["read_only", "destructive", "idempotent", "open_world"]
        .into_iter()
        .filter_map(|key| arguments.flag(key, report))
        .map(|(key, value)| Hint { key, value })
        .collect();
    let mut marked = |key| arguments.flag(key, report).and_then(|(key, set)| set.then_some(key));
    let (public, hidden) = (marked("public"), marked("hidden"));
    arguments.finish(report);

    let description = docs::text(attributes);
    let guards = guards(attributes, report);
    let parameters = signature
        .inputs
        .iter_mut()
        .filter_map(|input| match input {
            FnArg::Typed(input) => Some(parameter(input, report)),
            FnArg::Receiver(_) => None,
        })
        .collect();
    Tool {
        name,
        title,
        description,
        hints,
        icons,
        public,
        hidden,
        is_async: signature.asyncness.is_some(),
        takes_self: signature.receiver().is_some(),
        parameters,
        guards,
        signature: signature.clone(),
        ident,
    }
}

fn guards(attributes: &mut Vec<Attribute>, report: &mut Report) -> Vec<Guard> {
    let ours = attribute::take(attributes, |name| table::find(name).is_some());
    let mut guards: Vec<Guard> = Vec::new();
    for attribute in &ours {
        let name = attribute::name_of(attribute).unwrap_or_default();
        let Some(row) = table::find(&name) else { continue };
        let ident = attribute.path().segments.last().expect("a path has a segment").ident.clone();
        if !row.repeats && guards.iter().any(|guard| guard.name == row.name) {
            report.error(ident.span(), format!("`#[{name}]` is given twice"));
            continue;
        }
        let mut arguments = Arguments::of(attribute, report);
        let declaration = (row.read)(&mut arguments, report);
        arguments.finish(report);
        if let Some(declaration) = declaration {
            guards.push(Guard { name: row.name, ident, declaration });
        }
    }
    guards
}

fn parameter(input: &mut PatType, report: &mut Report) -> Parameter {
    let description = docs::text(&input.attrs);
    input.attrs.retain(|attribute| !docs::is_doc(attribute));
    let ours = attribute::take(&mut input.attrs, |name| {
        matches!(name, "validate" | "sanitize" | "default" | "arguments")
    });
    let mut parameter = Parameter {
        ident: match &*input.pat {
            Pat::Ident(pattern) => pattern.ident.clone(),
            other => {
                report.error_with_help(
                    other.span(),
                    "a parameter of a tool needs a name",
                    "write `name: Type`",
                );
                Ident::new("unnamed", other.span())
            }
        },
        ty: (*input.ty).clone(),
        description,
        sanitizers: Vec::new(),
        rules: Vec::new(),
        default: None,
        takes_all: None,
    };
    for attribute in &ours {
        match attribute::name_of(attribute).as_deref() {
            Some("validate") => parameter.rules.extend(rules::read(attribute, report)),
            Some("arguments") => {
                Arguments::of(attribute, report).finish(report);
                parameter.takes_all = Some(attribute_span(attribute));
            }
            Some("sanitize") => parameter.sanitizers.extend(rules::read(attribute, report)),
            _ => {
                let mut arguments = Arguments::of(attribute, report);
                let value = arguments.first("a value, as in `#[default(10)]`", report);
                arguments.finish(report);
                if parameter.default.is_some() {
                    report.error(attribute_span(attribute), "`#[default]` is given twice");
                }
                parameter.default = value;
            }
        }
    }
    parameter
}

/// A guard on a method that is no tool would guard nothing.
fn refuse_stray_guards(attributes: &[Attribute], report: &mut Report) {
    for attribute in attributes {
        let Some(row) = attribute::name_of(attribute).and_then(|name| table::find(&name)) else {
            continue;
        };
        report.error_with_help(
            attribute_span(attribute),
            format!("`#[{}]` guards nothing here", row.name),
            "it is enforced by `#[tool]`: add `#[tool]` to the method",
        );
    }
}

fn attribute_span(attribute: &Attribute) -> Span {
    attribute.path().segments.last().map_or_else(Span::call_site, |segment| segment.ident.span())
}
