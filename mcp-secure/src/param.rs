//! Parameters: what a tool's function takes.
//!
//! A type decides by trait what it is: an *argument*, decoded from what the client sends
//! (anything with [`Deserialize`](serde::Deserialize) and [`JsonSchema`]), or *injected* by
//! the server ([`State`], [`Caller`], [`Call`]) and never part of the schema.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;

use crate::{
    call::Call,
    caller::Caller,
    json::{self, TextTerms},
    rule::Violation,
    state::State,
};

/// A type that a tool's function can take as a parameter.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a tool",
    label = "neither an argument nor injected by the server",
    note = "an argument derives `serde::Deserialize` and `schemars::JsonSchema`, and owns its data",
    note = "injected are `State<T>`, `Caller` and `Call`"
)]
pub trait Param: Sized + Send + 'static {
    /// Whether it may talk to the client while the call runs.
    #[doc(hidden)]
    const TALKS: bool = false;

    #[doc(hidden)]
    fn schema(generator: &mut SchemaGenerator) -> Option<Described>;

    #[doc(hidden)]
    fn take(raw: Option<&str>, terms: TextTerms<'_>, call: &Call) -> Result<Self, Violation>;
}

/// A type that is decoded from what a client sends.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a tool",
    label = "neither an argument nor injected by the server",
    note = "an argument derives `serde::Deserialize` and `schemars::JsonSchema`, and owns its data",
    note = "injected are `State<T>`, `Caller` and `Call`"
)]
pub trait Argument: DeserializeOwned + JsonSchema + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema + Send + 'static> Argument for T {}

/// The schema of an argument.
#[doc(hidden)]
pub struct Described {
    pub(crate) schema: Schema,
    pub(crate) required: bool,
}

#[diagnostic::do_not_recommend]
impl<T: Argument> Param for T {
    fn schema(generator: &mut SchemaGenerator) -> Option<Described> {
        Some(Described {
            schema: generator.subschema_for::<T>(),
            required: json::decode_missing::<T>().is_none(),
        })
    }

    fn take(raw: Option<&str>, terms: TextTerms<'_>, _call: &Call) -> Result<Self, Violation> {
        match raw {
            Some(raw) => json::decode(raw, terms),
            None => json::decode_missing()
                .ok_or_else(|| Violation::new("required", "is required and missing")),
        }
    }
}

impl<T: Send + Sync + 'static> Param for State<T> {
    fn schema(_generator: &mut SchemaGenerator) -> Option<Described> {
        None
    }

    fn take(_raw: Option<&str>, _terms: TextTerms<'_>, call: &Call) -> Result<Self, Violation> {
        Ok(call.state().expect("`Server::tools` has checked that the server holds it"))
    }
}

/// The caller. A tool that takes it has a caller on each call.
impl Param for Caller {
    fn schema(_generator: &mut SchemaGenerator) -> Option<Described> {
        None
    }

    fn take(_raw: Option<&str>, _terms: TextTerms<'_>, call: &Call) -> Result<Self, Violation> {
        Ok(call.caller().expect("the gate has checked that there is a caller").clone())
    }
}

/// The call itself: its id, the caller if there is one, and the way to report progress.
impl Param for Call {
    const TALKS: bool = true;

    fn schema(_generator: &mut SchemaGenerator) -> Option<Described> {
        None
    }

    fn take(_raw: Option<&str>, _terms: TextTerms<'_>, call: &Call) -> Result<Self, Violation> {
        Ok(call.clone())
    }
}
