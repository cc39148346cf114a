//! [`Input`]: types that are made of what a client sends, part by part.

use schemars::JsonSchema;

use crate::{
    intake::Intake,
    json::{Raw, TextTerms},
    rule::Violation,
};

mod choice;
mod declare;
mod form;
mod leaf;
mod list;
mod maker;
mod map;
mod shape;
mod untagged;
mod wrap;

pub use choice::{Tagging, Variant};
pub use declare::{Declare, DeclarePlain, Deserialized, NotDeserialized, NotOptional, Optional};
pub use form::Form;
pub use shape::{Shape, are_told_apart};

// The documentation stands at the derive macro.
#[expect(missing_docs, reason = "documented at the derive macro of the same name")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an input",
    label = "does not derive `mcp_secure::Input`"
)]
pub trait Input: JsonSchema + Sized + Send + 'static {
    /// Which values it may be.
    #[doc(hidden)]
    const SHAPE: Shape;

    /// Whether all of it is secret.
    #[doc(hidden)]
    const IS_SECRET: bool = false;

    /// The value; without one, at least one violation has been told.
    #[doc(hidden)]
    fn take(raw: Raw<'_>, terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self>;

    /// The value where there is nothing.
    #[doc(hidden)]
    fn absent() -> Option<Self> {
        None
    }
}

/// A violation of the type that a value must have.
fn wrong_type(message: &'static str) -> Violation {
    Violation::new("type", message)
}

#[cfg(test)]
mod tests;
