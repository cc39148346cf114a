//! The arguments of an attribute: values, words, `key = value`. Duplicates, unknown keys and
//! near names are handled here, once for all attributes.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{
    Attribute, Expr, ExprLit, Ident, Lit, LitInt, LitStr, Meta, Token, parse::Parser,
    punctuated::Punctuated,
};

use super::{attribute, similar};
use crate::report::Report;

mod assignments;
mod item;

pub(crate) use assignments::Assigned;
use item::Item;
pub(crate) use item::word_of;

/// What stands in the parentheses of an attribute, until it is taken out.
pub(crate) struct Arguments {
    /// The attribute's own name, for errors that belong to no argument.
    name: Ident,
    items: Vec<Item>,
    known: Vec<&'static str>,
}

impl Arguments {
    pub(crate) fn of(attribute: &Attribute, report: &mut Report) -> Self {
        let name = attribute::ident(attribute);
        let items = match &attribute.meta {
            Meta::Path(_) => Ok(Punctuated::new()),
            Meta::List(list) => list.parse_args_with(Punctuated::parse_terminated),
            Meta::NameValue(meta) => {
                report.error_with_help(
                    meta,
                    "an argument stands in parentheses",
                    format!("write `#[{name}(..)]`"),
                );
                Ok(Punctuated::from_iter([Item::Value(meta.value.clone())]))
            }
        };
        Self::new(name, items, report)
    }

    pub(crate) fn parse(name: Ident, tokens: TokenStream, report: &mut Report) -> Self {
        Self::new(name, Punctuated::parse_terminated.parse2(tokens), report)
    }

    fn new(
        name: Ident,
        items: syn::Result<Punctuated<Item, Token![,]>>,
        report: &mut Report,
    ) -> Self {
        let items = items.map_err(|error| report.push(error)).unwrap_or_default();
        Self { name, items: items.into_iter().collect(), known: Vec::new() }
    }

    /// No arguments, of an attribute of this name.
    pub(crate) fn none(name: &str) -> Self {
        Self { name: Ident::new(name, Span::call_site()), items: Vec::new(), known: Vec::new() }
    }

    /// Adds those of another attribute of the same name.
    pub(crate) fn extend(&mut self, other: Self) {
        self.items.extend(other.items);
    }

    pub(crate) fn name(&self) -> &Ident {
        &self.name
    }

    /// The first argument, which has no key. Reports its absence.
    pub(crate) fn first(&mut self, expected: &str, report: &mut Report) -> Option<Expr> {
        let index = self.items.iter().position(|item| matches!(item, Item::Value(_)));
        match index.map(|index| self.items.remove(index)) {
            Some(Item::Value(value)) => Some(value),
            _ => {
                report.error(&self.name, format!("missing {expected}"));
                None
            }
        }
    }

    /// Whether nothing is left that nobody took.
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The arguments that have no key, all that are left.
    pub(crate) fn values(&mut self) -> Vec<Expr> {
        let is_value = |item: &mut Item| matches!(item, Item::Value(_));
        let values = self.items.extract_if(.., is_value);
        values
            .filter_map(|item| if let Item::Value(value) = item { Some(value) } else { None })
            .collect()
    }

    pub(crate) fn first_string(&mut self, expected: &str, report: &mut Report) -> Option<LitStr> {
        string(self.first(expected, report)?, report, || format!("expected {expected}"))
    }

    pub(crate) fn first_number(&mut self, expected: &str, report: &mut Report) -> Option<LitInt> {
        match self.first(expected, report)? {
            Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => Some(number),
            other => {
                report.error(&other, format!("expected {expected}"));
                None
            }
        }
    }

    /// `key = "…"`.
    pub(crate) fn string(&mut self, key: &'static str, report: &mut Report) -> Option<LitStr> {
        let value = self.value(key, "\"..\"", report)?;
        string(value, report, || format!("expected `{key} = \"..\"`"))
    }

    /// `key = ["…", "…"]`.
    pub(crate) fn strings(
        &mut self,
        key: &'static str,
        report: &mut Report,
    ) -> Option<Vec<LitStr>> {
        let expected = || format!("expected a list, `{key} = [\"..\"]`");
        match self.value(key, "[\"..\"]", report)? {
            Expr::Array(array) => Some(
                array.elems.into_iter().filter_map(|item| string(item, report, expected)).collect(),
            ),
            other => {
                report.error(&other, expected());
                None
            }
        }
    }

    /// `key = expression`.
    pub(crate) fn expression(
        &mut self,
        key: &'static str,
        example: &str,
        report: &mut Report,
    ) -> Option<Expr> {
        self.value(key, example, report)
    }

    /// `key = [expression, ..]`.
    pub(crate) fn expressions(
        &mut self,
        key: &'static str,
        example: &str,
        report: &mut Report,
    ) -> Option<Vec<Expr>> {
        match self.value(key, example, report)? {
            Expr::Array(array) => Some(array.elems.into_iter().collect()),
            other => {
                report.error(&other, format!("expected a list, `{key} = {example}`"));
                None
            }
        }
    }

    /// `key(expression, ..)`.
    pub(crate) fn list(&mut self, key: &'static str, report: &mut Report) -> Option<Vec<Expr>> {
        match self.take(key, report)? {
            Item::Value(Expr::Call(call)) => Some(call.args.into_iter().collect()),
            Item::Value(other) | Item::Pair(_, other) => {
                report.error(&other, format!("expected `{key}(..)`"));
                None
            }
        }
    }

    /// `key = word`, one of these words.
    pub(crate) fn word(
        &mut self,
        key: &'static str,
        words: &[&'static str],
        report: &mut Report,
    ) -> Option<&'static str> {
        let value = self.value(key, words[0], report)?;
        let given = word_of(&value).map(ToString::to_string).unwrap_or_default();
        let found = words.iter().find(|word| **word == given).copied();
        if found.is_none() {
            let help = similar::or_list(&given, words);
            report.error_with_help(&value, format!("`{key}` has no such value"), help);
        }
        found
    }

    /// `key = 10`.
    pub(crate) fn number(&mut self, key: &'static str, report: &mut Report) -> Option<LitInt> {
        match self.value(key, "10", report)? {
            Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => Some(number),
            other => {
                report.error(&other, format!("expected a whole number, as in `{key} = 10`"));
                None
            }
        }
    }

    /// `key`, `key = true` or `key = false`.
    pub(crate) fn flag(&mut self, key: &'static str, report: &mut Report) -> Option<(Ident, bool)> {
        match self.take(key, report)? {
            Item::Value(value) => word_of(&value).map(|word| (word.clone(), true)),
            Item::Pair(ident, Expr::Lit(ExprLit { lit: Lit::Bool(value), .. })) => {
                Some((ident, value.value))
            }
            Item::Pair(_, other) => {
                report.error(&other, "expected `true` or `false`");
                None
            }
        }
    }

    /// Leaves out the arguments with these keys.
    pub(crate) fn ignore(&mut self, keys: &[&str]) {
        self.items
            .retain(|item| item.key().is_none_or(|key| !keys.iter().any(|known| key == known)));
    }

    /// Reports an argument with this key.
    pub(crate) fn refuse(&mut self, key: &str, message: &str, help: &str, report: &mut Report) {
        for item in self.items.extract_if(.., |item| item.key().is_some_and(|found| found == key)) {
            let key = item.key();
            report.error_with_help(&key, format!("`{}`: {message}", key.to_token_stream()), help);
        }
    }

    /// Reports what nobody took.
    pub(crate) fn finish(self, report: &mut Report) {
        let Self { name, items, known } = self;
        for item in &items {
            match (item, item.key()) {
                // A call is a key only where there are some.
                (Item::Value(value @ Expr::Call(_)), _) if known.is_empty() => {
                    report.error(value, "unexpected value");
                }
                (_, Some(key)) => unknown(key, &name, &known, report),
                (Item::Pair(_, value) | Item::Value(value), None) => {
                    report.error(value, "unexpected value");
                }
            }
        }
    }

    fn value(&mut self, key: &'static str, example: &str, report: &mut Report) -> Option<Expr> {
        match self.take(key, report)? {
            Item::Pair(_, value) => Some(value),
            Item::Value(word) => {
                let help = format!("write `{key} = {example}`");
                report.error_with_help(&word, format!("`{key}` needs a value"), help);
                None
            }
        }
    }

    /// Takes out the argument with this key, and reports a second one.
    fn take(&mut self, key: &'static str, report: &mut Report) -> Option<Item> {
        self.known.push(key);
        let has_key = |item: &mut Item| item.key().is_some_and(|found| found == key);
        let mut found = self.items.extract_if(.., has_key);
        let first = found.next();
        for second in found {
            if let Some(second) = second.key() {
                report.error(second, format!("`{key}` is given twice"));
            }
        }
        first
    }
}

fn unknown(key: &Ident, attribute: &Ident, known: &[&str], report: &mut Report) {
    let help = if known.is_empty() {
        format!("`#[{attribute}]` takes no keys")
    } else {
        similar::or_list(&key.to_string(), known)
    };
    report.error_with_help(key, format!("unknown key `{key}`"), help);
}

fn string(value: Expr, report: &mut Report, expected: impl Fn() -> String) -> Option<LitStr> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
        other => {
            report.error(&other, expected());
            None
        }
    }
}
