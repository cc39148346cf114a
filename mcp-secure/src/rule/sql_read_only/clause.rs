//! What stands around the columns and the tables of a query.

use sqlparser::ast::{
    Distinct, Expr, Fetch, GroupByExpr, GroupByWithModifier, LimitClause, NamedWindowDefinition,
    NamedWindowExpr, Offset, OrderBy, OrderByExpr, OrderByKind, OrderByOptions, OrderBySort, Top,
    TopQuantity, WindowFrame, WindowFrameBound, WindowSpec, WindowType,
};

use super::walk::{Judged, UNKNOWN, Walk, absent, refuse_if};
use crate::rule::Dialect;

impl<'a> Walk<'a> {
    pub(super) fn distinct(&mut self, distinct: &'a Distinct) -> Judged {
        match distinct {
            Distinct::All | Distinct::Distinct => {}
            Distinct::On(expressions) => {
                self.only_in(&[Dialect::Postgres])?;
                self.meet_all(expressions);
            }
        }
        Ok(())
    }

    pub(super) fn top(&mut self, top: &'a Top) -> Judged {
        // For others it is a function, or a name.
        self.only_in(&[Dialect::SqlServer])?;
        let Top { with_ties: _, percent: _, quantity } = top;
        match quantity {
            None | Some(TopQuantity::Constant(_)) => {}
            Some(TopQuantity::Expr(expression)) => self.meet(expression),
        }
        Ok(())
    }

    pub(super) fn limit(&mut self, limit: &'a LimitClause) -> Judged {
        match limit {
            LimitClause::LimitOffset { limit, offset, limit_by } => {
                self.meet_all(limit);
                if let Some(Offset { value, rows: _ }) = offset {
                    self.meet(value);
                }
                refuse_if(!limit_by.is_empty(), UNKNOWN)?;
            }
            LimitClause::OffsetCommaLimit { offset, limit } => self.meet_all([offset, limit]),
        }
        Ok(())
    }

    pub(super) fn fetch(&mut self, fetch: &'a Fetch) {
        let Fetch { with_ties: _, percent: _, quantity } = fetch;
        self.meet_all(quantity);
    }

    pub(super) fn order(&mut self, order: &'a OrderBy) -> Judged {
        let OrderBy { kind, interpolate } = order;
        absent(interpolate.as_ref(), UNKNOWN)?;
        match kind {
            OrderByKind::All(_) => absent(Some(()), UNKNOWN),
            OrderByKind::Expressions(expressions) => self.ordered(expressions),
        }
    }

    pub(super) fn ordered(&mut self, expressions: &'a [OrderByExpr]) -> Judged {
        for OrderByExpr { expr, options, with_fill } in expressions {
            absent(with_fill.as_ref(), UNKNOWN)?;
            let OrderByOptions { sort, nulls_first: _ } = options;
            match sort {
                None | Some(OrderBySort::Asc | OrderBySort::Desc) => {}
                Some(OrderBySort::Using(_)) => {
                    return absent(Some(()), "must not name operators, as by `USING`");
                }
            }
            self.meet(expr);
        }
        Ok(())
    }

    pub(super) fn group(&mut self, group: &'a GroupByExpr) -> Judged {
        let GroupByExpr::Expressions(expressions, modifiers) = group else {
            return absent(Some(()), UNKNOWN);
        };
        self.meet_all(expressions);
        modifiers.iter().try_for_each(|modifier| match modifier {
            GroupByWithModifier::Rollup => self.only_in(&[Dialect::MySql, Dialect::SqlServer]),
            GroupByWithModifier::Cube => self.only_in(&[Dialect::SqlServer]),
            GroupByWithModifier::GroupingSets(_) | GroupByWithModifier::Totals => {
                absent(Some(()), UNKNOWN)
            }
        })
    }

    pub(super) fn named_window(&mut self, window: &'a NamedWindowDefinition) -> Judged {
        let NamedWindowDefinition(name, window) = window;
        self.name(name)?;
        match window {
            NamedWindowExpr::NamedWindow(name) => self.name(name),
            NamedWindowExpr::WindowSpec(window) => self.window_of(window),
        }
    }

    pub(super) fn window(&mut self, window: &'a WindowType) -> Judged {
        match window {
            WindowType::NamedWindow(name) => self.name(name),
            WindowType::WindowSpec(window) => self.window_of(window),
        }
    }

    fn window_of(&mut self, window: &'a WindowSpec) -> Judged {
        let WindowSpec { window_name: _, partition_by, order_by, window_frame } = window;
        self.meet_all(partition_by);
        if let Some(WindowFrame { units: _, start_bound, end_bound }) = window_frame {
            self.meet_all(bound(start_bound));
            self.meet_all(end_bound.as_ref().and_then(bound));
        }
        self.ordered(order_by)
    }
}

fn bound(bound: &WindowFrameBound) -> Option<&Expr> {
    match bound {
        WindowFrameBound::CurrentRow => None,
        WindowFrameBound::Preceding(distance) | WindowFrameBound::Following(distance) => {
            distance.as_deref()
        }
    }
}
