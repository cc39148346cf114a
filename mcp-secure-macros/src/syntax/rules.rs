//! Rules and sanitizers as expressions: a bare name is called without arguments; literals
//! that can be wrong are checked.

use proc_macro2::TokenStream;
use syn::{
    Attribute, Expr, ExprCall, ExprLit, ExprRange, Lit, Meta, Path, RangeLimits, Token, UnOp,
    parse::Parser, parse_quote_spanned, punctuated::Punctuated, spanned::Spanned,
};

use super::{attribute, literal};
use crate::report::Report;

/// The items of `#[validate(..)]` or `#[sanitize(..)]`.
pub(crate) fn read(attribute: &Attribute, example: &str, report: &mut Report) -> Vec<Expr> {
    let name = attribute::ident(attribute);
    let items = match &attribute.meta {
        Meta::List(list) => list.parse_args_with(Punctuated::<Expr, Token![,]>::parse_terminated),
        // Neither has parentheses: they are empty, or should stand.
        Meta::Path(_) | Meta::NameValue(_) => {
            Punctuated::parse_terminated.parse2(TokenStream::new())
        }
    };
    match items {
        Ok(items) if items.is_empty() => {
            let help = format!("write for example `#[{name}({example})]`");
            report.error_with_help(attribute, format!("`#[{name}]` names nothing"), help);
            Vec::new()
        }
        Ok(items) => items.into_iter().map(|item| called(item, report)).collect(),
        Err(error) => {
            report.push(error);
            Vec::new()
        }
    }
}

/// `filename` → `filename()`, also as an argument: `each(filename)` → `each(filename())`.
pub(crate) fn called(item: Expr, report: &mut Report) -> Expr {
    match item {
        Expr::Path(path) => parse_quote_spanned!(path.span()=> #path()),
        Expr::Lit(literal) => {
            report.error_with_help(
                &literal,
                "a literal is no rule and no sanitizer",
                "write a name or a call, as in `filename` and `pattern(\"^[a-z]+$\")`",
            );
            Expr::Lit(literal)
        }
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
    match (our_name(&function.path).as_deref(), call.args.first()) {
        // These take rules.
        (Some("each" | "keys" | "values" | "not"), _) => {
            call.args = call.args.into_iter().map(|item| called(item, report)).collect();
        }
        // A predicate and a rule.
        (Some("when"), _) => {
            if let Some(rule) = call.args.get_mut(1) {
                *rule = called(rule.clone(), report);
            }
        }
        // Rust has no variable number of arguments: `any(a, b)` → `any((a(), b()))`.
        (Some("all" | "any"), _) => {
            let rules = match call.args.first() {
                Some(Expr::Tuple(tuple)) if call.args.len() == 1 => tuple.elems.clone(),
                _ => call.args,
            };
            let span = call.func.span();
            let rules = rules.into_iter().map(|item| called(item, report));
            call.args = parse_quote_spanned!(span=> (#(#rules,)*));
        }
        (Some("pattern"), Some(Expr::Lit(ExprLit { lit: Lit::Str(pattern), .. }))) => {
            let _ = literal::read(pattern, mcp_secure_grammar::pattern::check, report);
        }
        (Some("redact"), Some(Expr::Lit(ExprLit { lit: Lit::Str(pattern), .. }))) => {
            let _ = literal::read(pattern, mcp_secure_grammar::pattern::check_substantial, report);
        }
        (Some("length" | "range"), Some(Expr::Range(range))) => check_range(range, report),
        (Some(name @ ("length" | "range")), Some(single)) if number(single).is_some() => {
            report.error_with_help(
                single,
                format!("`{name}` takes a range"),
                "write for example `1..=10`, `..=10`, or `10..=10` for exactly 10",
            );
        }
        _ => {}
    }
    call
}

/// The name of a rule that is ours: a rule of the user's own comes with a path.
fn our_name(path: &Path) -> Option<String> {
    let is_ours = path.get_ident().is_some() || path.segments.first()?.ident == "mcp_secure";
    is_ours.then(|| path.segments.last().map(|segment| segment.ident.to_string()))?
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
        report.error_with_help(
            range,
            "an empty range admits nothing",
            "write the smaller bound first, as in `1..=10`",
        );
    }
}

fn number(end: &Expr) -> Option<f64> {
    match end {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().ok(),
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => number.base10_parse().ok(),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
            number(&unary.expr).map(|number| -number)
        }
        _ => None,
    }
}
