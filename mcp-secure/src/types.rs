//! Types that only a rule can make: a value of them has been judged, wherever it comes from.
//!
//! A `String` with `#[validate(filename)]` is judged where it is an argument, and is a `String` from
//! then on. A [`FileName`] stays one: a function that takes it cannot be called with anything else.
//!
//! ```
//! use mcp_secure::{prelude::*, types::FileName};
//!
//! fn backup(notes: &Root, name: &FileName) -> Result<()> {
//!     Ok(notes.write(format!("{name}.bak"), notes.read(name)?)?)
//! }
//!
//! /// Copy a note.
//! #[tool]
//! fn copy_note(name: FileName, notes: State<Root>) -> Result<()> {
//!     backup(&notes, &name)
//! }
//!
//! let name: FileName = "notes.md".parse()?;
//! assert!("../notes.md".parse::<FileName>().is_err());
//! # Ok::<(), mcp_secure::Error>(())
//! ```
//!
//! ```compile_fail
//! # use mcp_secure::types::FileName;
//! let name = FileName("../notes.md".to_owned());
//! ```
//!
//! # All of them
//!
//! - are made by `TryFrom` and [`FromStr`](std::str::FromStr), whose error is the rule's
//!   [`Violation`](crate::rule::Violation) without the value, and by
//!   [`Deserialize`](serde::Deserialize), which asks the same rule;
//! - are arguments of tools, with that rule's violation and its schema: as a parameter, in an
//!   `Option`, a list or a map, as a field of an [`Input`](crate::Input) or of any type of serde;
//! - can be asked for more by `#[validate(..)]`, whose rules see the text, and be rewritten before
//!   they are judged by `#[sanitize(..)]`;
//! - lend their text (`Deref`, `AsRef<str>`), and give it away (`Into<String>`, [`Serialize`]).
//!
//! [`Serialize`]: serde::Serialize

mod email;
mod file_name;
#[cfg(feature = "html")]
mod html;
mod judged;
mod public_url;
mod relative_path;
mod sql_ident;
#[cfg(test)]
mod tests;

pub use email::Email;
pub use file_name::FileName;
#[cfg(feature = "html")]
pub use html::Html;
pub use public_url::PublicUrl;
pub use relative_path::RelativePath;
pub use sql_ident::SqlIdent;
