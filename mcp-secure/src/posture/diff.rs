//! What became weaker, stronger, or only other, between two reports.
//!
//! What cannot be compared counts as weaker: a reviewer reads it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{Posture, Source, Tool};

mod access;
mod authentication;
mod figures;
mod guards;
mod keywords;
mod parameters;
mod server;
mod tools;

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// In which direction.
    pub direction: Direction,
    /// At which tool; `None` for the server.
    pub tool: Option<String>,
    /// What has changed, as `timeout` or `/name rule`.
    pub what: String,
    /// How.
    pub how: String,
    /// Where the tool is declared now, or was.
    pub source: Source,
}

/// What a change does to the protection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Direction {
    /// Less is asked or refused, or nobody can tell.
    Weaker,
    /// More is asked or refused.
    Stronger,
    /// Neither.
    Neutral,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Weaker => "weaker",
            Self::Stronger => "stronger",
            Self::Neutral => "neutral",
        })
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { direction, tool, what, how, .. } = self;
        let whose = tool.as_deref().unwrap_or("the server");
        write!(f, "{direction}: {whose}: {what}: {how}")
    }
}

/// The changes from the old report to the new one; what is weaker first.
pub(super) fn diff(old: &Posture, new: &Posture) -> Vec<Change> {
    let mut changes = Changes::new(new.server.source.clone());
    server::compare(&old.server, &new.server, &mut changes);
    let (old, new) = (by_name(old), by_name(new));
    let names: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    for name in names {
        tools::compare(old.get(name).copied(), new.get(name).copied(), &mut changes);
    }
    changes.end()
}

/// An older report may be of anybody: no time is spent on each of its tools for each of ours.
fn by_name(posture: &Posture) -> BTreeMap<&str, &Tool> {
    posture.tools.iter().map(|tool| (&*tool.name, tool)).collect()
}

/// The changes that have been found, and of what is being looked at.
struct Changes {
    tool: Option<String>,
    source: Source,
    all: Vec<Change>,
    /// How many there are beyond those.
    untold: usize,
}

impl Changes {
    fn new(source: Source) -> Self {
        Self { tool: None, source, all: Vec::new(), untold: 0 }
    }

    /// What is weaker first. What there was no room for counts as weaker: nobody has read it.
    fn end(mut self) -> Vec<Change> {
        if self.untold > 0 {
            self.all.push(Change {
                direction: Direction::Weaker,
                tool: None,
                what: "changes".to_owned(),
                how: format!("{} more, which are not told", self.untold),
                source: self.source,
            });
        }
        self.all.sort_by_key(|change| change.direction);
        self.all
    }

    fn add(&mut self, direction: Direction, what: impl Into<String>, how: impl Into<String>) {
        if self.all.len() >= MOST {
            self.untold += 1;
            return;
        }
        self.all.push(Change {
            direction,
            tool: self.tool.clone(),
            what: what.into(),
            how: how.into(),
            source: self.source.clone(),
        });
    }

    fn weaker(&mut self, what: impl Into<String>, how: impl Into<String>) {
        self.add(Direction::Weaker, what, how);
    }

    fn stronger(&mut self, what: impl Into<String>, how: impl Into<String>) {
        self.add(Direction::Stronger, what, how);
    }

    /// What nobody can compare.
    fn other<T: PartialEq + fmt::Display>(&mut self, what: &str, old: T, new: T) {
        if old != new {
            self.weaker(what, format!("{old} → {new}; changed, read it"));
        }
    }

    fn neutral<T: PartialEq + fmt::Display>(&mut self, what: &str, old: T, new: T) {
        if old != new {
            self.add(Direction::Neutral, what, format!("{old} → {new}"));
        }
    }

    /// A bound from above; none is the widest.
    fn bound(&mut self, what: &str, old: Option<u64>, new: Option<u64>) {
        let told = |bound: Option<u64>| bound.map_or("no bound".to_owned(), |it| it.to_string());
        let height = |bound: Option<u64>| bound.map_or(u128::MAX, u128::from);
        let how = format!("{} → {}", told(old), told(new));
        match height(new).cmp(&height(old)) {
            std::cmp::Ordering::Greater => self.weaker(what, how),
            std::cmp::Ordering::Less => self.stronger(what, how),
            std::cmp::Ordering::Equal => {}
        }
    }

    /// What protects while it is there.
    fn protection(&mut self, what: &str, old: bool, new: bool) {
        match (old, new) {
            (true, false) => self.weaker(what, "removed"),
            (false, true) => self.stronger(what, "added"),
            _ => {}
        }
    }

    /// A list of what opens something.
    fn openings<T: PartialEq + fmt::Display>(&mut self, what: &str, old: &[T], new: &[T]) {
        let (removed, added) = lists(old, new);
        added.iter().for_each(|it| self.weaker(what, format!("added: {it}")));
        removed.iter().for_each(|it| self.stronger(what, format!("removed: {it}")));
    }

    /// A list of what protects by one after the other, so that their order says something too.
    fn steps(&mut self, what: &str, old: &[String], new: &[String]) {
        self.protections(what, old, new);
        if !is_in_order(old, new) {
            self.weaker(what, "in another order; read it");
        }
    }

    /// A list of what protects.
    fn protections<T: PartialEq + fmt::Display>(&mut self, what: &str, old: &[T], new: &[T]) {
        let (removed, added) = lists(old, new);
        removed.iter().for_each(|it| self.weaker(what, format!("removed: {it}")));
        added.iter().for_each(|it| self.stronger(what, format!("added: {it}")));
    }
}

/// Whether those that are in both lists stand there in the same order.
fn is_in_order<T: PartialEq>(old: &[T], new: &[T]) -> bool {
    let kept = old.iter().filter(|it| new.contains(it));
    kept.eq(new.iter().filter(|it| old.contains(it)))
}

/// What is in one list and not, or not as often, in the other.
fn lists<'a, T: PartialEq>(old: &'a [T], new: &'a [T]) -> (Vec<&'a T>, Vec<&'a T>) {
    let mut added: Vec<&T> = new.iter().collect();
    let mut removed = Vec::new();
    for it in old {
        match added.iter().position(|other| *other == it) {
            Some(at) => {
                added.remove(at);
            }
            None => removed.push(it),
        }
    }
    (removed, added)
}

/// A text that may be missing.
fn or_none(text: Option<&str>) -> &str {
    text.unwrap_or("none")
}

/// How many changes are told: a report of ten thousand tools, in which each has changed, has as many.
const MOST: usize = 100_000;
