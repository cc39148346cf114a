//! Readers that know no room: attributes, their arguments, documentation, literals, names.

pub(crate) mod arguments;
pub(crate) mod attribute;
pub(crate) mod case;
pub(crate) mod docs;
pub(crate) mod literal;
pub(crate) mod rules;
pub(crate) mod serde;
pub(crate) mod similar;
pub(crate) mod source;
pub(crate) mod types;
