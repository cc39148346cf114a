//! One argument of an attribute.

use syn::{
    Expr, Ident, Token,
    ext::IdentExt,
    parse::{Parse, ParseStream},
};

pub(super) enum Item {
    Value(Expr),
    Pair(Ident, Expr),
}

impl Item {
    pub(super) fn key(&self) -> Option<&Ident> {
        match self {
            Self::Pair(key, _) => Some(key),
            Self::Value(Expr::Call(call)) => word_of(&call.func),
            Self::Value(value) => word_of(value),
        }
    }
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]) {
            let key = Ident::parse_any(input)?;
            input.parse::<Token![=]>()?;
            return Ok(Self::Pair(key, input.parse()?));
        }
        Ok(Self::Value(input.parse()?))
    }
}

pub(crate) fn word_of(value: &Expr) -> Option<&Ident> {
    match value {
        Expr::Path(path) => path.path.get_ident(),
        // `key(..)`: not how a value is given here, but whose it is.
        Expr::Call(call) => word_of(&call.func),
        _ => None,
    }
}
