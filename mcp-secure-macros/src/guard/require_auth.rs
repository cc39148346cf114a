//! `#[require_auth]`, `#[require_auth(scope = "a")]`, `all = [..]`, `any = [..]`, and
//! `role = "r"` or `roles = [..]` beside them. A scope is a text or a value that derives `Scope`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Expr, ExprLit, Lit, LitStr, spanned::Spanned};

use crate::{
    paths::{runtime, runtime_at},
    report::Report,
    syntax::{arguments::Arguments, literal},
};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let scope = arguments.expression("scope", "\"notes:read\"", report).map(|scope| vec![scope]);
    let all = arguments.expressions("all", "[\"notes:read\"]", report);
    let any = arguments.expressions("any", "[\"notes:read\"]", report);
    let role = arguments.string("role", report).map(|role| vec![role]);
    let roles = arguments.strings("roles", report);
    exclusive(
        &["scope", "all", "any"],
        [&scope, &all, &any].map(Option::is_some),
        arguments,
        report,
    )?;
    exclusive(&["role", "roles"], [&role, &roles].map(Option::is_some), arguments, report)?;

    let rt = runtime();
    let typed = hierarchies([&scope, &all, &any].into_iter().flatten().flatten());
    let access = if let Some(scopes) = scope.or(all) {
        let scopes = checked(scopes, arguments, report)?;
        quote!(#rt::Access::all_of([#(#scopes),*]))
    } else if let Some(scopes) = any {
        let scopes = checked(scopes, arguments, report)?;
        quote!(#rt::Access::any_of([#(#scopes),*]))
    } else {
        quote!(#rt::Access::caller())
    };
    let roles = match role.or(roles) {
        None => TokenStream::new(),
        Some(roles) => {
            let roles = checked_roles(roles, arguments, report)?;
            quote!(.role([#(#roles),*]))
        }
    };
    Some(quote!(.access(#access #roles) #typed))
}

fn exclusive<const N: usize>(
    keys: &[&str; N],
    given: [bool; N],
    arguments: &Arguments,
    report: &mut Report,
) -> Option<()> {
    if given.into_iter().filter(|given| *given).count() < 2 {
        return Some(());
    }
    let list: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    let (last, first) = list.split_last()?;
    let message = format!("{} and {last} exclude each other", first.join(", "));
    report.error_with_help(arguments.name(), message, "keep one of them");
    None
}

/// The server learns from a typed scope what it and its like imply.
fn hierarchies<'a>(scopes: impl Iterator<Item = &'a Expr>) -> TokenStream {
    let typed = scopes.filter(|scope| text(scope).is_none());
    typed.map(|scope| quote_spanned!(scope.span()=> .hierarchy_of(&#scope))).collect()
}

fn checked(
    scopes: Vec<Expr>,
    arguments: &Arguments,
    report: &mut Report,
) -> Option<Vec<TokenStream>> {
    if scopes.is_empty() {
        report.error_with_help(
            arguments.name(),
            "an empty list of scopes",
            "name the scopes, or write `#[require_auth]` for any caller",
        );
        return None;
    }
    let mut names = Vec::new();
    let mut complete = Some(());
    for scope in &scopes {
        match text(scope) {
            Some(name) => match literal::read(name, mcp_secure_grammar::scope, report) {
                Some(()) => names.push(quote!(#name)),
                None => complete = None,
            },
            None => {
                let rt = runtime_at(scope.span());
                names.push(quote_spanned!(scope.span()=> #rt::Scope::name(&#scope)));
            }
        }
    }
    complete.map(|()| names)
}

fn checked_roles(
    roles: Vec<LitStr>,
    arguments: &Arguments,
    report: &mut Report,
) -> Option<Vec<LitStr>> {
    if roles.is_empty() {
        let help = "name the roles, or leave the key out";
        report.error_with_help(arguments.name(), "an empty list of roles", help);
        return None;
    }
    let blank = roles.iter().filter(|role| role.value().trim().is_empty());
    let blank: Vec<_> = blank.map(|role| report.error(role, "a role has a name")).collect();
    blank.is_empty().then_some(roles)
}

fn text(scope: &Expr) -> Option<&LitStr> {
    match scope {
        Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) => Some(name),
        _ => None,
    }
}
