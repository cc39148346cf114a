//! Names: what the parser takes for one, the database has to take for one too.

use sqlparser::ast::{Ident, ObjectName, ObjectNamePart};

use super::{
    Refused, functions,
    read::place,
    walk::{Judged, UNKNOWN, Walk},
};
use crate::rule::{Dialect, sql_identifier::is_reserved};

impl Walk<'_> {
    /// A name of a column, a table or an alias.
    pub(super) fn name(&self, name: &Ident) -> Judged {
        let place = place(name.span.start);
        let is_name = name.quote_style.is_some()
            || self.read.is_after_as(place)
            || !is_word(&name.value, self.rule.dialect);
        if is_name {
            return Ok(());
        }
        Err(Refused::at("must have reserved words in quotes where they are names", place))
    }

    /// A name with those of its schema and its database in front. After a dot there is nothing but names.
    pub(super) fn object(&self, name: &ObjectName) -> Judged {
        let ObjectName(parts) = name;
        if parts.len() > 3 {
            return Err(Refused::new(
                "must not have names of four parts, which lead to other servers",
            ));
        }
        for (index, part) in parts.iter().enumerate() {
            match part {
                ObjectNamePart::Identifier(name) if index == 0 => self.name(name)?,
                ObjectNamePart::Identifier(_) => {}
                ObjectNamePart::Function(_) => return Err(Refused::new(UNKNOWN)),
            }
        }
        Ok(())
    }

    /// A name of a function that only computes.
    pub(super) fn function_name(&self, name: &ObjectName) -> Judged {
        let ObjectName(parts) = name;
        let mut names = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                ObjectNamePart::Identifier(name) => names.push(name),
                ObjectNamePart::Function(_) => return Err(Refused::new(UNKNOWN)),
            }
        }
        if functions::only_compute(self.rule, &names) {
            return Ok(());
        }
        let place = names.first().map(|name| place(name.span.start));
        Err(Refused {
            message: "must call only functions that are known to compute and do nothing else",
            place,
        })
    }
}

/// Whether the dialect reads the word as something else than a name.
fn is_word(name: &str, dialect: Dialect) -> bool {
    let is_reserved_in = |dialect| is_reserved(name, dialect);
    let is_reserved = match dialect {
        // The standard reserves half of a dictionary, `value` and `date` among it. What changes
        // the meaning of a statement, databases reserve too.
        Dialect::Ansi => [Dialect::Ansi, Dialect::Postgres].into_iter().all(is_reserved_in),
        _ => is_reserved_in(dialect),
    };
    // MySQL's table of one row.
    let is_dual = name.eq_ignore_ascii_case("dual");
    is_reserved && !is_dual && !functions::is_called_without_parentheses(name)
}
