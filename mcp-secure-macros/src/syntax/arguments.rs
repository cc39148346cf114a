//! The arguments of an attribute: values, words, `key = value`. Duplicates, unknown keys and
//! near names are handled here, once for all attributes.

use proc_macro2::{Span, TokenStream};
use syn::{
    Attribute, Expr, ExprLit, Ident, Lit, LitInt, LitStr, Meta, Token,
    ext::IdentExt,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
};

use super::similar;
use crate::report::Report;

/// What stands in the parentheses of an attribute, until it is taken out.
pub(crate) struct Arguments {
    span: Span,
    items: Vec<Item>,
    known: Vec<&'static str>,
}

enum Item {
    Value(Expr),
    Pair(Ident, Expr),
}

impl Arguments {
    pub(crate) fn of(attribute: &Attribute, report: &mut Report) -> Self {
        let span =
            attribute.path().segments.last().map_or_else(Span::call_site, |s| s.ident.span());
        let tokens = match &attribute.meta {
            Meta::Path(_) => TokenStream::new(),
            Meta::List(list) => list.tokens.clone(),
            Meta::NameValue(meta) => {
                report.error(span, "write the value in parentheses");
                let _ = meta;
                TokenStream::new()
            }
        };
        Self::parse(span, tokens, report)
    }

    pub(crate) fn parse(span: Span, tokens: TokenStream, report: &mut Report) -> Self {
        let items = Punctuated::<Item, Token![,]>::parse_terminated
            .parse2(tokens)
            .map_err(|error| report.push(error))
            .map(|items| items.into_iter().collect())
            .unwrap_or_default();
        Self { span, items, known: Vec::new() }
    }

    /// The attribute's own name, for errors that belong to no argument.
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// The first argument, which has no key. Reports its absence.
    pub(crate) fn first(&mut self, expected: &str, report: &mut Report) -> Option<Expr> {
        let index = self.items.iter().position(|item| matches!(item, Item::Value(_)));
        match index.map(|index| self.items.remove(index)) {
            Some(Item::Value(value)) => Some(value),
            _ => {
                report.error(self.span, format!("missing {expected}"));
                None
            }
        }
    }

    pub(crate) fn first_string(&mut self, expected: &str, report: &mut Report) -> Option<LitStr> {
        string(&self.first(expected, report)?, report)
    }

    /// `key = "…"`.
    pub(crate) fn string(&mut self, key: &'static str, report: &mut Report) -> Option<LitStr> {
        string(&self.pair(key, report)?.1, report)
    }

    /// `key = ["…", "…"]`.
    pub(crate) fn strings(
        &mut self,
        key: &'static str,
        report: &mut Report,
    ) -> Option<Vec<LitStr>> {
        match self.pair(key, report)?.1 {
            Expr::Array(array) => {
                Some(array.elems.iter().filter_map(|element| string(element, report)).collect())
            }
            other => {
                report.error_with_help(
                    span_of(&other),
                    "expected a list",
                    format!("write `{key} = [\"…\"]`"),
                );
                None
            }
        }
    }

    /// `key = word`.
    pub(crate) fn word(&mut self, key: &'static str, report: &mut Report) -> Option<Ident> {
        let (_, value) = self.pair(key, report)?;
        let word = word_of(&value).cloned();
        if word.is_none() {
            report.error(span_of(&value), "expected a word");
        }
        word
    }

    /// `key = 10`.
    pub(crate) fn number(&mut self, key: &'static str, report: &mut Report) -> Option<LitInt> {
        match self.pair(key, report)?.1 {
            Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => Some(number),
            other => {
                report.error(span_of(&other), "expected a whole number");
                None
            }
        }
    }

    /// `key`, `key = true` or `key = false`.
    pub(crate) fn flag(&mut self, key: &'static str, report: &mut Report) -> Option<(Ident, bool)> {
        self.known.push(key);
        let bare = self.items.iter().position(
            |item| matches!(item, Item::Value(value) if word_of(value).is_some_and(|word| word == key)),
        );
        if let Some(index) = bare {
            let Item::Value(value) = self.items.remove(index) else { return None };
            self.refuse_second(key, report);
            return word_of(&value).map(|word| (word.clone(), true));
        }
        let (ident, value) = self.pair(key, report)?;
        match &value {
            Expr::Lit(ExprLit { lit: Lit::Bool(value), .. }) => Some((ident, value.value)),
            other => {
                report.error(span_of(other), "expected `true` or `false`");
                None
            }
        }
    }

    /// Reports what nobody took.
    pub(crate) fn finish(self, report: &mut Report) {
        for item in &self.items {
            let key = match item {
                Item::Pair(key, _) => Some(key),
                Item::Value(value) => word_of(value),
            };
            let known = &self.known;
            match (key, item) {
                (Some(key), _) if !known.is_empty() => report.error_with_help(
                    key.span(),
                    format!("unknown key `{key}`"),
                    similar::or_list(&key.to_string(), known),
                ),
                (Some(key), _) => report.error(key.span(), format!("unexpected `{key}`")),
                (None, Item::Value(value)) => report.error(span_of(value), "unexpected value"),
                (None, Item::Pair(..)) => {}
            }
        }
    }

    fn pair(&mut self, key: &'static str, report: &mut Report) -> Option<(Ident, Expr)> {
        self.known.push(key);
        let index = self.items.iter().position(|item| is_pair(item, key))?;
        let Item::Pair(ident, value) = self.items.remove(index) else { return None };
        self.refuse_second(key, report);
        Some((ident, value))
    }

    fn refuse_second(&mut self, key: &str, report: &mut Report) {
        self.items.retain(|item| {
            let second = match item {
                Item::Pair(ident, _) => (ident == key).then_some(ident),
                Item::Value(value) => word_of(value).filter(|word| *word == key),
            };
            if let Some(second) = second {
                report.error(second.span(), format!("`{key}` is given twice"));
            }
            second.is_none()
        });
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

fn is_pair(item: &Item, key: &str) -> bool {
    matches!(item, Item::Pair(ident, _) if ident == key)
}

fn word_of(value: &Expr) -> Option<&Ident> {
    match value {
        Expr::Path(path) => path.path.get_ident(),
        _ => None,
    }
}

fn string(value: &Expr, report: &mut Report) -> Option<LitStr> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.clone()),
        other => {
            report.error(span_of(other), "expected a string literal");
            None
        }
    }
}

fn span_of(value: &Expr) -> Span {
    syn::spanned::Spanned::span(value)
}
