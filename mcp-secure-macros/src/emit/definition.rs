//! One tool's definition: a chain of builder calls that says what was declared.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use super::parameter;
use crate::{model::Tool, paths::runtime_at};

pub(super) fn emit(ty: &TokenStream, tool: &Tool) -> TokenStream {
    let Tool { name, description, title, icons, .. } = tool;
    let span = tool.ident.span();
    let rt = runtime_at(span);
    let parameters = parameter::list(ty, tool);
    let function = closure(ty, tool);
    let title = title.iter().map(|title| quote!(.title(#title)));
    let icons = icons.iter().map(|icon| quote!(.icon(#icon)));
    let hints = tool.hints.iter().map(|hint| {
        let (key, value) = (&hint.key, hint.value);
        quote!(.#key(#value))
    });
    let public = tool.public.iter().map(|_| quote!(.access(#rt::Access::public())));
    let guards = tool.guards.iter().map(|guard| &guard.declaration);
    let hidden = tool.hidden.iter().map(|_| quote!(.hidden()));
    quote_spanned! {span=>
        #rt::Definition::new(#name, #parameters, #function)
            .description(#description)
            #(#title)* #(#icons)* #(#hints)* #(#public)* #(#guards)* #(#hidden)*
    }
}

/// From the decoded values to a call of the user's function.
fn closure(ty: &TokenStream, tool: &Tool) -> TokenStream {
    let ident = &tool.ident;
    let span = ident.span();
    let names: Vec<Ident> = (0..tool.parameters.len())
        .map(|index| format_ident!("argument_{index}", span = Span::mixed_site()))
        .collect();
    let this = Ident::new("this", Span::mixed_site());
    let pattern = names.iter().rev().fold(quote!(()), |rest, name| quote!((#name, #rest)));
    let (pattern, run) = if tool.takes_self {
        (quote!((#this, #pattern)), quote_spanned!(span=> <#ty>::#ident(&#this, #(#names),*)))
    } else if *ident == ty.to_string() {
        (pattern, quote_spanned!(span=> #ident(#(#names),*)))
    } else {
        (pattern, quote_spanned!(span=> <#ty>::#ident(#(#names),*)))
    };
    let rt = runtime_at(span);
    if tool.is_async {
        quote_spanned!(span=> |#pattern, _| async move { #run.await })
    } else {
        quote_spanned!(span=> |#pattern, call| #rt::blocking(call, move || #run))
    }
}
