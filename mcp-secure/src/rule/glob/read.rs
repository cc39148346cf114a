//! A glob, read.

/// What one name of a path is to match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// `**`
    AnyDirectories,
    Parts(Vec<Part>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Character(char),
    /// `?`
    AnyCharacter,
    /// `*`
    AnyCharacters,
    /// `[..]`: ranges, both ends included.
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
    /// `{..}`: each of other parts, or of none.
    Alternatives(Vec<Vec<Part>>),
}

pub(super) fn read(pattern: &str) -> Result<Vec<Name>, &'static str> {
    let names = pattern.split('/').map(name).collect::<Result<Vec<_>, _>>()?;
    if names.len() > MOST_NAMES {
        return Err("must have at most 32 names");
    }
    let is_any = |name: &Name| *name == Name::AnyDirectories;
    if names.windows(2).any(|pair| pair.iter().all(is_any)) {
        return Err("must not have `**` twice in a row");
    }
    if names.iter().filter(|name| is_any(name)).count() > MOST_ANY_DIRECTORIES {
        return Err("must have at most 4 `**`");
    }
    if names.iter().map(|name| stars(name.parts())).sum::<usize>() > MOST_STARS {
        return Err("must have at most 16 `*`");
    }
    let parts = names.iter().flat_map(Name::parts);
    let combinations = parts.fold(1, |count: usize, part| match part {
        Part::Alternatives(alternatives) => count.saturating_mul(alternatives.len()),
        _ => count,
    });
    if combinations > MOST_COMBINATIONS {
        return Err("must have at most 100 combinations of braces");
    }
    Ok(names)
}

impl Name {
    fn parts(&self) -> &[Part] {
        match self {
            Name::AnyDirectories => &[],
            Name::Parts(parts) => parts,
        }
    }

    /// Whether it is `.` or `..`, or stands for one of them without a `?` or `*`.
    pub(super) fn may_be_dots(&self) -> bool {
        let [_, one, two] = dots(self.parts(), [true, false, false]);
        one || two
    }

    /// Whether it says a dot in front.
    pub(super) fn may_start_with_dot(&self) -> bool {
        for part in self.parts() {
            let Part::Alternatives(alternatives) = part else { return part.says_dot() };
            let starts = |parts: &Vec<Part>| parts.first().is_some_and(Part::says_dot);
            if alternatives.iter().any(starts) {
                return true;
            }
            if alternatives.iter().all(|parts| !parts.is_empty()) {
                return false;
            }
        }
        false
    }
}

impl Part {
    fn says_dot(&self) -> bool {
        match self {
            Part::Character(character) => *character == '.',
            Part::Class { negated, ranges } => !negated && holds(ranges, '.'),
            Part::AnyCharacter | Part::AnyCharacters | Part::Alternatives(_) => false,
        }
    }
}

/// Of how many dots, from none to two, the parts can be, after those of how many `before`.
fn dots(parts: &[Part], before: [bool; 3]) -> [bool; 3] {
    parts.iter().fold(before, |before, part| {
        let one_more = [false, before[0], before[1]];
        match part {
            Part::Character('.') => one_more,
            Part::Class { negated, ranges } if holds(ranges, '.') != *negated => one_more,
            Part::Alternatives(alternatives) => alternatives
                .iter()
                .map(|parts| dots(parts, before))
                .fold([false; 3], |a, b| [a[0] || b[0], a[1] || b[1], a[2] || b[2]]),
            _ => [false; 3],
        }
    })
}

fn holds(ranges: &[(char, char)], character: char) -> bool {
    ranges.iter().any(|(from, to)| (*from..=*to).contains(&character))
}

fn stars(parts: &[Part]) -> usize {
    let of = |part: &Part| match part {
        Part::AnyCharacters => 1,
        Part::Alternatives(alternatives) => alternatives.iter().map(|parts| stars(parts)).sum(),
        _ => 0,
    };
    parts.iter().map(of).sum()
}

fn name(text: &str) -> Result<Name, &'static str> {
    if text.is_empty() {
        return Err("must not have empty names, as in `a//b`");
    }
    if text == "**" {
        return Ok(Name::AnyDirectories);
    }
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        let (part, after) = match first {
            '{' => alternatives(after)?,
            _ => part(first, after)?,
        };
        parts.push(part);
        rest = after;
    }
    Ok(Name::Parts(parts))
}

/// One part but braces, and what follows it.
fn part(first: char, after: &str) -> Result<(Part, &str), &'static str> {
    match first {
        '?' => Ok((Part::AnyCharacter, after)),
        '*' if after.starts_with('*') => Err("must have `**` only as a whole name"),
        '*' => Ok((Part::AnyCharacters, after)),
        '[' => class(after),
        ']' | '{' | '}' => Err(UNBALANCED),
        character => Ok((Part::Character(character), after)),
    }
}

/// What follows a `{`.
fn alternatives(text: &str) -> Result<(Part, &str), &'static str> {
    let mut read = Vec::new();
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let first = rest.chars().next().ok_or(UNBALANCED)?;
        let after = &rest[first.len_utf8()..];
        rest = match first {
            '}' if read.is_empty() => return Err("must have two texts or more within braces"),
            '}' => {
                read.push(parts);
                return Ok((Part::Alternatives(read), after));
            }
            ',' => {
                read.push(std::mem::take(&mut parts));
                after
            }
            _ => {
                let (part, after) = part(first, after)?;
                parts.push(part);
                after
            }
        };
    }
}

/// What follows a `[`.
fn class(text: &str) -> Result<(Part, &str), &'static str> {
    let (inside, after) = text.split_once(']').ok_or(UNBALANCED)?;
    let (negated, inside) = match inside.strip_prefix('!') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    if inside.is_empty() || inside.starts_with('^') || inside.contains('[') {
        return Err("must have plain characters and ranges within `[..]`");
    }
    let mut ranges = Vec::new();
    let mut characters = inside.chars();
    while let Some(from) = characters.next() {
        let mut ahead = characters.clone();
        let to = match (ahead.next(), ahead.next()) {
            (Some('-'), Some(to)) => {
                characters = ahead;
                to
            }
            _ => from,
        };
        if from > to {
            return Err("must have ranges within `[..]` from the lower to the higher character");
        }
        ranges.push((from, to));
    }
    Ok((Part::Class { negated, ranges }, after))
}

const UNBALANCED: &str = "must have each `[` and `{` closed within its name, and no others within";

const MOST_NAMES: usize = 32;
const MOST_ANY_DIRECTORIES: usize = 4;
const MOST_STARS: usize = 16;
const MOST_COMBINATIONS: usize = 100;
