//! What needs more than one attribute, or the signature, to be judged.

use std::collections::HashSet;

use quote::ToTokens;
use syn::{FnArg, GenericParam, Ident, ItemImpl, Path, ReceiverKind, Safety, Type, ext::IdentExt};

use crate::{
    model::{Parameter, Tool},
    report::Report,
    syntax::types::{Flaw, flaw},
};

mod config;
mod input;

pub(crate) use config::config;
pub(crate) use input::input;

pub(crate) fn tool(tool: &Tool, report: &mut Report) {
    one(tool, report);
    if let Some(receiver) = tool.signature.receiver() {
        report.error_with_help(
            receiver,
            "a method cannot be a tool of its own",
            "put `#[tool]` on the `impl` block too",
        );
    }
}

pub(crate) fn tools(block: &ItemImpl, tools: &[Tool], report: &mut Report) {
    if let Some((path, _)) = &block.trait_ {
        report.error_with_help(
            path,
            "a tool is a method of a type, not of a trait",
            "write an `impl` block of the type itself",
        );
    }
    if !block.generics.params.is_empty() {
        report.error_with_help(
            &block.generics,
            "tools cannot be generic",
            "a tool has one schema: write the `impl` for a concrete type",
        );
    }
    if tools.is_empty() {
        report.error_with_help(
            &block.self_ty,
            "no method of this block is a tool",
            "mark those that are with `#[tool]`",
        );
    }
    let mut seen = HashSet::new();
    for tool in tools {
        one(tool, report);
        receiver(tool, report);
        if !seen.insert(tool.name.value()) {
            report.error(&tool.name, format!("two tools are named `{}`", tool.name.value()));
        }
    }
}

/// The same tool twice in one list. Equal names of different tools are found by their types.
pub(crate) fn paths(paths: &[Path], report: &mut Report) {
    for (index, path) in paths.iter().enumerate() {
        if paths[..index].contains(path) {
            report.error(path, "this tool is listed twice");
        }
    }
}

fn one(tool: &Tool, report: &mut Report) {
    name_and_description(tool, report);
    signature(tool, report);
    annotations(tool, report);
    for parameter in &tool.parameters {
        self::parameter(parameter, report);
    }
    headers(&tool.parameters, report);
    for second in tool.parameters.iter().filter_map(|it| it.takes_all.as_ref()).skip(1) {
        report.error(second, "`#[arguments]` is given twice");
    }
}

fn name_and_description(tool: &Tool, report: &mut Report) {
    let name = tool.name.value();
    match mcp_secure_grammar::tool_name(&name) {
        Ok(()) => {}
        Err(message) if tool.ident.unraw() == name => {
            report.error_with_help(&tool.ident, message, "name it by `#[tool(name = \"..\")]`");
        }
        Err(message) => report.error(&tool.name, message),
    }
    if tool.description.is_empty() {
        report.error_with_help(
            &tool.ident,
            format!("the tool `{name}` has no description"),
            "a model chooses tools by it: add a doc comment, `/// What it does.`",
        );
    }
}

fn signature(tool: &Tool, report: &mut Report) {
    let signature = &tool.signature;
    for parameter in &signature.generics.params {
        match parameter {
            GenericParam::Lifetime(lifetime) => borrowed(lifetime, "take a `String`", report),
            generic => report.error_with_help(
                generic,
                "a tool cannot be generic",
                "a tool has one schema: name the types",
            ),
        }
    }
    if let Safety::Unsafe(unsafety) = &signature.safety {
        report.error_with_help(
            unsafety,
            "a tool cannot be `unsafe`",
            "a model decides when to call it: keep `unsafe` within the function",
        );
    }
    if let Some(abi) = &signature.abi {
        report.error_with_help(abi, "a tool is a Rust function", "leave the ABI out");
    }
    if let Some(variadic) = &signature.variadic {
        report.error(variadic, "a tool cannot be variadic");
    }
}

fn receiver(tool: &Tool, report: &mut Report) {
    if let Some(FnArg::Receiver(receiver)) = tool.signature.inputs.first()
        && !matches!(receiver.kind, ReceiverKind::Reference(_, None, None))
    {
        report.error_with_help(
            receiver,
            "a tool takes `&self`",
            "calls run side by side: keep what changes behind a lock or in atomics",
        );
    }
}

fn annotations(tool: &Tool, report: &mut Report) {
    let set = |name: &str| tool.hints.iter().find(|hint| hint.key == name && hint.value);
    if let (Some(_), Some(destructive)) = (set("read_only"), set("destructive")) {
        exclude(&destructive.key, "read_only", report);
    }
    if tool.public.is_some()
        && let Some(guard) = tool.guard("require_auth")
    {
        report.error_with_help(
            &guard.path,
            "a public tool needs no caller",
            "remove `#[require_auth]`, or `public` from `#[tool]`",
        );
    }
    if let (Some(hidden), Some(_)) = (&tool.hidden, &tool.public) {
        exclude(hidden, "public", report);
    }
    for icon in &tool.icons {
        let value = icon.value();
        if !value.starts_with("https://") && !value.starts_with("data:image/") {
            report.error(icon, "an icon is an `https://` or `data:image/` URL");
        }
    }
}

fn exclude(key: &Ident, other: &str, report: &mut Report) {
    let message = format!("`{key}` and `{other}` exclude each other");
    report.error_with_help(key, message, "remove one of them");
}

/// Header names are compared without regard to case.
fn headers(parameters: &[Parameter], report: &mut Report) {
    let mut seen = HashSet::new();
    for name in parameters.iter().filter_map(|parameter| parameter.header.as_ref()) {
        if !seen.insert(name.value().to_ascii_lowercase()) {
            report.error(name, "two arguments have this header");
        }
    }
}

fn secrecy(parameter: &Parameter, report: &mut Report) {
    let Some(secret) = &parameter.secret else { return };
    if let Some(default) = &parameter.default {
        report.error_with_help(
            default,
            "a secret has no default",
            "it would stand in the source and in the schema: remove `#[default]`",
        );
    }
    if parameter.header.is_some() {
        report.error_with_help(
            secret,
            "a secret is never in a header",
            "headers are read and logged on the way: remove `#[header]` or `#[secret]`",
        );
    }
}

fn parameter(parameter: &Parameter, report: &mut Report) {
    secrecy(parameter, report);
    match flaw(&parameter.ty) {
        None => {}
        Some(Flaw::Lifetime(lifetime)) => borrowed(lifetime, "take an owned type", report),
        Some(Flaw::Reference(reference)) => {
            let help = match &*reference.elem {
                Type::Path(path) if path.path.is_ident("str") => "take a `String`",
                Type::Slice(_) => "take a `Vec`",
                _ => "take the value itself; what the server holds is taken as `State<T>`",
            };
            borrowed(reference, help, report);
        }
        Some(Flaw::ImplTrait(ty)) => report.error_with_help(
            ty,
            "a parameter of a tool needs a type with a name",
            "a tool has one schema: name the type",
        ),
    }
}

fn borrowed(at: &impl ToTokens, help: &str, report: &mut Report) {
    report.error_with_help(at, "a tool cannot borrow its arguments", help);
}
