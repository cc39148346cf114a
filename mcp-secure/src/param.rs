//! Parameters: what a tool's function takes.
//!
//! A type decides by trait what it is: an *argument*, decoded from what the client sends
//! (anything with [`Deserialize`](serde::Deserialize) and [`JsonSchema`]), or *injected* by
//! the server ([`State`], [`Caller`], [`Call`], [`CallId`]) and never part of the schema.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;

use crate::{
    call::{Call, CallId},
    caller::Caller,
    intake::Intake,
    json::{self, Raw, TextTerms},
    rule::Violation,
    state::State,
};

/// A type that a tool's function can take as a parameter.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a tool",
    label = "neither an argument nor injected by the server",
    note = "an argument derives `mcp_secure::Input`, and owns its data",
    note = "injected are `State<T>`, `Caller` and `Call`",
    note = "a credential never is: `Caller` is who has come with it"
)]
pub trait Param: Sized + Send + 'static {
    /// Whether it may talk to the client while the call runs.
    #[doc(hidden)]
    const TALKS: bool = false;

    #[doc(hidden)]
    fn schema(generator: &mut SchemaGenerator) -> Option<Described>;

    #[doc(hidden)]
    fn take(raw: Option<Raw<'_>>, terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self>;
}

/// A type that is decoded from what a client sends.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a tool",
    label = "neither an argument nor injected by the server",
    note = "an argument derives `mcp_secure::Input`, and owns its data",
    note = "injected are `State<T>`, `Caller` and `Call`",
    note = "a credential never is: `Caller` is who has come with it"
)]
pub trait Argument: DeserializeOwned + JsonSchema + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema + Send + 'static> Argument for T {}

/// A type that a field of an [`Input`](crate::Input) can have without being one itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of an input",
    label = "not decoded from what a client sends",
    note = "derive `mcp_secure::Input` for it",
    note = "a type of another crate implements `serde::Deserialize` and `schemars::JsonSchema`, and owns its data"
)]
pub trait Field: DeserializeOwned + JsonSchema + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema + Send + 'static> Field for T {}

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

    fn take(raw: Option<Raw<'_>>, terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
        let decoded = match raw {
            Some(raw) => json::decode(raw.text(), terms),
            None => json::decode_missing().ok_or_else(missing),
        };
        decoded.map_or_else(|violation| intake.refuse(violation), Some)
    }
}

impl<T: Send + Sync + 'static> Param for State<T> {
    fn schema(_generator: &mut SchemaGenerator) -> Option<Described> {
        None
    }

    fn take(_raw: Option<Raw<'_>>, _terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
        Some(intake.call().state().expect("`Server::tools` has checked that the server holds it"))
    }
}

/// The caller. A tool that takes it has a caller on each call.
impl Param for Caller {
    fn schema(_generator: &mut SchemaGenerator) -> Option<Described> {
        None
    }

    fn take(_raw: Option<Raw<'_>>, _terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
        Some(intake.call().caller().expect("the gate has checked that there is a caller").clone())
    }
}

/// The id of the call, for a tool that tells its own log or another system of it.
impl Param for CallId {
    fn schema(_generator: &mut SchemaGenerator) -> Option<Described> {
        None
    }

    fn take(_raw: Option<Raw<'_>>, _terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
        Some(intake.call().id())
    }
}

/// The call itself: its id, the caller if there is one, and the way to report progress.
impl Param for Call {
    const TALKS: bool = true;

    fn schema(_generator: &mut SchemaGenerator) -> Option<Described> {
        None
    }

    fn take(_raw: Option<Raw<'_>>, _terms: TextTerms<'_>, intake: &mut Intake<'_>) -> Option<Self> {
        Some(intake.call().clone())
    }
}

/// Of an argument that is not there.
pub(crate) fn missing() -> Violation {
    Violation::new("required", "is required and missing")
}
