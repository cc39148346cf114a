//! From tokens to the model. Takes our attributes off the user's code and leaves the rest.

use proc_macro2::TokenStream;
use syn::{
    Attribute, FnArg, Ident, ImplItem, ItemFn, ItemImpl, LitStr, Path, Signature, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
};

use crate::{
    guard::table,
    model::{Guard, Hint, Tool},
    report::Report,
    syntax::{arguments::Arguments, attribute, docs::Docs},
};

mod config;
mod input;
mod parameter;

pub(crate) use config::config;
pub(crate) use input::input;

pub(crate) fn tool(
    name: Ident,
    arguments: TokenStream,
    function: &mut ItemFn,
    report: &mut Report,
) -> Tool {
    let arguments = Arguments::parse(name, arguments, report);
    for second in attribute::take(&mut function.attrs, |name| name == "tool") {
        report.error(&second, "`#[tool]` is given twice");
    }
    read(arguments, &mut function.attrs, &mut function.sig, report)
}

/// The methods of the block that are marked with `#[tool]`.
pub(crate) fn tools(
    name: Ident,
    arguments: TokenStream,
    block: &mut ItemImpl,
    report: &mut Report,
) -> Vec<Tool> {
    if !arguments.is_empty() {
        report.error_with_help(
            &arguments,
            format!("`#[{name}]` on a block takes no arguments"),
            "give them to the `#[tool]` of each method",
        );
    }
    let mut tools = Vec::new();
    for item in &mut block.items {
        let ImplItem::Fn(method) = item else { continue };
        let Some(mark) = attribute::take(&mut method.attrs, |name| name == "tool").pop() else {
            refuse_stray_guards(&mut method.attrs, report);
            continue;
        };
        refuse_conditions(&mut method.attrs, report);
        let arguments = Arguments::of(&mark, report);
        let tool = read(arguments, &mut method.attrs, &mut method.sig, report);
        tools.push(Tool { is_method: true, ..tool });
    }
    tools
}

/// The arguments of `tools![..]`.
pub(crate) fn paths(input: TokenStream, report: &mut Report) -> Vec<Path> {
    let path = |input: ParseStream<'_>| {
        let start = input.fork();
        match input.parse() {
            Ok(path) if input.is_empty() || input.peek(Token![,]) => Ok(path),
            _ => Err(start.error("expected the name of a tool, as in `tools![echo, notes::read]`")),
        }
    };
    (|input: ParseStream<'_>| Punctuated::<Path, Token![,]>::parse_terminated_with(input, path))
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

    let description = Docs::of(attributes);
    let guards = guards(attributes, report);
    let parameters = signature
        .inputs
        .iter_mut()
        .filter_map(|input| match input {
            FnArg::Typed(input) => Some(parameter::of_function(input, report)),
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
        deprecated: attributes.iter().any(|attribute| attribute.path().is_ident("deprecated")),
        is_method: false,
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
        if !row.repeats && guards.iter().any(|guard| guard.name == row.name) {
            report.error(attribute, format!("`#[{name}]` is given twice"));
            continue;
        }
        let mut arguments = Arguments::of(attribute, report);
        let declaration = (row.read)(&mut arguments, report);
        arguments.finish(report);
        if let Some(declaration) = declaration {
            guards.push(Guard { name: row.name, path: attribute.path().clone(), declaration });
        }
    }
    guards
}

/// On a function or a block, rustc has resolved conditions before `#[tool]` is asked; within a
/// block it has not.
fn refuse_conditions(attributes: &mut Vec<Attribute>, report: &mut Report) {
    let is_guard = |name: &str| table::find(name).is_some();
    let is_condition = |found: &Attribute| {
        found.path().is_ident("cfg") || attribute::is_conditional(found, is_guard)
    };
    for condition in attributes.extract_if(.., |found| is_condition(found)) {
        report.error_with_help(
            &condition,
            "a tool of a block cannot be conditional",
            "put the condition on the block, or make the tool a function that takes `State<T>`",
        );
    }
}

/// A guard on a method that is no tool would guard nothing.
fn refuse_stray_guards(attributes: &mut Vec<Attribute>, report: &mut Report) {
    for guard in attribute::take(attributes, |name| table::find(name).is_some()) {
        report.error_with_help(
            &guard,
            format!("`#[{}]` guards nothing here", attribute::ident(&guard)),
            "it is enforced by `#[tool]`: add `#[tool]` to the method",
        );
    }
}
