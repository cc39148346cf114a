//! What the characters of a statement tell, before any grammar: whether everybody finds the
//! same strings, names and numbers in them.

use super::{Place, Refused};
use crate::rule::Dialect;

mod comment;

/// Refuses what databases and parsers read differently, and returns where the literals, the quoted
/// names and the comments start.
pub(super) fn scan(statement: &str, dialect: Dialect) -> Result<Vec<Place>, Refused> {
    let mut scanner = Scanner {
        text: statement.as_bytes(),
        at: 0,
        place: Place { line: 1, column: 1 },
        syntax: Syntax::of(dialect),
        depth: 0,
        joins: 0,
        literals: Vec::new(),
    };
    scanner.run()?;
    Ok(scanner.literals)
}

/// What else than the characters of all dialects may stand outside of quotes.
struct Syntax {
    backticks: bool,
    brackets: Brackets,
    /// `@`, `#`, `?` and `:`, of which PostgreSQL makes operators.
    operators: bool,
    /// Whether other encodings are common, in which these characters become quotes.
    lookalikes: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Brackets {
    /// `a[1]`
    Elements,
    /// `[a name]`
    Names,
    Refused,
}

impl Syntax {
    fn of(dialect: Dialect) -> Self {
        Self {
            backticks: matches!(dialect, Dialect::MySql | Dialect::Sqlite),
            brackets: match dialect {
                Dialect::Ansi | Dialect::Postgres => Brackets::Elements,
                Dialect::Sqlite | Dialect::SqlServer => Brackets::Names,
                Dialect::MySql => Brackets::Refused,
            },
            operators: dialect == Dialect::Postgres,
            lookalikes: dialect == Dialect::SqlServer,
        }
    }
}

struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    place: Place,
    syntax: Syntax,
    depth: usize,
    joins: usize,
    literals: Vec<Place>,
}

impl Scanner<'_> {
    fn run(&mut self) -> Result<(), Refused> {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\'' | b'"' => self.quoted(byte, byte, self.place)?,
                b'`' if self.syntax.backticks => self.quoted(byte, byte, self.place)?,
                b'[' if self.syntax.brackets == Brackets::Names => {
                    self.quoted(b'[', b']', self.place)?;
                }
                b'A'..=b'Z' | b'a'..=b'z' | b'_' => self.word()?,
                b'0'..=b'9' => self.number()?,
                b'.' if self.peek(1).is_some_and(|next| next.is_ascii_digit()) => {
                    self.fraction()?
                }
                b'(' | b'[' | b')' | b']' => self.bracket(byte)?,
                b';' => self.end()?,
                b'-' if self.peek(1) == Some(b'-') => self.comment(b"\n")?,
                b'/' if self.peek(1) == Some(b'*') => self.comment(b"*/")?,
                _ => self.other(byte)?,
            }
        }
        Ok(())
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at + ahead).copied()
    }

    fn advance(&mut self) {
        match self.text[self.at] {
            b'\n' => self.place = Place { line: self.place.line + 1, column: 1 },
            // The rest of a character.
            0x80..=0xbf => {}
            _ => self.place.column += 1,
        }
        self.at += 1;
    }

    fn refuse(&self, message: &'static str) -> Result<(), Refused> {
        Err(Refused::at(message, self.place))
    }

    /// A string or a quoted name. A doubled quote stands for one of it.
    fn quoted(&mut self, start: u8, end: u8, place: Place) -> Result<(), Refused> {
        self.literals.push(place);
        self.advance();
        let mut backslashes = 0_usize;
        while let Some(byte) = self.peek(0) {
            if byte == end {
                if matches!(start, b'\'' | b'"') && backslashes % 2 == 1 {
                    return self.refuse("must have `''` for a quote within a string, not `\\'`");
                }
                self.advance();
                // SQLite has no doubled bracket.
                if self.peek(0) != Some(end) || end == b']' {
                    return self.after_literal();
                }
            } else if byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r') {
                return self.refuse("must not hold control characters");
            } else if self.syntax.lookalikes && self.is_lookalike() {
                return self.refuse("must not hold characters that look like a quote");
            }
            backslashes = if byte == b'\\' { backslashes + 1 } else { 0 };
            self.advance();
        }
        self.refuse("must end each quote")
    }

    /// Characters that conversions to the code pages of Windows make a quote of: modifiers,
    /// primes, full width.
    fn is_lookalike(&self) -> bool {
        const LOOKALIKES: [&str; 10] = [
            "\u{2b9}", "\u{2ba}", "\u{2bc}", "\u{2c8}", "\u{30e}", "\u{2032}", "\u{2033}",
            "\u{ff02}", "\u{ff07}", "\u{ff3d}",
        ];
        let rest = &self.text[self.at..];
        rest[0] >= 0x80 && LOOKALIKES.iter().any(|lookalike| rest.starts_with(lookalike.as_bytes()))
    }

    fn after_literal(&self) -> Result<(), Refused> {
        match self.peek(0) {
            Some(next) if is_of_a_word(next) || self.starts_quote(next) => {
                self.refuse("must have a space between a literal and what follows")
            }
            _ => Ok(()),
        }
    }

    fn starts_quote(&self, byte: u8) -> bool {
        matches!(byte, b'\'' | b'"' | b'`')
            || (byte == b'[' && self.syntax.brackets == Brackets::Names)
    }

    fn word(&mut self) -> Result<(), Refused> {
        let (start, place) = (self.at, self.place);
        while self.peek(0).is_some_and(is_of_a_word) {
            self.advance();
        }
        let word = &self.text[start..self.at];
        let is_one_of =
            |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()));
        match self.peek(0) {
            Some(b'\'') if is_one_of(&["n", "x"]) => return self.quoted(b'\'', b'\'', place),
            Some(next) if self.starts_quote(next) => {
                return self.refuse("must not have a prefix in front of a quote, but `N` or `X`");
            }
            _ => {}
        }
        // The parser calls itself for each of these, or copies what stands before.
        if is_one_of(&["join", "apply", "match", "regexp", "glob", "div"]) {
            self.joins += 1;
            if self.joins > MOST_JOINS {
                return self.refuse("must have at most 100 joins, matches and divisions by `DIV`");
            }
        }
        Ok(())
    }

    /// `12`, `1.5`, `1e9`, `0x1F`. What goes on as a word is a number and a word for some, and
    /// one word for others: `1union`.
    fn number(&mut self) -> Result<(), Refused> {
        if self.peek(0) == Some(b'0') && matches!(self.peek(1), Some(b'x' | b'X')) {
            self.literals.push(self.place);
            self.advance();
            self.advance();
            self.digits(|byte| byte.is_ascii_hexdigit());
            return self.after_literal();
        }
        self.digits(|byte| byte.is_ascii_digit());
        if self.peek(0) == Some(b'.') {
            self.advance();
            self.digits(|byte| byte.is_ascii_digit());
        }
        self.exponent()
    }

    /// `.5`
    fn fraction(&mut self) -> Result<(), Refused> {
        let before = self.at.checked_sub(1).map(|at| self.text[at]);
        let stands_alone = before.is_none_or(|byte| {
            byte.is_ascii_whitespace()
                || matches!(
                    byte,
                    b'(' | b',' | b'=' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'%'
                )
        });
        if !stands_alone {
            return self.refuse("must not have a digit after the dot in a name");
        }
        self.advance();
        self.digits(|byte| byte.is_ascii_digit());
        self.exponent()
    }

    fn exponent(&mut self) -> Result<(), Refused> {
        if matches!(self.peek(0), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.peek(1), Some(b'+' | b'-')));
            if self.peek(1 + sign).is_some_and(|byte| byte.is_ascii_digit()) {
                (0..=sign).for_each(|_| self.advance());
                self.digits(|byte| byte.is_ascii_digit());
            }
        }
        self.after_literal()
    }

    fn digits(&mut self, is_digit: impl Fn(u8) -> bool) {
        while self.peek(0).is_some_and(&is_digit) {
            self.advance();
        }
    }

    fn bracket(&mut self, byte: u8) -> Result<(), Refused> {
        if matches!(byte, b'[' | b']') && self.syntax.brackets != Brackets::Elements {
            return self.refuse("must not hold brackets in this dialect");
        }
        if matches!(byte, b'(' | b'[') {
            self.depth += 1;
            if self.depth > DEEPEST {
                return self.refuse("must have at most 20 levels of parentheses");
            }
        } else {
            self.depth = self.depth.saturating_sub(1);
        }
        self.advance();
        Ok(())
    }

    fn end(&mut self) -> Result<(), Refused> {
        if self.text[self.at + 1..].iter().all(u8::is_ascii_whitespace) {
            self.at = self.text.len();
            return Ok(());
        }
        self.refuse("must be exactly one statement, without a `;` within")
    }

    fn other(&mut self, byte: u8) -> Result<(), Refused> {
        let next = self.peek(1);
        match (byte, next) {
            (b':', Some(b'=')) => self.refuse("must not assign anything"),
            (b'&', Some(b'\'' | b'"')) => self.refuse("must have a space between `&` and a quote"),
            (b'@' | b'#' | b'?' | b':', _) if !self.syntax.operators => {
                self.refuse("must not hold `@`, `#`, `?` or `:` outside of quotes in this dialect")
            }
            (b'$' | b'\\' | b'{' | b'}' | b'`', _) => {
                self.refuse("must not hold `$`, `\\`, braces or backticks outside of quotes")
            }
            (b'\t' | b'\n' | b'\r' | b' '..=b'~', _) => {
                self.advance();
                Ok(())
            }
            (0x80.., _) => self.refuse("must have names that are not ASCII in quotes"),
            _ => self.refuse("must not hold control characters"),
        }
    }
}

fn is_of_a_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

const DEEPEST: usize = 20;
const MOST_JOINS: usize = 100;
