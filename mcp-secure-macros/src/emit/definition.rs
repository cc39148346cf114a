//! One tool's definition: a chain of builder calls that says what was declared.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use super::{docs, parameter, policy};
use crate::{
    model::Tool,
    paths::{generated, runtime, runtime_at},
    syntax::source,
};

pub(super) fn emit(ty: &TokenStream, tool: &Tool) -> TokenStream {
    let Tool { title, icons, .. } = tool;
    let rt = runtime();
    let new = new(ty, tool);
    let description = docs::text(&tool.description);
    let title = title.iter().map(|title| quote!(.title(#title)));
    let icons = icons.iter().map(|icon| quote!(.icon(#icon)));
    let hints = tool.hints.iter().map(|hint| {
        let (key, value) = (&hint.key, hint.value);
        quote!(.#key(#value))
    });
    let public = tool.public.iter().map(|_| quote!(.access(#rt::Access::public())));
    let guards = tool.declarations();
    let hidden = tool.hidden.iter().map(|_| quote!(.hidden()));
    let policies = tool.policies().map(|policy| {
        let text = source::text(policy);
        quote!(.policy(#text))
    });
    quote! {
        #new
            .description(#description)
            #(#title)* #(#icons)* #(#hints)* #(#public)* #(#guards)* #(#hidden)* #(#policies)*
    }
}

/// What is wrong with the function's future or output is told at its name.
fn new(ty: &TokenStream, tool: &Tool) -> TokenStream {
    let rt = runtime_at(tool.ident.span());
    let name = &tool.name;
    let parameters = parameter::list(ty, tool);
    let function = closure(ty, tool);
    let (constructor, policy) = policy::emit(tool);
    quote_spanned!(tool.ident.span()=> #rt::Definition::#constructor(#name, #parameters, #policy #function))
}

/// From the decoded values to a call of the user's function. Lints do not look at the call.
fn closure(ty: &TokenStream, tool: &Tool) -> TokenStream {
    let hidden = |name: &str| Ident::new(name, Span::mixed_site());
    let (this, call) = (hidden("this"), hidden("call"));
    let names: Vec<Ident> = (0..tool.parameters.len())
        .map(|index| format_ident!("argument_{index}", span = Span::mixed_site()))
        .collect();
    let pattern = names.iter().rev().fold(quote!(()), |rest, name| quote!((#name, #rest)));

    let (span, function) = (tool.ident.span(), generated(&tool.ident));
    let run = if tool.takes_self {
        quote!(<#ty>::#function(&#this, #(#names),*))
    } else if tool.is_method {
        quote!(<#ty>::#function(#(#names),*))
    } else {
        quote!(#function(#(#names),*))
    };
    let pattern = if tool.takes_self { quote!((#this, #pattern)) } else { pattern };
    let (call, body) = if tool.is_async {
        let run = quote!(#run.await);
        (quote!(_), quote_spanned!(span=> async move { #run }))
    } else {
        let rt = runtime_at(span);
        let run = quote!(move || #run);
        (quote!(#call), quote_spanned!(span=> #rt::blocking(#call, #run)))
    };
    quote_spanned!(span=> |#pattern, #call| #body)
}
