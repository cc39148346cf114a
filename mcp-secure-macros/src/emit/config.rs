//! A configuration: how each setting is read, and shown.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, spanned::Spanned};

use super::parameter;
use crate::{
    model::{Config, ConfigField},
    paths::{generated, runtime, runtime_at},
};

pub(crate) fn config(config: &Config) -> TokenStream {
    let prefix = config.prefix.iter().map(|prefix| quote!(reader.prefix(#prefix);));
    let values: Vec<Ident> = (0..config.fields.len())
        .map(|index| format_ident!("value_{index}", span = Span::mixed_site()))
        .collect();
    let read = config.fields.iter().zip(&values).map(|(field, value)| {
        let setting = setting(field);
        let read = match &field.nested {
            Some(_) => quote!(#setting::read(reader)),
            None => quote!(#setting.read(reader)),
        };
        quote!(let #value = #read;)
    });
    let fields = config.fields.iter().zip(&values).map(|(field, value)| {
        let ident = &field.declared.ident;
        quote!(#ident: #value?)
    });
    let shown = config.fields.iter().map(|field| {
        let (ident, setting) = (&field.declared.ident, setting(field));
        match &field.nested {
            Some(_) => quote!(#setting::show(&self.#ident, lines);),
            None => quote!({ let setting = #setting; setting.show(&self.#ident, lines); }),
        }
    });
    let rt = runtime();
    let read = quote!({
        #(#prefix)*
        #(#read)*
        #rt::Option::Some(Self { #(#fields),* })
    });
    implementation(&config.ident, &read, &quote!({ #(#shown)* }))
}

/// What is left of one with errors.
pub(crate) fn failed_config(ident: &Ident, errors: TokenStream) -> TokenStream {
    let rt = runtime();
    let implementation = implementation(ident, &quote!({ #rt::Option::None }), &quote!({}));
    quote!(#errors #implementation)
}

fn implementation(ident: &Ident, read: &TokenStream, show: &TokenStream) -> TokenStream {
    let rt = runtime();
    let ident = generated(ident);
    quote! {
        const _: () = {
            impl #rt::config::SecureConfig for #ident {
                fn read(reader: &mut #rt::config::Reader<'_>) -> #rt::Option<Self> {
                    let _ = &reader;
                    #read
                }
                fn show(&self, lines: &mut #rt::String) {
                    let _ = &lines;
                    #show
                }
            }
        };
    }
}

/// The setting of a field, or the trait of a nested one.
fn setting(field: &ConfigField) -> TokenStream {
    let ty = &field.declared.ty;
    let rt = runtime_at(ty.span());
    if field.nested.is_some() {
        return quote_spanned!(ty.span()=> <#ty as #rt::config::SecureConfig>);
    }
    let variable = &field.variable;
    let declared = parameter::conditions(&field.declared);
    let secret = field
        .declared
        .secret
        .iter()
        .map(|mark| quote_spanned!(mark.span()=> #rt::config::is_hidden::<#ty>();));
    let new = quote_spanned!(ty.span()=> #rt::config::Setting::<#ty>::new(#variable));
    quote!({ #(#secret)* #new #declared })
}
