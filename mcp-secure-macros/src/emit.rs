//! From the model to code: one builder chain and one closure per tool. Nothing is decided
//! here, and nothing here can fail.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{ItemFn, ItemImpl, Path, spanned::Spanned};

use crate::{
    model::Tool,
    paths::{runtime, runtime_at},
};

mod definition;
mod parameter;

/// The user's function, and its twin type: the tool.
pub(crate) fn function(function: &ItemFn, tool: &Tool) -> TokenStream {
    let twin = twin(function, &tool.name.value());
    let implementation = implementation(quote_ident(function), std::slice::from_ref(tool));
    quote!(#function #twin #implementation)
}

/// The user's block, whose type is the set of its tools.
pub(crate) fn block(block: &ItemImpl, tools: &[Tool]) -> TokenStream {
    let ty = &block.self_ty;
    let implementation = implementation(quote!(#ty), tools);
    quote!(#block #implementation)
}

/// A list of tools, for `Server::tools`.
pub(crate) fn registration(paths: &[Path]) -> TokenStream {
    let rt = runtime();
    let names = paths.iter().map(|path| {
        let rt = runtime_at(path.span());
        quote_spanned!(path.span()=> <#path as #rt::Tool>::NAMES)
    });
    let add = paths.iter().map(|path| {
        let span = path.span();
        quote_spanned!(span=> registry.add::<#path, _>();)
    });
    quote! {{
        const _: () = #rt::assert_distinct(&[#(#names),*]);
        |registry: &mut #rt::Registry<_, _>| { #(#add)* let _ = registry; }
    }}
}

/// What is left of a tool that has errors: enough that its uses cause no further ones.
pub(crate) fn failed_function(function: &ItemFn, errors: TokenStream) -> TokenStream {
    let twin = twin(function, &function.sig.ident.to_string());
    let placeholder = placeholder(quote_ident(function));
    quote!(#errors #function #twin #placeholder)
}

pub(crate) fn failed_block(block: &ItemImpl, errors: TokenStream) -> TokenStream {
    let ty = &block.self_ty;
    let placeholder = placeholder(quote!(#ty));
    let placeholder = block.generics.params.is_empty().then_some(placeholder);
    quote!(#errors #block #placeholder)
}

pub(crate) fn failed_registration(errors: TokenStream) -> TokenStream {
    let rt = runtime();
    quote!({ #errors |_: &mut #rt::Registry<_, _>| {} })
}

/// `struct read_note {}` beside `fn read_note`: one `use` imports both.
fn twin(function: &ItemFn, name: &str) -> TokenStream {
    let (visibility, ident) = (&function.vis, &function.sig.ident);
    let documentation = format!("The tool `{name}`: name it in `tools![..]`.");
    let conditions = function.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    quote! {
        #(#conditions)*
        #[doc = #documentation]
        #[allow(non_camel_case_types)]
        #visibility struct #ident {}
    }
}

fn implementation(ty: TokenStream, tools: &[Tool]) -> TokenStream {
    let rt = runtime();
    let names = tools.iter().map(|tool| &tool.name);
    let needs = tools.iter().rev().fold(quote!(#rt::NeedsNothing), |rest, tool| {
        let needs = parameter::needs(&ty, tool);
        quote!((#needs, #rest))
    });
    let definitions = tools.iter().map(|tool| definition::emit(&ty, tool));
    let checks = tools.iter().map(parameter::checks);
    let open = (!tools.iter().any(Tool::requires_auth))
        .then(|| quote!(impl #rt::ServedBy<#rt::Open> for #ty {}));
    quote! {
        const _: () = {
            impl #rt::Tool for #ty {
                type Needs = #needs;
                const NAMES: &'static [&'static str] = &[#(#names),*];
                // A function without parameters would do without its closure, and clippy would
                // tell that to the user.
                #[allow(clippy::redundant_closure)]
                fn define() -> #rt::Vec<#rt::Definition> {
                    #rt::Vec::from([#(#definitions),*])
                }
            }
            impl #rt::ServedBy<#rt::Authenticating> for #ty {}
            #open
            #(#checks)*
        };
    }
}

fn placeholder(ty: TokenStream) -> TokenStream {
    let rt = runtime();
    quote! {
        const _: () = {
            impl #rt::Tool for #ty {
                type Needs = #rt::NeedsNothing;
                const NAMES: &'static [&'static str] = &[];
                fn define() -> #rt::Vec<#rt::Definition> { #rt::Vec::new() }
            }
            impl<A> #rt::ServedBy<A> for #ty {}
        };
    }
}

fn quote_ident(function: &ItemFn) -> TokenStream {
    let ident = &function.sig.ident;
    quote!(#ident)
}
