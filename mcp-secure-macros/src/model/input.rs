//! `#[derive(Input)]`: a type that is made of what a client sends.

use syn::{Ident, LitStr};

use super::Parameter;
use crate::syntax::docs::Docs;

/// One type.
pub(crate) struct Input {
    pub(crate) ident: Ident,
    pub(crate) description: Docs,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    Struct(Content),
    Enum(Tagging, Vec<Variant>),
}

/// What stands in a struct or a variant.
pub(crate) enum Content {
    Unit,
    /// One field without a name.
    Newtype(Box<Parameter>),
    /// Named fields.
    Record(Vec<Parameter>),
}

/// How the variants of an enum are told apart.
pub(crate) enum Tagging {
    External,
    Internal(LitStr),
    Adjacent(LitStr, LitStr),
    Untagged,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    /// The name in the protocol.
    pub(crate) name: String,
    pub(crate) description: Docs,
    pub(crate) content: Content,
}

impl Content {
    pub(crate) fn fields(&self) -> &[Parameter] {
        match self {
            Self::Unit => &[],
            Self::Newtype(field) => std::slice::from_ref(field),
            Self::Record(fields) => fields,
        }
    }
}

impl Body {
    /// Of the struct, or of each variant.
    pub(crate) fn contents(&self) -> Vec<&Content> {
        match self {
            Self::Struct(content) => vec![content],
            Self::Enum(_, variants) => variants.iter().map(|variant| &variant.content).collect(),
        }
    }
}
