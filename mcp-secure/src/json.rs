//! From a client's bytes to typed arguments, strictly.
//!
//! - [`scan`] reads a JSON text once and refuses what two readers could read differently.
//! - [`envelope`] takes one JSON-RPC message apart in that same pass, borrowing from it.
//! - [`decode`] makes a Rust value of one argument and says exactly where it is wrong.
//!
//! Nothing here builds a tree of values, and nothing that is said about a value contains it.

mod arguments;
mod cursor;
mod decode;
mod envelope;
#[cfg(test)]
mod generate;
mod plain;
mod raw;
mod rewrite;
mod scan;
mod size;
mod string;
mod write;

pub(crate) use arguments::Arguments;
pub use decode::{TextPolicy, TextTerms};
pub(crate) use decode::{decode, decode_key, decode_missing, name_to_tell, told};
pub(crate) use envelope::{Capabilities, Envelope, EnvelopeError, Message, Meta};
pub use raw::Raw;
pub(crate) use raw::{Kind, Parts};
pub(crate) use rewrite::{holds_for_texts, rewrite_texts};
pub(crate) use size::size_of_json;
pub(crate) use write::{write_number, write_string};
