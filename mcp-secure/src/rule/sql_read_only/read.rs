//! The statement as the parser reads it.

use std::collections::HashSet;

use sqlparser::{
    ast::Query,
    dialect::{
        AnsiDialect, Dialect as Grammar, MsSqlDialect, MySqlDialect, PostgreSqlDialect,
        SQLiteDialect,
    },
    keywords::Keyword,
    parser::{Parser, ParserError},
    tokenizer::{Location, Token, TokenWithSpan, Tokenizer, Whitespace},
};

use super::{Place, Refused};
use crate::rule::Dialect;

/// A query, and what of its tokens the tree does not tell.
pub(super) struct Read {
    pub(super) query: Box<Query>,
    /// Where words follow an `AS`: there most databases take every word for a name.
    after_as: HashSet<Place>,
}

impl Read {
    pub(super) fn is_after_as(&self, place: Place) -> bool {
        self.after_as.contains(&place)
    }
}

/// Reads one query to its end. `literals` are those that the scanner found, comments among them.
pub(super) fn read(statement: &str, dialect: Dialect, literals: &[Place]) -> Result<Read, Refused> {
    let trimmed = statement.trim_ascii_end();
    let statement = trimmed.strip_suffix(';').unwrap_or(trimmed);
    let grammar = grammar(dialect);
    let tokens = Tokenizer::new(grammar, statement)
        .tokenize_with_location()
        .map_err(|error| Refused::at(NOT_READ, place(error.location)))?;
    if !tokens
        .iter()
        .filter(|token| is_literal(&token.token))
        .map(start)
        .eq(literals.iter().copied())
    {
        return Err(Refused::new("must be a statement that everybody reads alike"));
    }
    let after_as = after_as(&tokens);
    let mut parser = Parser::new(grammar).with_tokens_with_locations(tokens);
    let query = parser.parse_query().map_err(|error| unread(error, &parser))?;
    let rest = parser.peek_token();
    if rest.token != Token::EOF {
        return Err(Refused::at("must be one query and nothing after it", start(&rest)));
    }
    Ok(Read { query, after_as })
}

/// How the parser spells a dialect.
fn grammar(dialect: Dialect) -> &'static dyn Grammar {
    match dialect {
        Dialect::Ansi => &Standard,
        Dialect::Postgres => &PostgreSqlDialect {},
        Dialect::MySql => &MySqlDialect {},
        Dialect::Sqlite => &SQLiteDialect {},
        Dialect::SqlServer => &MsSqlDialect {},
    }
}

/// The standard, with two of its parts that the parser has for others only.
#[derive(Debug)]
struct Standard;

impl Grammar for Standard {
    fn is_identifier_start(&self, character: char) -> bool {
        character.is_ascii_alphabetic() || character == '_'
    }

    fn is_identifier_part(&self, character: char) -> bool {
        AnsiDialect {}.is_identifier_part(character)
    }

    fn require_interval_qualifier(&self) -> bool {
        AnsiDialect {}.require_interval_qualifier()
    }

    fn supports_group_by_expr(&self) -> bool {
        true
    }

    fn supports_filter_during_aggregation(&self) -> bool {
        true
    }
}

/// The parser's own message would hold words of the statement.
fn unread(error: ParserError, parser: &Parser<'_>) -> Refused {
    match error {
        ParserError::RecursionLimitExceeded => {
            Refused::new("must not be nested as deep, in parentheses, `CASE` or signs")
        }
        _ => Refused::at(NOT_READ, start(&parser.peek_token())),
    }
}

fn is_literal(token: &Token) -> bool {
    match token {
        Token::Word(word) => word.quote_style.is_some(),
        Token::Whitespace(
            Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_),
        )
        | Token::SingleQuotedString(_)
        | Token::DoubleQuotedString(_)
        | Token::TripleSingleQuotedString(_)
        | Token::TripleDoubleQuotedString(_)
        | Token::DollarQuotedString(_)
        | Token::SingleQuotedByteStringLiteral(_)
        | Token::DoubleQuotedByteStringLiteral(_)
        | Token::TripleSingleQuotedByteStringLiteral(_)
        | Token::TripleDoubleQuotedByteStringLiteral(_)
        | Token::SingleQuotedRawStringLiteral(_)
        | Token::DoubleQuotedRawStringLiteral(_)
        | Token::TripleSingleQuotedRawStringLiteral(_)
        | Token::TripleDoubleQuotedRawStringLiteral(_)
        | Token::NationalStringLiteral(_)
        | Token::QuoteDelimitedStringLiteral(_)
        | Token::NationalQuoteDelimitedStringLiteral(_)
        | Token::EscapedStringLiteral(_)
        | Token::UnicodeStringLiteral(_)
        | Token::HexStringLiteral(_) => true,
        _ => false,
    }
}

fn after_as(tokens: &[TokenWithSpan]) -> HashSet<Place> {
    let mut words = HashSet::new();
    let mut is_after_as = false;
    for token in tokens {
        match &token.token {
            Token::Whitespace(_) => {}
            Token::Word(word) => {
                if is_after_as {
                    words.insert(start(token));
                }
                is_after_as = word.keyword == Keyword::AS && !is_after_as;
            }
            _ => is_after_as = false,
        }
    }
    words
}

fn start(token: &TokenWithSpan) -> Place {
    place(token.span.start)
}

pub(super) fn place(location: Location) -> Place {
    Place { line: location.line, column: location.column }
}

const NOT_READ: &str = "must be a query that the dialect's grammar knows";
