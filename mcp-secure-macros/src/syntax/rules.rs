//! Rules and sanitizers as expressions: a bare name is called without arguments; literals
//! that can be wrong are checked.

use syn::{
    Attribute, Expr, ExprCall, ExprLit, ExprRange, Lit, LitStr, RangeLimits, Token, parse_quote,
    punctuated::Punctuated, spanned::Spanned,
};

use super::literal;
use crate::report::Report;

/// The items of `#[validate(..)]` or `#[sanitize(..)]`.
pub(crate) fn read(attribute: &Attribute, report: &mut Report) -> Vec<Expr> {
    let name = attribute.path().segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
    let items = attribute
        .parse_args_with(Punctuated::<Expr, Token![,]>::parse_terminated)
        .map_err(|error| report.push(error))
        .unwrap_or_default();
    if items.is_empty() {
        report.error(attribute.span(), format!("`#[{name}(..)]` is empty"));
    }
    items.into_iter().map(|item| called(item, report)).collect()
}

/// `filename` → `filename()`, also as an argument: `each(filename)` → `each(filename())`.
fn called(item: Expr, report: &mut Report) -> Expr {
    match item {
        Expr::Path(path) => parse_quote!(#path()),
        Expr::Call(call) => Expr::Call(checked_call(call, report)),
        Expr::MethodCall(mut call) => {
            let receiver = called(*call.receiver, report);
            call.receiver = Box::new(receiver);
            Expr::MethodCall(call)
        }
        other => other,
    }
}

fn checked_call(mut call: ExprCall, report: &mut Report) -> ExprCall {
    let Expr::Path(function) = &*call.func else { return call };
    let name = function.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
    match (name.as_str(), call.args.first()) {
        // These take rules.
        ("each" | "keys" | "values" | "not", _) => {
            call.args = call.args.into_iter().map(|item| called(item, report)).collect();
        }
        // A predicate and a rule.
        ("when", _) => {
            if let Some(rule) = call.args.get_mut(1) {
                *rule = called(rule.clone(), report);
            }
        }
        // Rust has no variable number of arguments: `any(a, b)` → `any((a(), b()))`.
        ("all" | "any", _) => {
            let rules = match call.args.first() {
                Some(Expr::Tuple(tuple)) if call.args.len() == 1 => tuple.elems.clone(),
                _ => call.args,
            };
            let rules = rules.into_iter().map(|item| called(item, report));
            call.args = parse_quote!((#(#rules,)*));
        }
        ("pattern", Some(Expr::Lit(ExprLit { lit: Lit::Str(pattern), .. }))) => {
            check_pattern(pattern, report);
        }
        ("length" | "range", Some(Expr::Range(range))) => check_range(range, report),
        _ => {}
    }
    call
}

fn check_pattern(pattern: &LitStr, report: &mut Report) {
    let _ = literal::read(pattern, mcp_secure_grammar::pattern::check, report);
}

/// An empty range admits nothing: a slip, where both ends are literals.
fn check_range(range: &ExprRange, report: &mut Report) {
    let end = |end: &Option<Box<Expr>>| end.as_deref().and_then(number);
    let (Some(start), Some(stop)) = (end(&range.start), end(&range.end)) else { return };
    let empty = match range.limits {
        RangeLimits::HalfOpen(_) => start >= stop,
        RangeLimits::Closed(_) => start > stop,
    };
    if empty {
        report.error(range.span(), "an empty range admits nothing");
    }
}

fn number(end: &Expr) -> Option<f64> {
    match end {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().ok(),
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => number.base10_parse().ok(),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
            number(&unary.expr).map(|n| -n)
        }
        _ => None,
    }
}
