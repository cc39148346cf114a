//! Calls of functions, and which functions only compute.

use sqlparser::ast::{
    Function, FunctionArg, FunctionArgExpr, FunctionArgOperator, FunctionArgumentClause,
    FunctionArgumentList, FunctionArguments, HavingBound, Ident, JsonReturningClause,
    ListAggOnOverflow,
};

use super::{
    SqlReadOnly,
    query::wildcard,
    walk::{Judged, UNKNOWN, Walk, absent, refuse_if},
};
use crate::rule::Dialect;

mod ansi;
mod everywhere;
mod mysql;
mod postgres;
mod sql_server;
mod sqlite;

impl<'a> Walk<'a> {
    pub(super) fn function(&mut self, function: &'a Function) -> Judged {
        let Function {
            name,
            uses_odbc_syntax,
            parameters,
            args,
            within_group,
            filter,
            null_treatment: _,
            over,
        } = function;
        self.function_name(name)?;
        refuse_if(*uses_odbc_syntax || *parameters != FunctionArguments::None, UNKNOWN)?;
        match args {
            FunctionArguments::None => {}
            FunctionArguments::Subquery(query) => self.meet_query(query),
            FunctionArguments::List(list) => self.argument_list(list)?,
        }
        self.ordered(within_group)?;
        self.meet_all(filter.as_deref());
        over.as_ref().map_or(Ok(()), |window| self.window(window))
    }

    fn argument_list(&mut self, list: &'a FunctionArgumentList) -> Judged {
        let FunctionArgumentList { duplicate_treatment: _, args, clauses } = list;
        self.arguments(args)?;
        for clause in clauses {
            match clause {
                FunctionArgumentClause::IgnoreOrRespectNulls(_)
                | FunctionArgumentClause::JsonNullClause(_)
                | FunctionArgumentClause::OnOverflow(ListAggOnOverflow::Error) => {}
                FunctionArgumentClause::OnOverflow(ListAggOnOverflow::Truncate {
                    filler,
                    with_count: _,
                }) => self.meet_all(filler.as_deref()),
                FunctionArgumentClause::OrderBy(order) => self.ordered(order)?,
                FunctionArgumentClause::Separator(separator) => self.value(&separator.value)?,
                FunctionArgumentClause::JsonReturningClause(JsonReturningClause { data_type }) => {
                    self.kind(data_type)?;
                }
                FunctionArgumentClause::Where(_)
                | FunctionArgumentClause::Limit(_)
                | FunctionArgumentClause::Having(HavingBound(..)) => {
                    return absent(Some(()), UNKNOWN);
                }
            }
        }
        Ok(())
    }

    pub(super) fn arguments(&mut self, arguments: &'a [FunctionArg]) -> Judged {
        for argument in arguments {
            let (argument, operator) = match argument {
                FunctionArg::Unnamed(argument) => (argument, None),
                FunctionArg::Named { name: _, arg, operator } => (arg, Some(operator)),
                FunctionArg::ExprNamed { name, arg, operator } => {
                    self.meet(name);
                    (arg, Some(operator))
                }
            };
            match operator {
                None
                | Some(
                    FunctionArgOperator::Equals
                    | FunctionArgOperator::RightArrow
                    | FunctionArgOperator::Colon
                    | FunctionArgOperator::Value,
                ) => {}
                Some(FunctionArgOperator::Assignment | FunctionArgOperator::Space) => {
                    return absent(Some(()), UNKNOWN);
                }
            }
            match argument {
                FunctionArgExpr::Expr(expression) => self.meet(expression),
                FunctionArgExpr::QualifiedWildcard(_) | FunctionArgExpr::Wildcard => {}
                FunctionArgExpr::WildcardWithOptions(options) => wildcard(options)?,
            }
        }
        Ok(())
    }
}

/// Whether a function of this name is one of the dialect's own that only computes, or one that
/// the author named.
pub(super) fn only_compute(rule: &SqlReadOnly, names: &[&Ident]) -> bool {
    let is_listed = rule.functions.iter().any(|listed| is_same(listed, names));
    if is_listed {
        return true;
    }
    let name = match (names, rule.dialect) {
        ([name], _) => name,
        // Where PostgreSQL keeps its own.
        ([schema, name], Dialect::Postgres) if is_same("pg_catalog", &[schema]) => name,
        _ => return false,
    };
    // In quotes it may be another one, unless it is spelled as the database spells it.
    let lower = name.value.to_ascii_lowercase();
    let is_own = name.quote_style.is_none() || lower == name.value;
    is_own
        && [everywhere::FUNCTIONS, of(rule.dialect)]
            .iter()
            .any(|list| list.binary_search(&&*lower).is_ok())
}

/// Whether the word has a value of its own where a name could stand.
pub(super) fn is_called_without_parentheses(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    WITHOUT_PARENTHESES.binary_search(&&*word).is_ok()
}

fn of(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Ansi => ansi::FUNCTIONS,
        Dialect::Postgres => postgres::FUNCTIONS,
        Dialect::MySql => mysql::FUNCTIONS,
        Dialect::Sqlite => sqlite::FUNCTIONS,
        Dialect::SqlServer => sql_server::FUNCTIONS,
    }
}

#[cfg(test)]
pub(super) fn lists() -> [&'static [&'static str]; 7] {
    let [ansi, postgres, mysql, sqlite, sql_server] =
        [Dialect::Ansi, Dialect::Postgres, Dialect::MySql, Dialect::Sqlite, Dialect::SqlServer]
            .map(of);
    [everywhere::FUNCTIONS, WITHOUT_PARENTHESES, ansi, postgres, mysql, sqlite, sql_server]
}

/// Whether `app.score` names these.
fn is_same(listed: &str, names: &[&Ident]) -> bool {
    let mut listed = listed.split('.');
    let is_all = names.iter().all(|name| {
        listed.next().is_some_and(|listed| match name.quote_style {
            None => listed.eq_ignore_ascii_case(&name.value),
            Some(_) => listed == name.value,
        })
    });
    is_all && listed.next().is_none()
}

#[rustfmt::skip]
const WITHOUT_PARENTHESES: &[&str] = &[
    "current_catalog", "current_date", "current_role", "current_schema", "current_time",
    "current_timestamp", "current_user", "localtime", "localtimestamp", "session_user",
    "system_user", "user", "utc_date", "utc_time", "utc_timestamp",
];
