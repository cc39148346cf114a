//! The parameters of a tool, each with what is declared at it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Expr, ExprLit, Ident, Lit, spanned::Spanned};

use super::docs;
use crate::{
    model::{Parameter, Tool},
    paths::{in_scope, runtime, runtime_at},
    syntax::source,
};

/// `(first, (second, ()))`.
pub(super) fn list(ty: &TokenStream, tool: &Tool) -> TokenStream {
    let rt = runtime();
    // A function that is named like a rule is not meant by it; a method is not in scope at all.
    let own = (!tool.is_method).then_some(&tool.ident);
    let list = tool.parameters.iter().rev().fold(quote!(()), |rest, parameter| {
        let parameter = one(parameter, Role::OfFunction(own));
        quote!((#parameter, #rest))
    });
    if tool.takes_self {
        quote!((#rt::Declare::<#rt::State<#ty>>::parameter("self"), #list))
    } else {
        list
    }
}

/// Where a parameter stands.
#[derive(Clone, Copy)]
pub(super) enum Role<'a> {
    /// In this function.
    OfFunction(Option<&'a Ident>),
    /// It is a field with a name.
    Field,
    /// It is the only field, without a name. Its schema can be part of another.
    Content { is_inline: bool },
}

impl<'a> Role<'a> {
    fn declare(self, parameter: &Parameter) -> TokenStream {
        let Parameter { name, ty, takes_all, .. } = parameter;
        let rt = runtime_at(ty.span());
        let declare = quote_spanned!(ty.span()=> #rt::Declare::<#ty>);
        match (self, takes_all) {
            (Self::OfFunction(_), None) => quote_spanned!(ty.span()=> #declare::parameter(#name)),
            (Self::OfFunction(_), Some(_)) => {
                quote_spanned!(ty.span()=> #declare::arguments(#name))
            }
            (Self::Field, _) => quote_spanned!(ty.span()=> #declare::field(#name)),
            (Self::Content { is_inline }, _) => {
                let inline = is_inline.then(|| quote_spanned!(ty.span()=> .inline()));
                quote_spanned!(ty.span()=> #declare::content() #inline)
            }
        }
    }

    /// A function that is named like a rule is not meant by it.
    fn function(self) -> Option<&'a Ident> {
        match self {
            Self::OfFunction(name) => name,
            Self::Field | Self::Content { .. } => None,
        }
    }
}

pub(super) fn one(parameter: &Parameter, role: Role<'_>) -> TokenStream {
    let Parameter { description, sanitizers, rules, default, secret, header, .. } = parameter;
    let rt = runtime();
    let new = role.declare(parameter);
    let description = (!description.is_empty()).then(|| {
        let text = docs::text(description);
        quote!(.description(#text))
    });
    let default = default.iter().map(self::default);
    let written_sanitizers = written_sanitizers(sanitizers);
    let sanitizers = sanitizers.iter().map(|item| {
        let item = in_scope(&quote!(#rt::sanitize), item, role.function());
        quote_spanned!(item.span()=> .sanitizer(#item))
    });
    let written = written(rules);
    let rules = rules.iter().map(|item| rule(item, role.function()));
    let secret = secret.iter().map(|_| quote!(.secret()));
    let header = header.iter().map(|name| quote!(.header(#name)));
    quote! {
        #new #description #(#default)* #(#sanitizers)* #written_sanitizers #(#rules)* #written
            #(#secret)* #(#header)*
    }
}

/// The rules as texts, for a reviewer.
fn written(rules: &[Expr]) -> Option<TokenStream> {
    let texts = rules.iter().map(source::text);
    (!rules.is_empty()).then(|| quote!(.written(&[#(#texts),*])))
}

fn written_sanitizers(sanitizers: &[Expr]) -> Option<TokenStream> {
    let texts = sanitizers.iter().map(source::sanitizer);
    (!sanitizers.is_empty()).then(|| quote!(.written_sanitizers(&[#(#texts),*])))
}

/// The default of a setting, and its rules.
pub(super) fn conditions(declared: &Parameter) -> TokenStream {
    let default = declared.default.iter().map(self::default);
    let rules = declared.rules.iter().map(|item| rule(item, None));
    quote!(#(#default)* #(#rules)*)
}

fn default(value: &Expr) -> TokenStream {
    let owned = owned(value);
    quote_spanned!(value.span()=> .default(|| #owned))
}

fn rule(item: &Expr, own: Option<&Ident>) -> TokenStream {
    let rt = runtime();
    let rule = in_scope(&quote!(#rt::rule), item, own);
    quote_spanned!(item.span()=> .rule(#rule))
}

/// Checks of what only the type knows.
pub(super) fn checks(parameter: &Parameter) -> TokenStream {
    let Some(header) = &parameter.header else { return TokenStream::new() };
    let ty = &parameter.ty;
    let rt = runtime_at(ty.span());
    let message = "a header says text, an integer or a boolean: derive `mcp_secure::Input` for a \
                   type of your own that is one";
    let primitive = quote_spanned! {ty.span()=>
        const _: () = #rt::assert!(#rt::Declare::<#ty>::SHAPE.is_primitive(), #message);
    };
    let rt = runtime_at(header.span());
    let message = "a secret is never in a header: headers are read and logged on the way";
    let open = quote_spanned! {header.span()=>
        const _: () = #rt::assert!(!#rt::Declare::<#ty>::IS_SECRET, #message);
    };
    quote!(#primitive #open)
}

/// A string literal is the default of a `String`.
fn owned(value: &Expr) -> TokenStream {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            let rt = runtime_at(text.span());
            quote_spanned!(text.span()=> #rt::Into::into(#text))
        }
        value => quote!(#value),
    }
}
