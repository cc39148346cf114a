//! What needs more than one attribute, or the signature, to be judged.

use std::collections::HashSet;

use syn::{
    FnArg, GenericParam, Ident, ItemImpl, Path, ReceiverKind, Safety, Type, spanned::Spanned,
};

use crate::{
    model::{Parameter, Tool},
    report::Report,
    syntax::literal,
};

pub(crate) fn tool(tool: &Tool, report: &mut Report) {
    one(tool, report);
    if let Some(receiver) = tool.signature.receiver() {
        report.error_with_help(
            receiver.span(),
            "a method cannot be a tool of its own",
            "put `#[tool]` on the `impl` block too",
        );
    }
}

pub(crate) fn tools(block: &ItemImpl, tools: &[Tool], report: &mut Report) {
    if let Some((path, _)) = &block.trait_ {
        report.error(path.span(), "a tool is a method of a type, not of a trait");
    }
    if !block.generics.params.is_empty() {
        report.error_with_help(
            block.generics.span(),
            "tools cannot be generic",
            "a tool has one schema: write the `impl` for a concrete type",
        );
    }
    if tools.is_empty() {
        report.error(block.self_ty.span(), "no method of this block is marked with `#[tool]`");
    }
    let mut seen = HashSet::new();
    for tool in tools {
        one(tool, report);
        match tool.signature.inputs.first() {
            Some(FnArg::Receiver(receiver))
                if matches!(receiver.kind, ReceiverKind::Reference(_, None, None)) => {}
            Some(FnArg::Receiver(receiver)) => report.error_with_help(
                receiver.span(),
                "a tool takes `&self`",
                "calls run side by side: keep what changes behind a lock or in atomics",
            ),
            _ => {}
        }
        if !seen.insert(tool.name.value()) {
            report.error(tool.name.span(), format!("two tools are named `{}`", tool.name.value()));
        }
    }
}

/// The same tool twice in one list. Equal names of different tools are found by their types.
pub(crate) fn paths(paths: &[Path], report: &mut Report) {
    for (index, path) in paths.iter().enumerate() {
        if paths[..index].contains(path) {
            report.error(path.span(), "this tool is listed twice");
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
    for second in tool.parameters.iter().filter_map(|parameter| parameter.takes_all).skip(1) {
        report.error(second, "`#[arguments]` is given twice");
    }
}

fn name_and_description(tool: &Tool, report: &mut Report) {
    let _ = literal::read(&tool.name, mcp_secure_grammar::tool_name, report);
    if tool.description.is_empty() {
        report.error_with_help(
            tool.ident.span(),
            format!("the tool `{}` has no description", tool.name.value()),
            "a model chooses tools by it: add a doc comment, `/// What it does.`",
        );
    }
}

fn signature(tool: &Tool, report: &mut Report) {
    let signature = &tool.signature;
    for parameter in &signature.generics.params {
        let (what, help) = match parameter {
            GenericParam::Lifetime(_) => {
                ("a tool cannot borrow its arguments", "take owned types, such as `String`")
            }
            _ => ("a tool cannot be generic", "a tool has one schema: name the types"),
        };
        report.error_with_help(parameter.span(), what, help);
    }
    if let Safety::Unsafe(unsafety) = &signature.safety {
        report.error(unsafety.span(), "a tool cannot be `unsafe`: a model decides when to call it");
    }
    if let Some(abi) = &signature.abi {
        report.error(abi.span(), "a tool is a Rust function");
    }
    if let Some(variadic) = &signature.variadic {
        report.error(variadic.span(), "a tool cannot be variadic");
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
            guard.ident.span(),
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
            report.error(icon.span(), "an icon is an `https://` or `data:image/` URL");
        }
    }
}

fn exclude(key: &Ident, other: &str, report: &mut Report) {
    report.error(key.span(), format!("`{key}` and `{other}` exclude each other"));
}

fn parameter(parameter: &Parameter, report: &mut Report) {
    match &parameter.ty {
        Type::Reference(reference) => {
            let help = match &*reference.elem {
                Type::Path(path) if path.path.is_ident("str") => "take a `String`",
                Type::Slice(_) => "take a `Vec`",
                _ => "take the value itself",
            };
            report.error_with_help(reference.span(), "a tool cannot borrow its arguments", help);
        }
        Type::ImplTrait(ty) => report.error_with_help(
            ty.span(),
            "a parameter of a tool needs a type with a name",
            "a tool has one schema: name the type",
        ),
        _ => {}
    }
}
