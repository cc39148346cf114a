//! A glob, ready to match.

use regex::{Regex, RegexBuilder};

use super::read::{Name, Part};

/// A pattern that [`glob`](super::glob) has accepted.
#[derive(Clone, Debug)]
pub struct GlobMatcher {
    regex: Regex,
    hidden: bool,
}

impl GlobMatcher {
    pub(super) fn new(names: &[Name], hidden: bool) -> Option<Self> {
        let regex = RegexBuilder::new(&expression(names)).size_limit(LARGEST_PROGRAM).build();
        Some(Self { regex: regex.ok()?, hidden })
    }

    /// Whether the pattern matches the path: relative, with `/` between its names.
    ///
    /// A path that is not of that form, or holds `.` or `..` as a name, is matched by none. It
    /// takes time linear in the path.
    pub fn is_match(&self, path: &str) -> bool {
        let is_met = |name: &str| {
            !matches!(name, "" | "." | "..") && (self.hidden || !name.starts_with('.'))
        };
        path.split('/').all(is_met) && self.regex.is_match(path)
    }
}

fn expression(names: &[Name]) -> String {
    let mut written = String::from("(?s)\\A");
    for (index, name) in names.iter().enumerate() {
        let is_last = index + 1 == names.len();
        match name {
            Name::AnyDirectories if is_last => written.push_str("[^/]+(?:/[^/]+)*"),
            Name::AnyDirectories => written.push_str("(?:[^/]+/)*"),
            Name::Parts(parts) => {
                parts.iter().for_each(|part| write(part, &mut written));
                written.push_str(if is_last { "" } else { "/" });
            }
        }
    }
    written + "\\z"
}

fn write(part: &Part, written: &mut String) {
    match part {
        Part::Character(character) => written.push_str(&code(*character)),
        Part::AnyCharacter => written.push_str("[^/]"),
        Part::AnyCharacters => written.push_str("[^/]*"),
        Part::Class { negated, ranges } => {
            // A range can reach over the slash.
            let ranges: String =
                ranges.iter().map(|(from, to)| code(*from) + "-" + &code(*to)).collect();
            let negation = if *negated { "^" } else { "" };
            written.push_str(&format!("[[{negation}{ranges}]&&[^/]]"));
        }
        Part::Alternatives(alternatives) => {
            written.push_str("(?:");
            for (index, parts) in alternatives.iter().enumerate() {
                written.push_str(if index == 0 { "" } else { "|" });
                parts.iter().for_each(|part| write(part, written));
            }
            written.push(')');
        }
    }
}

fn code(character: char) -> String {
    format!("\\x{{{:X}}}", u32::from(character))
}

const LARGEST_PROGRAM: usize = 1 << 20;
