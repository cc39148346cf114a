//! Queries, and what they are combined of.

use sqlparser::ast::{
    Cte, ForClause, Query, Select, SelectFlavor, SelectItem, SelectItemQualifiedWildcardKind,
    SetExpr, SetQuantifier, Table, Values, WildcardAdditionalOptions, With,
};

use super::walk::{Judged, UNKNOWN, Walk, absent, refuse_if};
use crate::rule::Dialect;

impl<'a> Walk<'a> {
    pub(super) fn judge_query(&mut self, query: &'a Query) -> Judged {
        let Query {
            with,
            body,
            order_by,
            limit_clause,
            fetch,
            locks,
            for_clause,
            settings,
            format_clause,
            pipe_operators,
        } = query;
        refuse_if(!locks.is_empty(), "must not lock rows, as by `FOR UPDATE` or `FOR SHARE`")?;
        absent(settings.as_ref(), UNKNOWN)?;
        absent(format_clause.as_ref(), UNKNOWN)?;
        refuse_if(!pipe_operators.is_empty(), UNKNOWN)?;
        match for_clause {
            None => {}
            Some(ForClause::Json { .. } | ForClause::Xml { .. }) => {
                self.only_in(&[Dialect::SqlServer])?;
            }
            Some(ForClause::Browse) => return absent(Some(()), UNKNOWN),
        }
        if let Some(With { with_token: _, recursive: _, cte_tables }) = with {
            for table in cte_tables {
                self.common_table(table)?;
            }
        }
        if let Some(order_by) = order_by {
            self.order(order_by)?;
        }
        if let Some(limit) = limit_clause {
            self.limit(limit)?;
        }
        if let Some(fetch) = fetch {
            self.fetch(fetch);
        }
        self.meet_body(body);
        Ok(())
    }

    fn common_table(&mut self, table: &'a Cte) -> Judged {
        let Cte { alias, query, from, materialized: _, closing_paren_token: _ } = table;
        absent(from.as_ref(), UNKNOWN)?;
        self.meet_query(query);
        self.alias(alias)
    }

    pub(super) fn judge_body(&mut self, body: &'a SetExpr) -> Judged {
        match body {
            SetExpr::Select(select) => self.select(select),
            SetExpr::Query(query) => {
                self.meet_query(query);
                Ok(())
            }
            SetExpr::SetOperation { left, op: _, set_quantifier, right } => {
                match set_quantifier {
                    SetQuantifier::All | SetQuantifier::Distinct | SetQuantifier::None => {}
                    SetQuantifier::ByName
                    | SetQuantifier::AllByName
                    | SetQuantifier::DistinctByName => return absent(Some(()), UNKNOWN),
                }
                self.meet_body(left);
                self.meet_body(right);
                Ok(())
            }
            SetExpr::Values(Values { explicit_row: _, value_keyword: _, rows }) => {
                self.meet_all(rows.iter().flat_map(|row| &row.content));
                Ok(())
            }
            SetExpr::Table(table) => {
                let Table { table_name: _, schema_name: _ } = &**table;
                self.only_in(&[Dialect::Ansi, Dialect::Postgres, Dialect::MySql])
            }
            SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => {
                absent(Some(()), "must only read, also in a `WITH`")
            }
        }
    }

    fn select(&mut self, select: &'a Select) -> Judged {
        let Select {
            select_token: _,
            optimizer_hints,
            distinct,
            select_modifiers,
            top,
            top_before_distinct: _,
            projection,
            exclude,
            into,
            from,
            lateral_views,
            prewhere,
            selection,
            connect_by,
            group_by,
            cluster_by,
            distribute_by,
            sort_by,
            having,
            named_window,
            qualify,
            window_before_qualify: _,
            value_table_mode,
            flavor,
        } = select;
        absent(into.as_ref(), "must not write its result anywhere, as by `INTO`")?;
        // What no database of the dialects has, and switches that change how the server works.
        let is_unknown = !optimizer_hints.is_empty()
            || select_modifiers.is_some()
            || exclude.is_some()
            || !lateral_views.is_empty()
            || prewhere.is_some()
            || !connect_by.is_empty()
            || !cluster_by.is_empty()
            || !distribute_by.is_empty()
            || !sort_by.is_empty()
            || qualify.is_some()
            || value_table_mode.is_some()
            || *flavor != SelectFlavor::Standard;
        refuse_if(is_unknown, UNKNOWN)?;
        if let Some(distinct) = distinct {
            self.distinct(distinct)?;
        }
        if let Some(top) = top {
            self.top(top)?;
        }
        for item in projection {
            self.item(item)?;
        }
        for table in from {
            self.joined(table)?;
        }
        self.meet_all(selection);
        self.group(group_by)?;
        self.meet_all(having);
        for window in named_window {
            self.named_window(window)?;
        }
        Ok(())
    }

    fn item(&mut self, item: &'a SelectItem) -> Judged {
        match item {
            SelectItem::UnnamedExpr(expression) => {
                self.meet(expression);
                Ok(())
            }
            SelectItem::ExprWithAlias { expr, alias } => {
                self.meet(expr);
                self.name(alias)
            }
            SelectItem::Wildcard(options) => wildcard(options),
            SelectItem::QualifiedWildcard(of, options) => {
                wildcard(options)?;
                match of {
                    SelectItemQualifiedWildcardKind::ObjectName(_) => Ok(()),
                    SelectItemQualifiedWildcardKind::Expr(expression) => {
                        self.meet(expression);
                        Ok(())
                    }
                }
            }
            SelectItem::ExprWithAliases { expr: _, aliases: _ } => absent(Some(()), UNKNOWN),
        }
    }
}

/// `*`, without the options that other databases have.
pub(super) fn wildcard(options: &WildcardAdditionalOptions) -> Judged {
    let WildcardAdditionalOptions {
        wildcard_token: _,
        opt_ilike,
        opt_exclude,
        opt_except,
        opt_replace,
        opt_rename,
        opt_alias,
    } = options;
    let is_plain = opt_ilike.is_none()
        && opt_exclude.is_none()
        && opt_except.is_none()
        && opt_replace.is_none()
        && opt_rename.is_none()
        && opt_alias.is_none();
    refuse_if(!is_plain, UNKNOWN)
}
