//! Which JSON values an input may be, and checks that need to know it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::check;
use crate::{
    model::{Body, Content, Tagging},
    paths::{runtime, runtime_at},
};

/// An expression of type `Shape`.
pub(super) fn of(body: &Body) -> TokenStream {
    let rt = runtime();
    match body {
        Body::Struct(content) => of_content(content),
        Body::Enum(Tagging::External, variants) => {
            let units = variants.iter().filter(|it| matches!(it.content, Content::Unit)).count();
            match units {
                0 => quote!(#rt::Shape::OBJECT),
                all if all == variants.len() => quote!(#rt::Shape::STRING),
                _ => quote!(#rt::Shape::NAME_OR_OBJECT),
            }
        }
        Body::Enum(Tagging::Internal(tag), _) => quote!(#rt::Shape::tagged(#tag)),
        Body::Enum(Tagging::Adjacent(tag, content), _) => {
            quote!(#rt::Shape::record(&[(#tag, true), (#content, false)]))
        }
        Body::Enum(Tagging::Untagged, variants) => {
            let shapes = variants.iter().map(|variant| of_content(&variant.content));
            quote!(#rt::Shape::one_of(&[#(#shapes),*]))
        }
    }
}

pub(super) fn of_content(content: &Content) -> TokenStream {
    let rt = runtime();
    match content {
        Content::Unit => quote!(#rt::Shape::NULL),
        Content::Newtype(field) => {
            let ty = &field.ty;
            quote!(#rt::Declare::<#ty>::SHAPE)
        }
        Content::Record(fields) => {
            let members = fields.iter().map(|field| {
                let (name, ty) = (&field.name, &field.ty);
                match field.default {
                    Some(_) => quote!((#name, false)),
                    None => quote!((#name, !#rt::Optional::<#ty>::IS)),
                }
            });
            quote!(#rt::Shape::record(&[#(#members),*]))
        }
    }
}

/// Whether all of it is secret: a newtype of a secret.
pub(super) fn is_secret(body: &Body) -> TokenStream {
    let rt = runtime();
    match body {
        Body::Struct(Content::Newtype(field)) if field.secret.is_some() => quote!(true),
        Body::Struct(Content::Newtype(field)) => {
            let ty = &field.ty;
            quote!(#rt::Declare::<#ty>::IS_SECRET)
        }
        _ => quote!(false),
    }
}

/// That variants can be told apart by their content, or have it beside a tag.
pub(super) fn checks(body: &Body) -> TokenStream {
    match body {
        Body::Enum(Tagging::Internal(tag), variants) => {
            let contents = variants.iter().map(|variant| &variant.content);
            contents.filter_map(|content| match content {
                Content::Newtype(field) => {
                    let (rt, ty) = (runtime_at(field.ty.span()), &field.ty);
                    let message = format!(
                        "beside the tag stands a struct that derives `Input` and has no field `{}`: \
                         name the fields here, or add `content = \"..\"` for other values",
                        tag.value(),
                    );
                    let condition = quote!(#rt::Declare::<#ty>::SHAPE.is_record_without(#tag));
                    Some(check(field, condition, &message))
                }
                _ => None,
            }).collect()
        }
        Body::Enum(Tagging::Untagged, variants) => {
            let rt = runtime();
            let shapes = variants.iter().map(|variant| of_content(&variant.content));
            let message = "an array or an object can be of this variant and of one before it: add \
                           `#[serde(tag = \"..\")]`, or give one a required field that the other has not";
            let distinct = variants.iter().enumerate().skip(1).map(|(index, variant)| {
                let span = variant.ident.span();
                let rt = runtime_at(span);
                quote_spanned! {span=>
                    const _: () = #rt::assert!(#rt::are_told_apart(__SHAPES, #index), #message);
                }
            });
            quote!(const __SHAPES: &[#rt::Shape] = &[#(#shapes),*]; #(#distinct)*)
        }
        _ => TokenStream::new(),
    }
}
