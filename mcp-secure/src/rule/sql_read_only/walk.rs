//! The way through a statement: every part of it is met once, in no order.

use sqlparser::ast::{Expr, Query, SetExpr, TableFactor};

use super::{Refused, SqlReadOnly, read::Read};
use crate::rule::Dialect;

/// What is met and not judged yet. Whoever judges a part hands in the parts of that: trees can
/// be deeper than a stack.
pub(super) struct Walk<'a> {
    pub(super) rule: &'a SqlReadOnly,
    pub(super) read: &'a Read,
    pending: Vec<Part<'a>>,
}

enum Part<'a> {
    Query(&'a Query),
    Body(&'a SetExpr),
    Table(&'a TableFactor),
    Expression(&'a Expr),
}

/// Whether a part is of a kind that only reads.
pub(super) type Judged = Result<(), Refused>;

impl<'a> Walk<'a> {
    pub(super) fn new(rule: &'a SqlReadOnly, read: &'a Read) -> Self {
        Self { rule, read, pending: Vec::new() }
    }

    /// Judges a query and all of its parts.
    pub(super) fn query(mut self, query: &'a Query) -> Judged {
        self.meet_query(query);
        while let Some(part) = self.pending.pop() {
            match part {
                Part::Query(query) => self.judge_query(query)?,
                Part::Body(body) => self.judge_body(body)?,
                Part::Table(table) => self.judge_table(table)?,
                Part::Expression(expression) => self.judge_expression(expression)?,
            }
        }
        Ok(())
    }

    /// Refuses what other dialects have, and this one may read as something else: as a call of
    /// a function, above all.
    pub(super) fn only_in(&self, dialects: &[Dialect]) -> Judged {
        refuse_if(!dialects.contains(&self.rule.dialect), UNKNOWN)
    }

    pub(super) fn meet_query(&mut self, query: &'a Query) {
        self.pending.push(Part::Query(query));
    }

    pub(super) fn meet_body(&mut self, body: &'a SetExpr) {
        self.pending.push(Part::Body(body));
    }

    pub(super) fn meet_table(&mut self, table: &'a TableFactor) {
        self.pending.push(Part::Table(table));
    }

    pub(super) fn meet(&mut self, expression: &'a Expr) {
        self.pending.push(Part::Expression(expression));
    }

    pub(super) fn meet_all(&mut self, expressions: impl IntoIterator<Item = &'a Expr>) {
        self.pending.extend(expressions.into_iter().map(Part::Expression));
    }
}

/// Refuses unless the part is absent.
pub(super) fn absent<T>(part: Option<T>, message: &'static str) -> Judged {
    refuse_if(part.is_some(), message)
}

pub(super) fn refuse_if(is_refused: bool, message: &'static str) -> Judged {
    if is_refused { Err(Refused::new(message)) } else { Ok(()) }
}

/// What other databases have, or what is not known to only read.
pub(super) const UNKNOWN: &str =
    "must hold only what the dialect has, and what is known to only read";
