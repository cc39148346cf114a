//! Which attributes are ours.

use proc_macro2::TokenTree;
use syn::{Attribute, Ident, Meta};

/// Whether this is our attribute of this name: written alone or with a path into `mcp_secure`.
pub(crate) fn is_named(attribute: &Attribute, name: &str) -> bool {
    name_of(attribute).is_some_and(|found| found == name)
}

/// The name of an attribute that may be ours.
pub(crate) fn name_of(attribute: &Attribute) -> Option<String> {
    let segments = &attribute.path().segments;
    let ours = segments.len() == 1 || segments.first()?.ident == "mcp_secure";
    ours.then(|| segments.last().map(|segment| segment.ident.to_string()))?
}

/// The last word of its path, to point at.
pub(crate) fn ident(attribute: &Attribute) -> Ident {
    attribute.path().segments.last().expect("a path has a segment").ident.clone()
}

/// Whether this is `#[cfg_attr(.., name)]` for one of these names.
pub(crate) fn is_conditional(attribute: &Attribute, wanted: impl Fn(&str) -> bool) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let mut tokens = list.tokens.clone().into_iter();
    list.path.is_ident("cfg_attr")
        && tokens.any(|token| matches!(token, TokenTree::Ident(name) if wanted(&name.to_string())))
}

/// Takes the attributes of these names out of the list.
pub(crate) fn take(
    attributes: &mut Vec<Attribute>,
    wanted: impl Fn(&str) -> bool,
) -> Vec<Attribute> {
    let is_wanted = |attribute: &Attribute| name_of(attribute).is_some_and(|name| wanted(&name));
    attributes.extract_if(.., |attribute| is_wanted(attribute)).collect()
}
