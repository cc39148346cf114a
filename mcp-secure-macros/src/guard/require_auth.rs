//! `#[require_auth]`, `#[require_auth(scope = "a")]`, `#[require_auth(all = ["a", "b"])]`,
//! `#[require_auth(any = ["a", "b"])]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use crate::{
    paths::runtime,
    report::Report,
    syntax::{arguments::Arguments, literal},
};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let scope = arguments.string("scope", report).map(|scope| vec![scope]);
    let all = arguments.strings("all", report);
    let any = arguments.strings("any", report);
    if [&scope, &all, &any].iter().filter(|given| given.is_some()).count() > 1 {
        report.error_with_help(
            arguments.name(),
            "`scope`, `all` and `any` exclude each other",
            "name the scopes in one of them",
        );
        return None;
    }
    let rt = runtime();
    Some(if let Some(scopes) = scope.or(all) {
        let scopes = checked(scopes, arguments, report)?;
        quote!(.access(#rt::Access::all_of([#(#scopes),*])))
    } else if let Some(scopes) = any {
        let scopes = checked(scopes, arguments, report)?;
        quote!(.access(#rt::Access::any_of([#(#scopes),*])))
    } else {
        quote!(.access(#rt::Access::caller()))
    })
}

fn checked(scopes: Vec<LitStr>, arguments: &Arguments, report: &mut Report) -> Option<Vec<LitStr>> {
    if scopes.is_empty() {
        report.error_with_help(
            arguments.name(),
            "an empty list of scopes",
            "name the scopes, or write `#[require_auth]` for any caller",
        );
        return None;
    }
    let wrong = scopes
        .iter()
        .filter(|scope| literal::read(scope, mcp_secure_grammar::scope, report).is_none());
    (wrong.count() == 0).then_some(scopes)
}
