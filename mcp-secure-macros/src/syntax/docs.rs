//! Descriptions, from doc comments.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The text of the doc comments, line by line, without the space after `///`.
#[derive(Default)]
pub(crate) struct Docs(Vec<Part>);

/// A part of a description, without the line breaks around it.
pub(crate) enum Part {
    Text(String),
    /// What only rustc knows: `include_str!("notes.md")`.
    Code(Expr),
}

impl Docs {
    pub(crate) fn of(attributes: &[Attribute]) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        for part in attributes.iter().filter_map(part) {
            match (parts.last_mut(), part) {
                (Some(Part::Text(text)), Part::Text(line)) => {
                    text.push('\n');
                    text.push_str(&line);
                }
                (_, part) => parts.push(part),
            }
        }
        for part in &mut parts {
            if let Part::Text(text) = part {
                *text = plain(text);
            }
        }
        parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        Self(parts)
    }

    /// Whether nothing is said. What only rustc knows may say nothing either.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn parts(&self) -> &[Part] {
        &self.0
    }
}

pub(crate) fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}

fn part(attribute: &Attribute) -> Option<Part> {
    match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => Some(match &meta.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Part::Text(text.value()),
            code => Part::Code(code.clone()),
        }),
        _ => None,
    }
}

fn plain(text: &str) -> String {
    let lines: Vec<&str> =
        text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.join("\n").trim().to_owned()
}
