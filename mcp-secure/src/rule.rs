//! Rules: what an argument must be.
//!
//! A rule is a value that judges and describes: [`Rule::judge`] decides over the decoded
//! value that the tool receives, [`Rule::describe`] writes the same promise into the JSON
//! Schema. `#[validate(a, b)]` on a parameter holds a list of them; every rule of every
//! parameter is judged, so one answer names everything that is wrong.
//!
//! The built-in rules are in scope within `#[validate(..)]` as a prelude is: what the module
//! names itself goes before. Beside a function of a rule's name, the rule is written with its
//! path, as in `mcp_secure::rule::length(..)`.
//!
//! A rule of your own has the same rank as the built-in ones:
//!
//! ```
//! use mcp_secure::{prelude::*, rule::{Rule, Violation}, schemars::Schema};
//!
//! /// A stock keeping unit: three letters, a dash, digits.
//! pub struct Sku;
//!
//! impl Rule<str> for Sku {
//!     fn judge(&self, value: &str) -> Result<(), Violation> {
//!         match value.split_once('-') {
//!             Some((letters, digits))
//!                 if letters.len() == 3
//!                     && letters.bytes().all(|b| b.is_ascii_uppercase())
//!                     && !digits.is_empty()
//!                     && digits.bytes().all(|b| b.is_ascii_digit()) => Ok(()),
//!             _ => Err(Violation::new("sku", "must be three capital letters, a dash and digits")),
//!         }
//!     }
//!
//!     fn describe(&self, schema: &mut Schema) {
//!         schema.insert("pattern".into(), "^[A-Z]{3}-[0-9]+$".into());
//!     }
//! }
//!
//! assert!(Sku.judge("ABC-12").is_ok());
//! assert!(Sku.judge("abc-12").is_err());
//! ```
//!
//! # What a schema leaves to its rule
//!
//! Whatever a rule accepts, its schema accepts. The other way round, JSON Schema cannot say
//! everything; what a client that trusts the schema alone would miss stands here, each with a
//! value that the schema accepts and the rule refuses:
//!
#![doc = include_str!("rule/untold.md")]

use std::{borrow::Cow, fmt};

use schemars::Schema;
use serde::Serialize;

#[cfg(test)]
mod agreement;
mod all;
mod any;
mod any_text;
mod check;
mod command_arg;
mod date;
mod datetime;
mod dialect;
mod each;
mod email;
mod filename;
mod git_ref;
mod hostname;
pub(crate) mod invisible;
mod ip;
mod json_pointer;
mod keys;
mod keywords;
mod length;
mod mime;
mod multiple_of;
mod not;
mod one_of;
pub(crate) mod pattern;
mod range;
mod relative_path;
mod several;
mod sql_identifier;
#[cfg(feature = "sql")]
mod sql_read_only;
mod subject;
mod text;
mod unique;
mod url;
mod url_segment;
mod uuid;
mod values;
mod when;
#[cfg(not(feature = "sql"))]
mod without_sql;

pub use self::url::{Url, url};
pub use all::{All, all};
pub use any::{Any, any};
pub use any_text::{AnyText, any_text};
pub use check::{Check, check};
pub use command_arg::{CommandArg, command_arg};
pub use date::{Date, date};
pub use datetime::{DateTime, datetime};
pub use dialect::Dialect;
pub use each::{Each, each};
pub use email::{Email, email};
pub use filename::{Filename, filename};
pub use git_ref::{GitRef, git_ref};
pub use hostname::{Hostname, hostname};
pub use ip::{Ip, ip};
pub use json_pointer::{JsonPointer, json_pointer};
pub use keys::{Keys, keys};
pub use length::{ByteLength, GraphemeLength, Length, Measured, Shape, length};
pub use mime::{Mime, mime};
pub use multiple_of::{Factor, MultipleOf, multiple_of};
pub use not::{Not, not};
pub use one_of::{Choice, OneOf, one_of};
pub use pattern::{Pattern, pattern};
pub use range::{Number, Range, range};
pub use relative_path::{RelativePath, relative_path};
pub use several::Several;
pub use sql_identifier::{SqlIdentifier, sql_identifier};
#[cfg(feature = "sql")]
pub use sql_read_only::{SqlReadOnly, sql_read_only};
pub use subject::Subject;
pub use text::{Text, text};
pub use unique::{Unique, unique};
pub use url_segment::{UrlSegment, url_segment};
pub use uuid::{Uuid, uuid};
pub use values::{Values, values};
pub use when::{When, when};
#[cfg(not(feature = "sql"))]
#[doc(hidden)]
pub use without_sql::{SqlReadOnly, WithSql, sql_read_only};

/// Judges a value and describes itself.
///
/// `T` is what the rule sees of a parameter: `str` for a `String`, `[T]` for a `Vec<T>`,
/// the inner value for an `Option` (an absent one is not judged); see [`Subject`].
///
/// # Promises expected of an implementation
///
/// - `judge` never accepts what `describe` makes the schema refuse.
/// - The violation never contains the value.
/// - `judge` takes time linear in the value.
#[diagnostic::on_unimplemented(
    message = "the rule `{Self}` cannot judge `{T}`",
    label = "this rule does not apply to `{T}`",
    note = "the rules see `str` in a `String`, `[T]` in a `Vec<T>`, and the inner value of an `Option<T>`",
    note = "numbers are compared with their own type: `range(0.0..=1.0)` for an `f64`"
)]
pub trait Rule<T: ?Sized>: Send + Sync + 'static {
    /// Accepts the value, or says what is wrong with it.
    fn judge(&self, value: &T) -> Result<(), Violation>;

    /// Writes the rule into the JSON Schema of the parameter.
    ///
    /// What JSON Schema cannot say may be left out: the schema is then wider than the rule.
    fn describe(&self, schema: &mut Schema);

    /// Whether the rule bounds how long a text can be. Such a rule lifts the default bound of
    /// 64 KiB on every text.
    fn bounds_length(&self) -> bool {
        false
    }

    /// Whether the rule takes any text that JSON can carry, and bounds it. Such a rule lifts
    /// the refusal of control and tag characters for the whole argument; [`any_text`] does.
    fn takes_any_text(&self) -> bool {
        false
    }

    /// Whether [`describe`](Rule::describe) says all of the rule: whatever `judge` refuses,
    /// the schema refuses too. Only then can [`not`] tell the schema anything.
    fn describes_exactly(&self) -> bool {
        false
    }

    /// Reports everything that is wrong with the value.
    ///
    /// The default reports what [`judge`](Rule::judge) says. A rule that judges parts of a
    /// value, as [`each`] does, reports all of them.
    fn report(&self, value: &T, violations: &mut Violations) {
        if let Err(violation) = self.judge(value) {
            violations.push(violation);
        }
    }
}

/// What a rule says about a value: where, which rule, and what it asks for.
///
/// Goes to the model, which corrects itself by it. It never contains the value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    pointer: String,
    rule: Cow<'static, str>,
    message: Cow<'static, str>,
}

impl Violation {
    /// A violation of `rule`; `message` completes "the value …", as in `must not be empty`.
    pub fn new(rule: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self { pointer: String::new(), rule: rule.into(), message: message.into() }
    }

    /// The same violation, one level further out: `token` is a member's name or an index.
    #[must_use]
    pub fn at(mut self, token: impl AsRef<str>) -> Self {
        let token = token.as_ref().replace('~', "~0").replace('/', "~1");
        self.pointer = format!("/{token}{}", self.pointer);
        self
    }

    /// The same violation, of the value itself instead of a part of it.
    pub(crate) fn here(self) -> Self {
        Self { pointer: String::new(), ..self }
    }

    /// The same violation, with this message.
    pub(crate) fn saying(self, message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), ..self }
    }

    /// Where: a JSON pointer (RFC 6901) into the arguments.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Which rule.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// What the rule asks for.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// What goes wrong, for who makes a value by a rule: see [`types`](crate::types).
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer() {
            "" => write!(f, "{}: {}", self.rule, self.message),
            pointer => write!(f, "{} at {pointer}: {}", self.rule, self.message),
        }
    }
}

impl std::error::Error for Violation {}

/// All that is wrong with one call's arguments.
///
/// Holds at most [`Violations::LIMIT`]; a model does not learn from the hundredth.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// How many violations one answer holds.
    pub const LIMIT: usize = 32;

    /// Adds a violation, unless the list is full.
    pub fn push(&mut self, violation: Violation) {
        if self.0.len() < Self::LIMIT {
            self.0.push(violation);
        }
    }

    /// Adds the violations that `report` finds, each one level further in, at `token`.
    pub fn within(&mut self, token: &str, report: impl FnOnce(&mut Violations)) {
        let mut inner = Violations::default();
        report(&mut inner);
        for violation in inner.0 {
            self.push(violation.at(token));
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether no further violation is taken.
    pub fn is_full(&self) -> bool {
        self.0.len() >= Self::LIMIT
    }

    pub(crate) fn into_iter(self) -> impl Iterator<Item = Violation> {
        self.0.into_iter()
    }

    /// The violations, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        self.0.iter()
    }
}
