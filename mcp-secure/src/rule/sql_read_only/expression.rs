//! Expressions.

use sqlparser::ast::{
    AccessExpr, Array, BinaryOperator, CaseWhen, CeilFloorKind, DateTimeField, Expr, InTarget,
    Interval, MemberOf, Subscript, TypedString, UnaryOperator, Value,
};

use super::{
    Refused,
    read::place,
    walk::{Judged, UNKNOWN, Walk, absent, refuse_if},
};
use crate::rule::Dialect;

impl<'a> Walk<'a> {
    pub(super) fn judge_expression(&mut self, expression: &'a Expr) -> Judged {
        match expression {
            Expr::Identifier(name) => self.name(name),
            Expr::CompoundIdentifier(names) => {
                refuse_if(names.len() > 4, UNKNOWN)?;
                names.first().map_or(Ok(()), |name| self.name(name))
            }
            Expr::CompoundFieldAccess { root, access_chain } => {
                self.meet(root);
                access_chain.iter().try_for_each(|access| self.access(access))
            }
            Expr::IsFalse(of)
            | Expr::IsNotFalse(of)
            | Expr::IsTrue(of)
            | Expr::IsNotTrue(of)
            | Expr::IsNull(of)
            | Expr::IsNotNull(of)
            | Expr::IsUnknown(of)
            | Expr::IsNotUnknown(of)
            | Expr::Nested(of)
            | Expr::IsJson { expr: of, kind: _, unique_keys: _, negated: _ }
            | Expr::IsNormalized { expr: of, form: _, negated: _ }
            | Expr::Collate { expr: of, collation: _ }
            | Expr::Extract { field: _, syntax: _, expr: of } => self.all([of]),
            Expr::Ceil { expr, field } | Expr::Floor { expr, field } => match field {
                CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) => self.all([expr]),
                CeilFloorKind::DateTimeField(_) | CeilFloorKind::Scale(_) => {
                    absent(Some(()), UNKNOWN)
                }
            },
            Expr::IsDistinctFrom(left, right)
            | Expr::IsNotDistinctFrom(left, right)
            | Expr::Position { expr: left, r#in: right }
            | Expr::AtTimeZone { timestamp: left, time_zone: right }
            | Expr::RLike { negated: _, expr: left, pattern: right, regexp: _ } => {
                self.all([left, right])
            }
            Expr::BinaryOp { left, op, right }
            | Expr::AnyOp { left, compare_op: op, right, is_some: _ }
            | Expr::AllOp { left, compare_op: op, right } => {
                operator(op)?;
                self.all([left, right])
            }
            Expr::UnaryOp { op, expr } => {
                prefix(op)?;
                self.all([expr])
            }
            Expr::Between { expr, negated: _, low, high } => self.all([expr, low, high]),
            Expr::Like { negated: _, any: _, expr, pattern, escape_char }
            | Expr::ILike { negated: _, any: _, expr, pattern, escape_char }
            | Expr::SimilarTo { negated: _, expr, pattern, escape_char } => {
                self.all([expr, pattern])?;
                self.all(escape_char)
            }
            Expr::In { expr, target, negated: _, global } => {
                refuse_if(*global, UNKNOWN)?;
                self.meet(expr);
                self.target(target)
            }
            Expr::Convert {
                is_try: _,
                expr,
                data_type,
                charset: _,
                target_before_value: _,
                styles,
            } => {
                // For others it is a function like others, and its type an argument.
                self.only_in(&[Dialect::MySql, Dialect::SqlServer])?;
                self.meet(expr);
                self.meet_all(styles);
                data_type.as_ref().map_or(Ok(()), |kind| self.kind(kind))
            }
            Expr::Cast { kind: _, expr, data_type, format } => {
                absent(format.as_ref(), UNKNOWN)?;
                self.meet(expr);
                self.kind(data_type)
            }
            Expr::Substring { expr, substring_from, substring_for, special: _, shorthand: _ } => {
                self.all([expr])?;
                self.all(substring_from)?;
                self.all(substring_for)
            }
            Expr::Trim { trim_where: _, trim_what, expr, trim_characters } => {
                self.all([expr])?;
                self.all(trim_what)?;
                self.meet_all(trim_characters.iter().flatten());
                Ok(())
            }
            Expr::Overlay { expr, overlay_what, overlay_from, overlay_for } => {
                self.all([expr, overlay_what, overlay_from])?;
                self.all(overlay_for)
            }
            Expr::Value(value) => self.value(&value.value),
            Expr::TypedString(TypedString { data_type, value, uses_odbc_syntax }) => {
                refuse_if(*uses_odbc_syntax, UNKNOWN)?;
                self.value(&value.value)?;
                self.kind(data_type)
            }
            Expr::Function(function) => self.function(function),
            Expr::Case { case_token: _, end_token: _, operand, conditions, else_result } => {
                for CaseWhen { condition, result } in conditions {
                    self.meet_all([condition, result]);
                }
                self.all(operand)?;
                self.all(else_result)
            }
            Expr::Exists { subquery, negated: _ } | Expr::Subquery(subquery) => {
                self.meet_query(subquery);
                Ok(())
            }
            Expr::GroupingSets(sets) | Expr::Cube(sets) | Expr::Rollup(sets) => {
                self.meet_all(sets.iter().flatten());
                Ok(())
            }
            Expr::Tuple(elements) | Expr::Array(Array { elem: elements, named: _ }) => {
                self.meet_all(elements);
                Ok(())
            }
            Expr::Interval(Interval {
                value,
                leading_field: _,
                leading_precision: _,
                last_field: _,
                fractional_seconds_precision: _,
            }) => self.all([value]),
            Expr::MemberOf(MemberOf { value, array }) => {
                self.only_in(&[Dialect::MySql])?;
                self.all([value, array])
            }
            Expr::MatchAgainst { columns: _, match_value, opt_search_modifier: _ } => {
                self.only_in(&[Dialect::MySql])?;
                self.value(&match_value.value)
            }
            Expr::Wildcard(_) => Ok(()),
            Expr::QualifiedWildcard(name, _) => self.object(name),
            // Character sets can move the end of a string: `_gbk'..'`.
            Expr::Prefixed { .. }
            | Expr::JsonAccess { .. }
            | Expr::Struct { .. }
            | Expr::Named { .. }
            | Expr::Dictionary(_)
            | Expr::Map(_)
            | Expr::OuterJoin(_)
            | Expr::Prior(_)
            | Expr::Lambda(_) => absent(Some(()), UNKNOWN),
        }
    }

    fn all(&mut self, expressions: impl IntoIterator<Item = &'a Box<Expr>>) -> Judged {
        self.meet_all(expressions.into_iter().map(|expression| &**expression));
        Ok(())
    }

    fn access(&mut self, access: &'a AccessExpr) -> Judged {
        match access {
            AccessExpr::Subscript(Subscript::Index { index }) => {
                self.meet(index);
                Ok(())
            }
            AccessExpr::Subscript(Subscript::Slice { lower_bound, upper_bound, stride }) => {
                absent(stride.as_ref(), UNKNOWN)?;
                self.meet_all(lower_bound);
                self.meet_all(upper_bound);
                Ok(())
            }
            // PostgreSQL calls the function of that name, SQL Server a method.
            AccessExpr::Dot(name) => Err(match name {
                Expr::Identifier(name) => Refused::at(FIELD, place(name.span.start)),
                _ => Refused::new(FIELD),
            }),
        }
    }

    fn target(&mut self, target: &'a InTarget) -> Judged {
        match target {
            InTarget::List(elements) => self.meet_all(elements),
            InTarget::Subquery(query) => self.meet_query(query),
            InTarget::Table { name, args: None } => return self.object(name),
            InTarget::Table { name, args: Some(arguments) } => {
                self.function_name(name)?;
                return self.arguments(arguments);
            }
            InTarget::Unnest(_) => return absent(Some(()), UNKNOWN),
        }
        Ok(())
    }

    pub(super) fn value(&self, value: &Value) -> Judged {
        match value {
            Value::Number(..)
            | Value::SingleQuotedString(_)
            | Value::NationalStringLiteral(_)
            | Value::HexStringLiteral(_)
            | Value::Boolean(_)
            | Value::Null => Ok(()),
            Value::DoubleQuotedString(_) if self.rule.dialect == Dialect::MySql => Ok(()),
            Value::Placeholder(_) => absent(Some(()), "must have no parameters"),
            Value::DoubleQuotedString(_)
            | Value::DollarQuotedString(_)
            | Value::TripleSingleQuotedString(_)
            | Value::TripleDoubleQuotedString(_)
            | Value::EscapedStringLiteral(_)
            | Value::UnicodeStringLiteral(_)
            | Value::SingleQuotedByteStringLiteral(_)
            | Value::DoubleQuotedByteStringLiteral(_)
            | Value::TripleSingleQuotedByteStringLiteral(_)
            | Value::TripleDoubleQuotedByteStringLiteral(_)
            | Value::SingleQuotedRawStringLiteral(_)
            | Value::DoubleQuotedRawStringLiteral(_)
            | Value::TripleSingleQuotedRawStringLiteral(_)
            | Value::TripleDoubleQuotedRawStringLiteral(_)
            | Value::QuoteDelimitedStringLiteral(_)
            | Value::NationalQuoteDelimitedStringLiteral(_) => absent(Some(()), UNKNOWN),
        }
    }
}

/// The operators of the dialects; they are functions too, but those of the database itself only compute.
#[rustfmt::skip]
fn operator(operator: &BinaryOperator) -> Judged {
    use BinaryOperator::*;
    match operator {
        Plus | Minus | Multiply | Divide | Modulo | MyIntegerDivide | StringConcat | PGExp
        | Gt | Lt | GtEq | LtEq | Spaceship | Eq | NotEq | And | Or | Xor | Is | IsNot
        | BitwiseOr | BitwiseAnd | BitwiseXor | PGBitwiseXor | PGBitwiseShiftLeft | PGBitwiseShiftRight
        | Match | Regexp | Glob | PGRegexMatch | PGRegexIMatch | PGRegexNotMatch | PGRegexNotIMatch
        | PGLikeMatch | PGILikeMatch | PGNotLikeMatch | PGNotILikeMatch | PGStartsWith
        | Arrow | LongArrow | HashArrow | HashLongArrow | HashMinus | AtArrow | ArrowAt | AtAt
        | AtQuestion | Question | QuestionAnd | QuestionPipe | PGOverlap | Overlaps
        | DoubleHash | LtDashGt | AndLt | AndGt | LtLtPipe | PipeGtGt | AndLtPipe | PipeAndGt
        | LtCaret | GtCaret | QuestionHash | QuestionDash | QuestionDashPipe | QuestionDoublePipe
        | TildeEq => Ok(()),
        Custom(_) | PGCustomBinaryOperator(_) | DuckIntegerDivide | At => {
            Err(Refused::new("must hold only operators that the dialect has"))
        }
        Assignment => Err(Refused::new("must not assign anything")),
    }
}

fn prefix(operator: &UnaryOperator) -> Judged {
    use UnaryOperator::*;
    match operator {
        Plus | Minus | Not | BangNot | BitwiseNot | AtDashAt | DoubleAt | Hash | PGAbs
        | PGCubeRoot | PGSquareRoot | QuestionDash | QuestionPipe => Ok(()),
        PGPostfixFactorial | PGPrefixFactorial => {
            Err(Refused::new("must hold only operators that the dialect has"))
        }
    }
}

const FIELD: &str = "must not take a field of a value, which can call a function";
