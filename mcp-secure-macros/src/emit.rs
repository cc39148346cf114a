//! From the model to code: one builder chain and one closure per tool. Nothing is decided
//! here, and nothing here can fail.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Ident, ItemFn, ItemImpl, Path, spanned::Spanned};

use crate::{
    model::{Guard, Tool},
    paths::{generated, runtime, runtime_at},
};

mod config;
mod definition;
mod docs;
mod input;
mod needs;
mod parameter;
mod policy;

pub(crate) use config::{config, failed_config};
pub(crate) use input::{failed_input, input};

/// The user's function, and its twin type: the tool.
pub(crate) fn function(function: &ItemFn, tool: &Tool) -> TokenStream {
    let twin = twin(function, tool);
    let implementation = implementation(&tool.ident, std::slice::from_ref(tool));
    quote!(#function #twin #implementation)
}

/// The user's block, whose type is the set of its tools.
pub(crate) fn block(block: &ItemImpl, tools: &[Tool]) -> TokenStream {
    let implementation = implementation(&block.self_ty, tools);
    quote!(#block #implementation)
}

/// A list of tools, for `Server::tools`.
pub(crate) fn registration(paths: &[Path]) -> TokenStream {
    let rt = runtime();
    let names = paths.iter().map(|path| of_tool(path, "NAMES"));
    let distinct = paths.iter().enumerate().skip(1).map(|(index, path)| {
        let rt = runtime_at(path.span());
        let message =
            "an earlier tool of this list has the same name: give one `#[tool(name = \"..\")]`";
        quote_spanned! {path.span()=>
            const _: () = #rt::assert!(#rt::is_new(NAMES, #index), #message);
        }
    });
    let add = paths.iter().map(|path| {
        let define = of_tool(path, "define");
        quote_spanned!(path.span()=> registry.add(#define());)
    });
    quote! {{
        const NAMES: &[#rt::Names] = &[#(#names),*];
        #(#distinct)*
        |registry: &mut #rt::Registry<_, _>| { #(#add)* let _ = (registry, NAMES); }
    }}
}

/// What is left of a tool that has errors: enough that its uses cause no further ones.
pub(crate) fn failed_function(function: &ItemFn, tool: &Tool, errors: TokenStream) -> TokenStream {
    // A method stands in a block, where there can be no type.
    if tool.takes_self {
        return quote!(#errors #function);
    }
    let twin = twin(function, tool);
    let placeholder = placeholder(&tool.ident);
    quote!(#errors #function #twin #placeholder)
}

pub(crate) fn failed_block(block: &ItemImpl, errors: TokenStream) -> TokenStream {
    let is_of_a_type = block.generics.params.is_empty() && block.trait_.is_none();
    let placeholder = is_of_a_type.then(|| placeholder(&block.self_ty));
    quote!(#errors #block #placeholder)
}

pub(crate) fn failed_registration(errors: TokenStream) -> TokenStream {
    let rt = runtime();
    quote!({ #errors |_: &mut #rt::Registry<_, _>| {} })
}

/// `struct read_note {}` beside `fn read_note`: one `use` imports both.
fn twin(function: &ItemFn, tool: &Tool) -> TokenStream {
    let visibility = &function.vis;
    let ident = generated(&tool.ident);
    let documentation = format!("The tool `{}`: name it in `tools![..]`.", tool.name.value());
    quote! {
        #[doc = #documentation]
        #[non_exhaustive]
        #visibility struct #ident {}
    }
}

fn implementation(ty: &impl ToTokens, tools: &[Tool]) -> TokenStream {
    let ty = ty.to_token_stream();
    let rt = runtime();
    let needs = needs::list(&ty, tools);
    let access = needs::access(tools);
    let checks = needs::checks(tools);
    let names = tools.iter().map(|tool| &tool.name);
    let guards = tools.iter().flat_map(|tool| &tool.guards).map(used);
    let headers = tools.iter().flat_map(|tool| &tool.parameters).map(parameter::checks);
    let documented = tools.iter().map(documented);
    let definitions = tools.iter().map(|tool| definition::emit(&ty, tool));
    let deprecated = tools.iter().any(|tool| tool.deprecated).then(|| quote!(#[allow(deprecated)]));
    quote! {
        const _: () = {
            use #rt::{DeclarePlain as _, KindOfArgument as _};
            #(#guards)*
            #(#documented)*
            #(#headers)*
            type __Needs = #needs;
            #deprecated
            impl #rt::Tool<__Needs> for #ty {
                type Access = #access;
                const NAMES: #rt::Names = &[#(#names),*];
                fn define() -> #rt::Definitions<Self, __Needs, Self::Access> {
                    #checks
                    #rt::Definitions::new([#(#definitions),*])
                }
            }
        };
    }
}

/// `#[tool]` has taken the guard away: here rustc finds it, so that a name that is not in scope
/// is an error and an import is used. Ours removes what it stands at; one of the same name from
/// another crate does not.
fn used(guard: &Guard) -> TokenStream {
    let path = &guard.path;
    let rt = runtime_at(path.span());
    let message = format!(
        "`{0}` is not the guard of mcp-secure: import `mcp_secure::guard::{0}`, or write another \
         crate's attribute with its path",
        guard.name,
    );
    quote_spanned!(path.span()=> #[#path] const _: () = #rt::assert!(false, #message);)
}

fn documented(tool: &Tool) -> TokenStream {
    let message =
        format!("the tool `{}` has no description: a model chooses tools by it", tool.name.value());
    docs::check(&tool.description, tool.ident.span(), &message)
}

fn placeholder(ty: &impl ToTokens) -> TokenStream {
    let rt = runtime();
    quote! {
        const _: () = {
            impl #rt::Tool<#rt::Nothing> for #ty {
                type Access = #rt::Open;
                const NAMES: #rt::Names = &[];
                fn define() -> #rt::Definitions<Self, #rt::Nothing, Self::Access> { #rt::Definitions::new([]) }
            }
        };
    }
}

/// `<read_note as Tool>::..`, at the place where the tool is listed.
fn of_tool(path: &Path, item: &str) -> TokenStream {
    let rt = runtime_at(path.span());
    let item = Ident::new(item, path.span());
    quote_spanned!(path.span()=> <#path as #rt::Tool<_>>::#item)
}
