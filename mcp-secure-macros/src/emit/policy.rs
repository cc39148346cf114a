//! The policy of a tool: one closure over its parameters, by reference and under their names.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, ExprAsync, ExprAwait, ExprClosure, visit::Visit};

use crate::{model::Tool, paths::runtime};

/// The constructor of the definition, and the closure for it, with its comma.
pub(super) fn emit(tool: &Tool) -> (Ident, TokenStream) {
    let constructor = |name| Ident::new(name, tool.ident.span());
    if tool.policies().next().is_none() {
        return (constructor("new"), TokenStream::new());
    }
    let rt = runtime();
    let (this, values) =
        (Ident::new("this", Span::mixed_site()), Ident::new("values", Span::mixed_site()));
    let names = tool.parameters.iter().map(|parameter| &parameter.ident);
    let pattern = names.clone().rev().fold(quote!(()), |rest, name| quote!((#name, #rest)));
    let pattern = if tool.takes_self { quote!((#this, #pattern)) } else { pattern };
    // An expression need not look at all of them.
    let seen = quote!(let #pattern = #values; let _ = (#(#names,)*););
    let decisions = tool.policies().map(|policy| {
        let policy = with_self(policy.clone(), &this);
        let span = policy.clone().into_iter().next().map_or_else(Span::call_site, |t| t.span());
        // What is in scope is borrowed already; it reads better as if it were not.
        let allow = quote!(#[allow(clippy::needless_borrow, clippy::op_ref)]);
        quote_spanned!(span=> #allow let () = #rt::Decision::decide(#policy)?;)
    });
    let decide = quote!({ #seen #(#decisions)* #rt::Result::Ok(()) });
    if tool.policies().any(awaits) {
        let policy = quote!(|#values| #rt::Box::pin(async move #decide),);
        (constructor("checked_later"), policy)
    } else {
        (constructor("checked"), quote!(|#values| #decide,))
    }
}

/// A method's `self` is the state that its tool holds.
fn with_self(tokens: TokenStream, this: &Ident) -> TokenStream {
    let replaced = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(word) if word == "self" => {
            let mut this = this.clone();
            this.set_span(this.span().located_at(word.span()));
            TokenTree::Ident(this)
        }
        TokenTree::Group(group) => {
            let mut inner =
                proc_macro2::Group::new(group.delimiter(), with_self(group.stream(), this));
            inner.set_span(group.span());
            TokenTree::Group(inner)
        }
        other => other,
    });
    replaced.collect()
}

/// Whether the expression itself waits: not a closure or a block within it.
fn awaits(policy: &TokenStream) -> bool {
    struct Finder(bool);
    impl<'a> Visit<'a> for Finder {
        fn visit_expr_await(&mut self, _: &'a ExprAwait) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &'a ExprClosure) {}
        fn visit_expr_async(&mut self, _: &'a ExprAsync) {}
    }
    let mut finder = Finder(false);
    if let Ok(expression) = syn::parse2::<Expr>(policy.to_token_stream()) {
        finder.visit_expr(&expression);
    }
    finder.0
}
