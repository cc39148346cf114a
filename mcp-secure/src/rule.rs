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

use schemars::Schema;

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
mod glob;
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
mod regex;
mod relative_path;
pub(crate) mod review;
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
mod violation;
mod when;
#[cfg(not(feature = "sql"))]
mod without_sql;

pub use self::regex::{Regex, RegexMatcher, regex};
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
pub use glob::{Glob, GlobMatcher, glob};
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
pub use violation::{Violation, Violations};
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
