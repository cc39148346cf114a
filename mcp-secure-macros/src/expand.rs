//! The story: read → check → emit. On errors, all of them, and the user's own code as it is,
//! so that one mistake does not cause ten.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, DeriveInput, Ident, Item, ItemFn, ItemImpl, parse_quote};

use crate::{
    check, emit, paths, read,
    report::{Report, this_attribute},
    scope,
    syntax::attribute::is_named,
};

/// `#[tool]` on a function, or on an `impl` block whose methods are tools.
///
/// Rust has one namespace for attributes and `tools![..]`, so the block has the same attribute.
pub(crate) fn tool(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let name = this_attribute("tool", &item);
    match syn::parse2(item.clone()) {
        Ok(Item::Fn(function)) => tool_function(name, arguments, function),
        Ok(Item::Impl(block)) => tool_block(name, arguments, block),
        Ok(_) => misplaced(&name, "a function or an `impl` block", &item),
        // Half-typed code is rustc's to report, as it is.
        Err(_) => item,
    }
}

fn tool_function(name: Ident, arguments: TokenStream, mut function: ItemFn) -> TokenStream {
    let mut report = Report::default();
    let tool = read::tool(name, arguments, &mut function, &mut report);
    check::tool(&tool, &mut report);
    match report.finish() {
        Ok(()) => emit::function(&function, &tool),
        Err(errors) => emit::failed_function(&function, &tool, errors),
    }
}

fn tool_block(name: Ident, arguments: TokenStream, mut block: ItemImpl) -> TokenStream {
    let mut report = Report::default();
    let tools = read::tools(name, arguments, &mut block, &mut report);
    check::tools(&block, &tools, &mut report);
    match report.finish() {
        Ok(()) => emit::block(&block, &tools),
        Err(errors) => emit::failed_block(&block, errors),
    }
}

/// `#[derive(Input)]`.
pub(crate) fn input(item: TokenStream) -> TokenStream {
    let Ok(item) = syn::parse2::<DeriveInput>(item) else { return TokenStream::new() };
    let mut report = Report::default();
    let input = read::input(&item, &mut report);
    check::input(&item, &input, &mut report);
    match report.finish() {
        Ok(()) => emit::input(&input),
        // A generic type is named by no `impl` without its parameters.
        Err(errors) if !item.generics.params.is_empty() => errors,
        Err(errors) => emit::failed_input(&input.ident, errors),
    }
}

/// `#[derive(SecureConfig)]`.
pub(crate) fn config(item: TokenStream) -> TokenStream {
    let Ok(item) = syn::parse2::<DeriveInput>(item) else { return TokenStream::new() };
    let mut report = Report::default();
    let config = read::config(&item, &mut report);
    check::config(&item, &config, &mut report);
    match report.finish() {
        Ok(()) => emit::config(&config),
        Err(errors) if !item.generics.params.is_empty() => errors,
        Err(errors) => emit::failed_config(&config.ident, errors),
    }
}

pub(crate) fn tools(input: TokenStream) -> TokenStream {
    let mut report = Report::default();
    let paths = read::paths(input, &mut report);
    check::paths(&paths, &mut report);
    match report.finish() {
        Ok(()) => emit::registration(&paths),
        Err(errors) => emit::failed_registration(errors),
    }
}

/// `#[derive(Scope)]`.
pub(crate) fn scopes(item: TokenStream) -> TokenStream {
    let Ok(item) = syn::parse2(item) else { return TokenStream::new() };
    let mut report = Report::default();
    let scopes = scope::read(&item, &mut report);
    scope::check(&scopes, &mut report);
    match report.finish() {
        Ok(()) => scope::emit(&scopes),
        Err(errors) => scope::failed(&scopes, errors),
    }
}

/// A guard that stands above `#[tool]` moves below it, where `#[tool]` reads it. Without
/// `#[tool]` it would guard nothing, which is an error.
pub(crate) fn guard(name: &str, arguments: TokenStream, item: TokenStream) -> TokenStream {
    let name = this_attribute(name, &item);
    let mut function = match syn::parse2(item.clone()) {
        Ok(Item::Fn(function)) => function,
        // What `#[tool]` leaves of a guard that it has read.
        Ok(Item::Const(item)) if item.ident == "_" => return TokenStream::new(),
        Ok(_) => return misplaced(&name, "a function with `#[tool]`", &item),
        Err(_) => return item,
    };
    if !function.attrs.iter().any(|attribute| is_named(attribute, "tool")) {
        let mut report = Report::default();
        report.error_with_help(
            &name,
            format!("`#[{name}]` guards nothing here"),
            "it is enforced by `#[tool]`: add `#[tool]` to the function",
        );
        let errors = report.finish().err();
        return quote!(#errors #function);
    }
    let path = paths::guard(&name);
    let moved: Attribute = if arguments.is_empty() {
        parse_quote!(#[#path])
    } else {
        parse_quote!(#[#path(#arguments)])
    };
    function.attrs.push(moved);
    function.into_token_stream()
}

fn misplaced(name: &Ident, expected: &str, item: &TokenStream) -> TokenStream {
    let mut report = Report::default();
    report.error(name, format!("`#[{name}]` goes on {expected}"));
    let errors = report.finish().err();
    quote!(#errors #item)
}
