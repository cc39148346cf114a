//! What a query reads from.

use sqlparser::ast::{
    Expr, ExprWithAlias, Join, JoinConstraint, JoinOperator, JsonTableColumn, JsonTableNamedColumn,
    JsonTableNestedColumn, OpenJsonTableColumn, PivotValueSource, TableAlias, TableFactor,
    TableFunctionArgs, TableSample, TableSampleKind, TableSampleQuantity, TableVersion,
    TableWithJoins,
};

use super::walk::{Judged, UNKNOWN, Walk, absent, refuse_if};
use crate::rule::Dialect;

impl<'a> Walk<'a> {
    pub(super) fn joined(&mut self, table: &'a TableWithJoins) -> Judged {
        let TableWithJoins { relation, joins } = table;
        self.meet_table(relation);
        for Join { relation, global, join_operator } in joins {
            refuse_if(*global, UNKNOWN)?;
            self.meet_table(relation);
            self.join(join_operator)?;
        }
        Ok(())
    }

    fn join(&mut self, join: &'a JoinOperator) -> Judged {
        match join {
            JoinOperator::Join(constraint)
            | JoinOperator::Inner(constraint)
            | JoinOperator::Left(constraint)
            | JoinOperator::LeftOuter(constraint)
            | JoinOperator::Right(constraint)
            | JoinOperator::RightOuter(constraint)
            | JoinOperator::FullOuter(constraint)
            | JoinOperator::CrossJoin(constraint) => self.constraint(constraint),
            JoinOperator::StraightJoin(constraint) => {
                self.only_in(&[Dialect::MySql])?;
                self.constraint(constraint)
            }
            JoinOperator::CrossApply | JoinOperator::OuterApply => {
                self.only_in(&[Dialect::SqlServer])
            }
            JoinOperator::Semi(_)
            | JoinOperator::LeftSemi(_)
            | JoinOperator::RightSemi(_)
            | JoinOperator::Anti(_)
            | JoinOperator::LeftAnti(_)
            | JoinOperator::RightAnti(_)
            | JoinOperator::AsOf { .. }
            | JoinOperator::ArrayJoin
            | JoinOperator::LeftArrayJoin
            | JoinOperator::InnerArrayJoin => absent(Some(()), UNKNOWN),
        }
    }

    fn constraint(&mut self, constraint: &'a JoinConstraint) -> Judged {
        match constraint {
            JoinConstraint::On(condition) => {
                self.meet(condition);
                Ok(())
            }
            JoinConstraint::Using(_) | JoinConstraint::Natural | JoinConstraint::None => Ok(()),
            JoinConstraint::UsingAlias(_, alias) => self.name(alias),
        }
    }

    pub(super) fn alias(&mut self, alias: &'a TableAlias) -> Judged {
        let TableAlias { explicit: _, name, columns, at } = alias;
        absent(at.as_ref(), UNKNOWN)?;
        for column in columns {
            self.name(&column.name)?;
            if let Some(kind) = &column.data_type {
                // Of what a function returns: `json_to_record(..) AS x(a int)`.
                self.only_in(&[Dialect::Postgres])?;
                self.kind(kind)?;
            }
        }
        self.name(name)
    }

    pub(super) fn judge_table(&mut self, table: &'a TableFactor) -> Judged {
        match table {
            TableFactor::Table { .. } => self.named(table),
            TableFactor::Derived { lateral: _, subquery, alias, sample } => {
                self.meet_query(subquery);
                self.sample(sample.as_ref())?;
                self.maybe_alias(alias.as_ref())
            }
            TableFactor::Function { lateral: _, name, args, with_ordinality: _, alias } => {
                self.function_name(name)?;
                self.arguments(args)?;
                self.maybe_alias(alias.as_ref())
            }
            TableFactor::UNNEST {
                alias,
                array_exprs,
                with_offset,
                with_offset_alias,
                with_ordinality: _,
            } => {
                self.only_in(&[Dialect::Ansi, Dialect::Postgres])?;
                refuse_if(*with_offset || with_offset_alias.is_some(), UNKNOWN)?;
                self.meet_all(array_exprs);
                self.maybe_alias(alias.as_ref())
            }
            TableFactor::JsonTable { json_expr, json_path: _, columns, alias } => {
                self.only_in(&[Dialect::Ansi, Dialect::Postgres, Dialect::MySql])?;
                self.meet(json_expr);
                self.json_columns(columns)?;
                self.maybe_alias(alias.as_ref())
            }
            TableFactor::OpenJsonTable { json_expr, json_path: _, columns, alias } => {
                self.only_in(&[Dialect::SqlServer])?;
                self.meet(json_expr);
                for OpenJsonTableColumn { name: _, r#type, path: _, as_json: _ } in columns {
                    self.kind(r#type)?;
                }
                self.maybe_alias(alias.as_ref())
            }
            TableFactor::NestedJoin { table_with_joins, alias } => {
                self.joined(table_with_joins)?;
                self.maybe_alias(alias.as_ref())
            }
            TableFactor::Pivot { .. } => self.pivot(table),
            TableFactor::Unpivot { table, value, name, columns, null_inclusion: _, alias } => {
                self.only_in(&[Dialect::SqlServer])?;
                self.meet_table(table);
                self.meet(value);
                self.name(name)?;
                self.aliased(columns)?;
                self.maybe_alias(alias.as_ref())
            }
            TableFactor::TableFunction { .. }
            | TableFactor::UnpivotExpr { .. }
            | TableFactor::MatchRecognize { .. }
            | TableFactor::XmlTable { .. }
            | TableFactor::SemanticView { .. } => absent(Some(()), UNKNOWN),
        }
    }

    fn named(&mut self, table: &'a TableFactor) -> Judged {
        let TableFactor::Table {
            name,
            alias,
            args,
            with_hints,
            version,
            with_ordinality: _,
            partitions,
            json_path,
            sample,
            index_directives,
            inheritance: _,
        } = table
        else {
            return Ok(());
        };
        absent(json_path.as_ref(), UNKNOWN)?;
        if !with_hints.is_empty() {
            self.only_in(&[Dialect::SqlServer])?;
        }
        if !index_directives.is_empty() || !partitions.is_empty() {
            self.only_in(&[Dialect::MySql, Dialect::Sqlite])?;
        }
        refuse_if(
            !with_hints.iter().all(locks_nothing),
            "must have no table hints but `NOLOCK` and `READUNCOMMITTED`",
        )?;
        match version {
            None => {}
            Some(TableVersion::ForSystemTimeAsOf(moment)) => {
                self.only_in(&[Dialect::Ansi, Dialect::SqlServer])?;
                self.meet(moment);
            }
            Some(
                TableVersion::TimestampAsOf(_)
                | TableVersion::VersionAsOf(_)
                | TableVersion::Function(_)
                | TableVersion::Changes { .. },
            ) => return absent(Some(()), UNKNOWN),
        }
        match args {
            None => self.object(name)?,
            Some(TableFunctionArgs { args, settings }) => {
                absent(settings.as_ref(), UNKNOWN)?;
                self.function_name(name)?;
                self.arguments(args)?;
            }
        }
        self.sample(sample.as_ref())?;
        self.maybe_alias(alias.as_ref())
    }

    fn pivot(&mut self, table: &'a TableFactor) -> Judged {
        let TableFactor::Pivot {
            table,
            aggregate_functions,
            value_column,
            value_source,
            default_on_null,
            alias,
        } = table
        else {
            return Ok(());
        };
        self.only_in(&[Dialect::SqlServer])?;
        self.meet_table(table);
        self.aliased(aggregate_functions)?;
        self.meet_all(value_column);
        self.meet_all(default_on_null);
        match value_source {
            PivotValueSource::List(values) => self.aliased(values)?,
            PivotValueSource::Any(order) => self.ordered(order)?,
            PivotValueSource::Subquery(query) => self.meet_query(query),
        }
        self.maybe_alias(alias.as_ref())
    }

    fn aliased(&mut self, expressions: &'a [ExprWithAlias]) -> Judged {
        for ExprWithAlias { expr, alias } in expressions {
            self.meet(expr);
            alias.as_ref().map_or(Ok(()), |alias| self.name(alias))?;
        }
        Ok(())
    }

    fn maybe_alias(&mut self, alias: Option<&'a TableAlias>) -> Judged {
        alias.map_or(Ok(()), |alias| self.alias(alias))
    }

    fn sample(&mut self, sample: Option<&'a TableSampleKind>) -> Judged {
        let sample = match sample {
            None => return Ok(()),
            Some(
                TableSampleKind::BeforeTableAlias(sample)
                | TableSampleKind::AfterTableAlias(sample),
            ) => sample,
        };
        self.only_in(&[Dialect::Ansi, Dialect::Postgres, Dialect::SqlServer])?;
        let TableSample { modifier: _, name: _, quantity, seed: _, bucket, offset } = &**sample;
        absent(bucket.as_ref(), UNKNOWN)?;
        self.meet_all(offset);
        if let Some(TableSampleQuantity { parenthesized: _, value, unit: _ }) = quantity {
            self.meet(value);
        }
        Ok(())
    }

    /// As deep as the parentheses around them.
    fn json_columns(&mut self, columns: &'a [JsonTableColumn]) -> Judged {
        columns.iter().try_for_each(|column| match column {
            JsonTableColumn::ForOrdinality(_) => Ok(()),
            JsonTableColumn::Named(JsonTableNamedColumn {
                name: _,
                r#type,
                path: _,
                exists: _,
                on_empty: _,
                on_error: _,
            }) => self.kind(r#type),
            JsonTableColumn::Nested(JsonTableNestedColumn { path: _, columns }) => {
                self.json_columns(columns)
            }
        })
    }
}

fn locks_nothing(hint: &Expr) -> bool {
    match hint {
        Expr::Identifier(hint) => {
            let is = |name: &str| hint.value.eq_ignore_ascii_case(name);
            is("nolock") || is("readuncommitted")
        }
        _ => false,
    }
}
