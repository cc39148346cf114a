//! [`Shape`]: which JSON values a type may be, known at compile time.

use crate::json::Kind;

/// Which JSON values a type may be.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// One bit for each [`Kind`].
    kinds: u8,
    members: Members,
}

/// The members of an object.
#[derive(Clone, Copy, Debug)]
pub(super) enum Members {
    /// Nobody knows.
    Any,
    /// These and no others; with whether each is required.
    Only(&'static [(&'static str, bool)]),
    /// One that says which of several objects it is, and others.
    Tagged(&'static str),
}

impl Shape {
    /// Of a type that does not say.
    pub const ANY: Self = Self { kinds: u8::MAX, members: Members::Any };
    pub(super) const BOOLEAN: Self = Self::of(&[Kind::Boolean]);
    pub(super) const INTEGER: Self = Self::of(&[Kind::Integer]);
    pub(super) const NUMBER: Self = Self::of(&[Kind::Integer, Kind::Fraction]);
    pub(super) const ARRAY: Self = Self::of(&[Kind::Array]);
    /// Of an object.
    pub const OBJECT: Self = Self::of(&[Kind::Object]);
    /// Of text, and of an enum without content.
    pub const STRING: Self = Self::of(&[Kind::String]);
    /// Of an enum that is text or an object.
    pub const NAME_OR_OBJECT: Self = Self::of(&[Kind::String, Kind::Object]);
    /// Of nothing.
    pub const NULL: Self = Self::of(&[Kind::Null]);

    /// Of an object with these members, each with whether it is required.
    pub const fn record(members: &'static [(&'static str, bool)]) -> Self {
        Self { members: Members::Only(members), ..Self::OBJECT }
    }

    /// Of an object with this member and others.
    pub const fn tagged(tag: &'static str) -> Self {
        Self { members: Members::Tagged(tag), ..Self::OBJECT }
    }

    /// Of one of these, which are [told apart](are_told_apart).
    pub const fn one_of(shapes: &[Self]) -> Self {
        let mut all = Self { kinds: 0, members: Members::Any };
        let mut i = 0;
        while i < shapes.len() {
            all.kinds |= shapes[i].kinds;
            i += 1;
        }
        all
    }

    /// Of this or nothing.
    pub(super) const fn or_null(self) -> Self {
        Self { kinds: self.kinds | bit(Kind::Null), ..self }
    }

    /// Whether it is an object whose members are known, and none of them has this name.
    pub const fn is_record_without(self, name: &str) -> bool {
        let is_object = self.kinds == bit(Kind::Object);
        is_object && matches!(self.members, Members::Only(_)) && !self.knows(name)
    }

    /// Whether it is text, an integer or a boolean, or nothing.
    pub const fn is_primitive(self) -> bool {
        let kinds = self.kinds & !bit(Kind::Null);
        kinds == bit(Kind::String) || kinds == bit(Kind::Integer) || kinds == bit(Kind::Boolean)
    }

    pub(super) fn may_be(self, kind: Kind) -> bool {
        self.kinds & bit(kind) != 0
    }

    pub(super) fn members(self) -> Members {
        self.members
    }

    const fn of(kinds: &[Kind]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < kinds.len() {
            bits |= bit(kinds[i]);
            i += 1;
        }
        Self { kinds: bits, members: Members::Any }
    }

    /// Whether an object of this shape may have this member.
    const fn knows(self, name: &str) -> bool {
        let Members::Only(members) = self.members else { return true };
        let mut i = 0;
        while i < members.len() {
            if equal(members[i].0, name) {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Whether objects of this shape have a member that those of the other cannot have.
    const fn needs_what_is_unknown_to(self, other: Self) -> bool {
        match self.members {
            Members::Any => false,
            Members::Tagged(tag) => !other.knows(tag),
            Members::Only(members) => {
                let mut i = 0;
                while i < members.len() {
                    if members[i].1 && !other.knows(members[i].0) {
                        return true;
                    }
                    i += 1;
                }
                false
            }
        }
    }
}

/// Whether no array and no object is of the shape at `index` and of one before it.
///
/// Other values have no parts: of them each shape can be tried. To try arrays and objects,
/// within which there are others to be tried, takes exponential time.
pub const fn are_told_apart(shapes: &[Shape], index: usize) -> bool {
    let shape = shapes[index];
    let mut before = 0;
    while before < index {
        let other = shapes[before];
        let both = shape.kinds & other.kinds;
        if both & bit(Kind::Array) != 0 {
            return false;
        }
        let is_told_apart =
            shape.needs_what_is_unknown_to(other) || other.needs_what_is_unknown_to(shape);
        if both & bit(Kind::Object) != 0 && !is_told_apart {
            return false;
        }
        before += 1;
    }
    true
}

const fn bit(kind: Kind) -> u8 {
    1 << kind as u8
}

const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}
