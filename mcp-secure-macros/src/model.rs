//! What is declared, as data that keeps the user's tokens.

use proc_macro2::TokenStream;
use syn::{Expr, Ident, LitStr, Path, Signature, Type};

use crate::syntax::docs::Docs;

mod config;
mod input;

pub(crate) use config::{Config, ConfigField};
pub(crate) use input::{Body, Content, Input, Tagging, Variant};

/// One tool.
pub(crate) struct Tool {
    /// The function's own name.
    pub(crate) ident: Ident,
    /// The name in the protocol.
    pub(crate) name: LitStr,
    pub(crate) title: Option<LitStr>,
    pub(crate) description: Docs,
    pub(crate) hints: Vec<Hint>,
    pub(crate) icons: Vec<LitStr>,
    pub(crate) public: Option<Ident>,
    pub(crate) hidden: Option<Ident>,
    pub(crate) is_async: bool,
    /// It can still be called by its own tool.
    pub(crate) deprecated: bool,
    /// It stands in a block.
    pub(crate) is_method: bool,
    pub(crate) takes_self: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) guards: Vec<Guard>,
    pub(crate) signature: Signature,
}

/// An annotation of the protocol: `read_only`, `destructive`, `idempotent`, `open_world`.
pub(crate) struct Hint {
    pub(crate) key: Ident,
    pub(crate) value: bool,
}

/// One parameter of a tool's function, or one field of an input.
pub(crate) struct Parameter {
    pub(crate) ident: Ident,
    /// The name in the protocol.
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) description: Docs,
    pub(crate) sanitizers: Vec<Expr>,
    pub(crate) rules: Vec<Expr>,
    pub(crate) default: Option<Expr>,
    /// `#[arguments]`: it is not one argument, but all of them.
    pub(crate) takes_all: Option<Ident>,
    /// `#[secret]`: its value is told nowhere.
    pub(crate) secret: Option<Ident>,
    /// `#[header("Region")]`: clients repeat it in a header.
    pub(crate) header: Option<LitStr>,
}

/// One guard: which, and what it declares.
pub(crate) struct Guard {
    pub(crate) name: &'static str,
    /// The attribute's path, as the user wrote it.
    pub(crate) path: Path,
    /// The call on the definition's builder; for a policy, its expression.
    pub(crate) declaration: TokenStream,
}

impl Tool {
    pub(crate) fn guard(&self, name: &str) -> Option<&Guard> {
        self.guards.iter().find(|guard| guard.name == name)
    }

    /// What is declared on the definition's builder.
    pub(crate) fn declarations(&self) -> impl Iterator<Item = &TokenStream> {
        let declared = self.guards.iter().filter(|guard| guard.name != "authorize");
        declared.map(|guard| &guard.declaration)
    }

    /// The expressions of `#[authorize(..)]`, from top to bottom.
    pub(crate) fn policies(&self) -> impl Iterator<Item = &TokenStream> {
        let policies = self.guards.iter().filter(|guard| guard.name == "authorize");
        policies.map(|guard| &guard.declaration)
    }

    pub(crate) fn requires_auth(&self) -> bool {
        self.guard("require_auth").is_some()
    }
}
