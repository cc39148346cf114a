//! Expressions as a person would write them, for the posture report.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// The expression as one line, the same whatever its layout was: `length(1..=64)`.
pub(crate) fn text(expression: &impl ToTokens) -> String {
    let mut line = String::new();
    write(expression.to_token_stream(), &mut line);
    line
}

/// A sanitizer; one without arguments by its name: `trim`, `redact("..")`.
pub(crate) fn sanitizer(expression: &impl ToTokens) -> String {
    let text = text(expression);
    match text.strip_suffix("()").filter(|name| !name.contains('(')) {
        Some(name) => name.to_owned(),
        None => text,
    }
}

fn write(tokens: TokenStream, line: &mut String) {
    let mut tokens = tokens.into_iter().peekable();
    // Whether the token before ends an operand, so that an operator after it has two of them.
    let mut is_after_operand = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                if group.delimiter() == Delimiter::Brace {
                    space(line);
                }
                line.push_str(open);
                write(group.stream(), line);
                let kept = line.trim_end_matches([' ', ',']).len();
                line.truncate(kept);
                line.push_str(close);
                is_after_operand = true;
            }
            TokenTree::Punct(first) => {
                let mut operator = String::from(first.as_char());
                let mut last = first;
                while last.spacing() == Spacing::Joint
                    && let Some(TokenTree::Punct(next)) = tokens.peek()
                {
                    last = next.clone();
                    operator.push(last.as_char());
                    tokens.next();
                }
                match &*operator {
                    "," | ";" => line.extend([&*operator, " "]),
                    "&&" | "||" | "==" | "!=" | "<=" | ">=" | "=>" | "+" | "-" | "*" | "/"
                    | "%" | "="
                        if is_after_operand =>
                    {
                        space(line);
                        line.extend([&*operator, " "]);
                    }
                    _ => line.push_str(&operator),
                }
                is_after_operand = operator == "?";
            }
            token => {
                if line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '}')) {
                    space(line);
                }
                line.push_str(&token.to_string());
                is_after_operand = true;
            }
        }
    }
    line.truncate(line.trim_end().len());
}

fn space(line: &mut String) {
    if !line.is_empty() && !line.ends_with([' ', '(', '[']) {
        line.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn a_sanitizer_without_arguments_is_its_name() {
        for (tokens, expected) in [
            (quote!(trim()), "trim"),
            (quote!(own::shorten(80)), "own::shorten(80)"),
            (quote!(redact("a()")), r#"redact("a()")"#),
            (quote!(redact("a").any_case()), r#"redact("a").any_case()"#),
        ] {
            assert_eq!(sanitizer(&tokens), expected);
        }
    }

    #[test]
    fn reads_as_it_is_written() {
        for (tokens, expected) in [
            (quote!(length(1..=64)), "length(1..=64)"),
            (
                quote!(filename().extensions(["md", "txt",])),
                r#"filename().extensions(["md", "txt"])"#,
            ),
            (quote!(pattern("^[a-z]+$")), r#"pattern("^[a-z]+$")"#),
            (quote!(my_crate::iban(-5..3)), "my_crate::iban(-5..3)"),
            (quote!(owns(&caller, &name)), "owns(&caller, &name)"),
            (
                quote!(caller.subject() == name && a.len() >= 3 || !b),
                "caller.subject() == name && a.len() >= 3 || !b",
            ),
            (
                quote!(when(|value: &str| value.is_empty(), url)),
                "when(|value:&str|value.is_empty(), url)",
            ),
            (quote!(check(a::<u8>)), "check(a::<u8>)"),
            (quote!(if a { b } else { c }), "if a { b } else { c }"),
        ] {
            assert_eq!(text(&tokens), expected);
        }
    }
}
