//! `key(left = "..", ..)`: a value for each of several things.

use syn::{Expr, ExprAssign, LitStr};

use super::{Arguments, Item, string, word_of};
use crate::{report::Report, syntax::similar};

/// What a key is given.
pub(crate) enum Assigned {
    /// `key = ".."`.
    One(LitStr),
    /// `key(left = "..", ..)`.
    Each(Vec<(Expr, LitStr)>),
}

impl Arguments {
    /// `key = ".."`, or `key(left = "..", ..)`.
    pub(crate) fn assigned(
        &mut self,
        key: &'static str,
        expected: &str,
        report: &mut Report,
    ) -> Option<Assigned> {
        let expected = || format!("expected {expected}");
        match self.take(key, report)? {
            Item::Pair(_, value) => string(value, report, expected).map(Assigned::One),
            Item::Value(Expr::Call(call)) if !call.args.is_empty() => {
                let pair = |argument| match argument {
                    Expr::Assign(ExprAssign { left, right, .. }) => {
                        Some((*left, string(*right, report, expected)?))
                    }
                    other => {
                        report.error(&other, expected());
                        None
                    }
                };
                Some(Assigned::Each(call.args.into_iter().filter_map(pair).collect()))
            }
            Item::Value(other) => {
                report.error(&other, expected());
                None
            }
        }
    }

    /// `key(word = "..", ..)`, each of these words once at most.
    pub(crate) fn words_assigned(
        &mut self,
        key: &'static str,
        words: &[&'static str],
        report: &mut Report,
    ) -> Vec<(&'static str, LitStr)> {
        let expected = format!("`{key}({} = \"..\")`", words[0]);
        let each = match self.assigned(key, &expected, report) {
            Some(Assigned::Each(each)) => each,
            Some(Assigned::One(text)) => {
                report.error(&text, format!("expected {expected}"));
                Vec::new()
            }
            None => Vec::new(),
        };
        let mut found: Vec<(&'static str, LitStr)> = Vec::new();
        for (left, value) in each {
            let given = word_of(&left).map(ToString::to_string).unwrap_or_default();
            match words.iter().find(|word| **word == given) {
                Some(word) if found.iter().any(|(known, _)| known == word) => {
                    report.error(&left, format!("`{word}` is given twice"));
                }
                Some(word) => found.push((word, value)),
                None => {
                    let help = similar::or_list(&given, words);
                    report.error_with_help(&left, format!("`{key}` has no such key"), help);
                }
            }
        }
        found
    }
}
