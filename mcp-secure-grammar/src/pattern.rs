//! The dialect of patterns: what ECMA-262 (with its `u` flag, the dialect of JSON Schema) and
//! the `regex` crate both read, and read alike.

use regex_syntax::ast::{
    AssertionKind, Ast, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem,
    ClassUnicode, GroupKind, HexLiteralKind, Literal, LiteralKind, Span, SpecialLiteralKind,
    Visitor, parse::Parser, visit,
};

mod portable;
mod substantial;

pub use substantial::check_substantial;

use portable::{
    GENERAL_CATEGORIES, SYNTAX_CHARACTERS, is_portable_name, is_portable_operator, is_script_name,
};

/// Refuses a pattern that is not in the dialect, and says what to write instead.
///
/// # Errors
///
/// What is not in the dialect, and the remedy.
pub fn check(pattern: &str) -> Result<(), String> {
    let ast = Parser::new().parse(pattern).map_err(|error| unreadable(pattern, &error))?;
    visit(&ast, Dialect { pattern })?;
    // Reads it once more for what only the translation knows, as the name of a script.
    match regex_syntax::parse(pattern) {
        Ok(_) => Ok(()),
        Err(regex_syntax::Error::Translate(error)) => Err(error.kind().to_string()),
        Err(error) => Err(error.to_string()),
    }
}

fn unreadable(pattern: &str, error: &regex_syntax::ast::Error) -> String {
    use regex_syntax::ast::ErrorKind;

    let at = text(pattern, error.span());
    match error.kind() {
        ErrorKind::UnsupportedLookAround => {
            "look-around is not supported, since it cannot be matched in linear time".to_owned()
        }
        ErrorKind::UnsupportedBackreference => {
            "back-references are not supported, since they cannot be matched in linear time"
                .to_owned()
        }
        kind if at.is_empty() => kind.to_string(),
        kind => format!("`{at}`: {kind}"),
    }
}

struct Dialect<'p> {
    pattern: &'p str,
}

impl Visitor for Dialect<'_> {
    type Output = ();
    type Err = String;

    fn finish(self) -> Result<(), String> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), String> {
        match ast {
            Ast::Flags(flags) => self.flags(&flags.span),
            Ast::Group(group) => self.group(&group.kind),
            Ast::Assertion(assertion) => match assertion.kind {
                AssertionKind::StartLine | AssertionKind::EndLine | AssertionKind::WordBoundary => {
                    Ok(())
                }
                _ => refuse(
                    self.text(&assertion.span),
                    "ECMA-262 has no such assertion, or reads it differently",
                    "use `^` for the start, `$` for the end, `\\b` at a word",
                ),
            },
            Ast::Repetition(repetition) => {
                self.repetition(self.text(&repetition.op.span), &repetition.ast)
            }
            Ast::Literal(literal) => self.literal(literal, Place::Outside),
            Ast::ClassUnicode(class) => self.property(class),
            Ast::ClassPerl(class) => self.shorthand(class),
            Ast::ClassBracketed(class) => self.class(class),
            Ast::Empty(_) | Ast::Dot(_) | Ast::Alternation(_) | Ast::Concat(_) => Ok(()),
        }
    }
}

impl<'p> Dialect<'p> {
    fn flags(&self, span: &Span) -> Result<(), String> {
        refuse(
            self.text(span),
            "flags are not part of JSON Schema's patterns",
            "spell out both cases, as in `[Aa]`",
        )
    }

    fn group(&self, kind: &GroupKind) -> Result<(), String> {
        match kind {
            GroupKind::NonCapturing(flags) if !flags.items.is_empty() => self.flags(&flags.span),
            GroupKind::CaptureName { starts_with_p, name } => {
                if *starts_with_p || !is_portable_name(&name.name) {
                    return refuse(
                        &name.name,
                        "ECMA-262 does not name a group so",
                        "write `(?<name>..)`, without a `P`, with letters, digits and `_`",
                    );
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn repetition(&self, operator: &str, repeated: &Ast) -> Result<(), String> {
        match repeated {
            Ast::Repetition(_) => refuse(
                operator,
                "ECMA-262 does not repeat a repetition, and has no possessive ones",
                "put the inner one in a group, as in `(?:a+)*`",
            ),
            Ast::Assertion(_) => refuse(
                operator,
                "ECMA-262 does not repeat an assertion",
                "leave the repetition out",
            ),
            _ if is_portable_operator(operator) => Ok(()),
            _ => refuse(
                operator,
                "ECMA-262 does not read this repetition",
                "write `{n}`, `{n,}` or `{n,m}`, without spaces",
            ),
        }
    }

    fn class(&self, class: &ClassBracketed) -> Result<(), String> {
        let first = if class.negated { "[^]" } else { "[]" };
        if self.text(&class.span).starts_with(first) {
            return refuse(
                first,
                "ECMA-262 takes this for an empty class",
                "write `\\]` for the bracket itself",
            );
        }
        match &class.kind {
            ClassSet::Item(item) => self.class_item(item, class),
            ClassSet::BinaryOp(operation) => refuse(
                self.text(&operation.span),
                "ECMA-262 has no set operations such as `&&`, `--` and `~~`",
                "list the characters, or escape the `-` as `\\-`",
            ),
        }
    }

    fn class_item(&self, item: &ClassSetItem, class: &ClassBracketed) -> Result<(), String> {
        match item {
            ClassSetItem::Empty(_) => Ok(()),
            ClassSetItem::Literal(literal) => self.literal(literal, Place::Class(class)),
            ClassSetItem::Range(range) => {
                self.literal(&range.start, Place::End)?;
                self.literal(&range.end, Place::End)
            }
            ClassSetItem::Ascii(ascii) => refuse(
                self.text(&ascii.span),
                "ECMA-262 has no such class",
                "write it as a range, as in `a-zA-Z`",
            ),
            ClassSetItem::Unicode(class) => self.property(class),
            ClassSetItem::Perl(class) => self.shorthand(class),
            ClassSetItem::Bracketed(inner) => refuse(
                self.text(&inner.span),
                "ECMA-262 has no class within a class",
                "write `\\[` for the bracket itself, or list all in one class",
            ),
            ClassSetItem::Union(union) => {
                union.items.iter().try_for_each(|item| self.class_item(item, class))
            }
        }
    }

    fn literal(&self, literal: &Literal, place: Place<'_>) -> Result<(), String> {
        let written = self.text(&literal.span);
        let outside = matches!(place, Place::Outside);
        match &literal.kind {
            LiteralKind::Verbatim if outside => match literal.c {
                '{' | '}' | ']' => refuse(
                    written,
                    "ECMA-262 does not let this stand for itself",
                    &format!("write `\\{written}`"),
                ),
                _ => Ok(()),
            },
            LiteralKind::Verbatim if literal.c == '-' && !place.is_edge(&literal.span) => {
                refuse(written, "a `-` within a class is read in several ways", "write `\\-`")
            }
            LiteralKind::Verbatim
            | LiteralKind::HexFixed(HexLiteralKind::X | HexLiteralKind::UnicodeShort)
            | LiteralKind::HexBrace(HexLiteralKind::UnicodeShort) => Ok(()),
            LiteralKind::Special(
                SpecialLiteralKind::Tab
                | SpecialLiteralKind::LineFeed
                | SpecialLiteralKind::CarriageReturn
                | SpecialLiteralKind::FormFeed
                | SpecialLiteralKind::VerticalTab,
            ) => Ok(()),
            LiteralKind::Meta | LiteralKind::Superfluous
                if SYNTAX_CHARACTERS.contains(literal.c) || (literal.c == '-' && !outside) =>
            {
                Ok(())
            }
            LiteralKind::Meta | LiteralKind::Superfluous => refuse(
                written,
                "ECMA-262 does not escape this character",
                &format!("write `{}`", literal.c),
            ),
            _ => refuse(
                written,
                "ECMA-262 reads this escape differently or not at all",
                &format!("write `\\u{{{:x}}}`", u32::from(literal.c)),
            ),
        }
    }

    fn shorthand(&self, class: &ClassPerl) -> Result<(), String> {
        match class.kind {
            ClassPerlKind::Digit | ClassPerlKind::Word => Ok(()),
            ClassPerlKind::Space => refuse(
                self.text(&class.span),
                "the two dialects disagree about what white space is",
                "list the characters, as in `[ \\t]`",
            ),
        }
    }

    fn property(&self, class: &ClassUnicode) -> Result<(), String> {
        let written = self.text(&class.span);
        let name = written
            .strip_prefix("\\p{")
            .or_else(|| written.strip_prefix("\\P{"))
            .and_then(|rest| rest.strip_suffix('}'));
        let is_portable = name.is_some_and(|name| match name.split_once('=') {
            None => GENERAL_CATEGORIES.contains(&name),
            Some(("Script" | "sc", script)) => is_script_name(script),
            Some(_) => false,
        });
        if is_portable {
            Ok(())
        } else {
            refuse(
                written,
                "the two dialects do not share this property",
                "use a general category, as in `\\p{L}` and `\\p{Nd}`, or `\\p{Script=Greek}`",
            )
        }
    }

    fn text(&self, span: &Span) -> &'p str {
        text(self.pattern, span)
    }
}

/// Where a literal stands.
enum Place<'a> {
    Outside,
    Class(&'a ClassBracketed),
    /// An end of a range.
    End,
}

impl Place<'_> {
    /// Whether the literal is the first or the last of its class, where a `-` is one.
    fn is_edge(&self, literal: &Span) -> bool {
        let Place::Class(class) = self else {
            return false;
        };
        let start = class.span.start.offset + if class.negated { "[^".len() } else { "[".len() };
        literal.start.offset == start || literal.end.offset + "]".len() == class.span.end.offset
    }
}

fn refuse(written: &str, why: &str, remedy: &str) -> Result<(), String> {
    Err(format!("`{written}`: {why}; {remedy}"))
}

fn text<'p>(pattern: &'p str, span: &Span) -> &'p str {
    pattern.get(span.start.offset..span.end.offset).unwrap_or_default()
}
