//! `#[derive(Scope)]`: the scopes of an enum, with what each implies.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Expr, Fields, LitStr, Variant};

use crate::{
    paths::runtime,
    report::Report,
    syntax::{
        arguments::{Arguments, word_of},
        attribute, literal, similar,
    },
};

/// The enum.
pub(crate) struct Scopes {
    ident: Ident,
    is_generic: bool,
    all: Vec<Scope>,
}

/// One variant.
struct Scope {
    ident: Ident,
    name: LitStr,
    implies: Vec<Ident>,
}

pub(crate) fn read(item: &DeriveInput, report: &mut Report) -> Scopes {
    let ident = item.ident.clone();
    let is_generic = !item.generics.params.is_empty();
    if is_generic {
        let help = "the names are fixed: remove the parameters";
        report.error_with_help(&item.generics, "scopes cannot be generic", help);
    }
    match &item.data {
        Data::Enum(data) if !data.variants.is_empty() => {
            let all = data.variants.iter().filter_map(|variant| scope(variant, report)).collect();
            Scopes { ident, is_generic, all }
        }
        Data::Enum(_) | Data::Struct(_) | Data::Union(_) => {
            let help = "write `enum NotesScope { #[scope(\"notes:read\")] Read }`";
            report.error_with_help(&ident, "scopes are the variants of an enum", help);
            Scopes { ident, is_generic, all: Vec::new() }
        }
    }
}

fn scope(variant: &Variant, report: &mut Report) -> Option<Scope> {
    if !matches!(variant.fields, Fields::Unit) {
        let help = "a scope is a name: remove the fields";
        report.error_with_help(&variant.fields, "a scope cannot hold a value", help);
    }
    let mut found = variant.attrs.iter().filter(|found| attribute::is_named(found, "scope"));
    let Some(first) = found.next() else {
        let help = "write `#[scope(\"..\")]` above it";
        report.error_with_help(&variant.ident, "this scope has no name", help);
        return None;
    };
    for second in found {
        report.error(second, "`#[scope]` is given twice");
    }
    named(&variant.ident, first, report)
}

fn named(variant: &Ident, found: &Attribute, report: &mut Report) -> Option<Scope> {
    let mut arguments = Arguments::of(found, report);
    let name = arguments.first_string("a name, as in `#[scope(\"notes:read\")]`", report);
    let implies = arguments.list("implies", report).unwrap_or_default();
    arguments.finish(report);
    let implies = implies.into_iter().filter_map(|item| implied(item, report)).collect();
    let name = name?;
    literal::read(&name, mcp_secure_grammar::scope, report)?;
    Some(Scope { ident: variant.clone(), name, implies })
}

fn implied(item: Expr, report: &mut Report) -> Option<Ident> {
    let word = word_of(&item).cloned();
    if word.is_none() {
        let help = "write `implies(Read)`";
        report.error_with_help(&item, "expected a variant of this enum", help);
    }
    word
}

pub(crate) fn check(scopes: &Scopes, report: &mut Report) {
    for (index, scope) in scopes.all.iter().enumerate() {
        if scopes.all[..index].iter().any(|earlier| earlier.name.value() == scope.name.value()) {
            report.error(&scope.name, "an earlier scope of this enum has the same name");
        }
        for implied in &scope.implies {
            if scopes.named(implied).is_none() {
                let names: Vec<String> =
                    scopes.all.iter().map(|scope| scope.ident.to_string()).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let help = similar::or_list(&implied.to_string(), &names);
                report.error_with_help(implied, format!("no scope `{implied}`"), help);
            } else if scopes.leads_back(implied, &scope.ident) {
                let help = "two scopes that imply each other are one: remove this";
                let message = format!("`{implied}` implies `{}` already", scope.ident);
                report.error_with_help(implied, message, help);
            }
        }
    }
}

impl Scopes {
    fn named(&self, ident: &Ident) -> Option<&Scope> {
        self.all.iter().find(|scope| scope.ident == *ident)
    }

    /// Whether `to` is reached from `from`, itself included.
    fn leads_back(&self, from: &Ident, to: &Ident) -> bool {
        let (mut next, mut seen) = (vec![from], Vec::new());
        while let Some(ident) = next.pop() {
            if ident == to {
                return true;
            }
            if !seen.contains(&ident) {
                seen.push(ident);
                next.extend(self.named(ident).into_iter().flat_map(|scope| &scope.implies));
            }
        }
        false
    }
}

pub(crate) fn emit(scopes: &Scopes) -> TokenStream {
    let (rt, ty) = (runtime(), &scopes.ident);
    let idents: Vec<&Ident> = scopes.all.iter().map(|scope| &scope.ident).collect();
    let names = scopes.all.iter().map(|scope| &scope.name);
    let implied = scopes.all.iter().map(|scope| {
        let implied = &scope.implies;
        quote!(&[#(#ty::#implied),*])
    });
    quote! {
        const _: () = {
            impl #rt::Scope for #ty {
                const ALL: &'static [Self] = &[#(#ty::#idents),*];
                fn name(&self) -> &'static str {
                    match self { #(#ty::#idents => #names),* }
                }
                fn implies(&self) -> &'static [Self] {
                    match self { #(#ty::#idents => #implied),* }
                }
            }
        };
    }
}

/// What is left of one with errors: enough that its uses cause no further ones.
pub(crate) fn failed(scopes: &Scopes, errors: TokenStream) -> TokenStream {
    let (rt, ty) = (runtime(), &scopes.ident);
    if scopes.is_generic {
        return errors;
    }
    quote! {
        #errors
        const _: () = {
            impl #rt::Scope for #ty {
                const ALL: &'static [Self] = &[];
                fn name(&self) -> &'static str { "" }
                fn implies(&self) -> &'static [Self] { &[] }
            }
        };
    }
}
