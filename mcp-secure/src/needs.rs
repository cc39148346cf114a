//! Needs: what the parameters of a tool need of the server, as types.
//!
//! A need is told for every type, also for one that cannot be a parameter: so that mistake is
//! told once, where [`Parameter::new`](crate::parameter::Parameter::new) asks for a
//! [`Param`](crate::param::Param), and not again wherever the tool is named.

use std::marker::PhantomData;

use crate::{
    call::Call,
    caller::Caller,
    state::{Authenticates, Holds, State},
};

/// What a parameter of type `T` needs. Generated code writes `Need<T, { Kind::<T>::OF }>`, or
/// `OF_ADMITTED` where the tool is declared with `#[require_auth]`, and never another kind.
pub struct Need<T, const KIND: u8>(PhantomData<T>);

/// The kind of a parameter's type: `Kind::<T>::OF`.
///
/// Rust prefers the constant of an `impl` for one type to that of a trait for all types.
pub struct Kind<T>(PhantomData<T>);

/// A parameter that the server does not inject: an argument, or a mistake.
pub trait KindOfArgument {
    /// See [`Kind`].
    const OF: u8 = ARGUMENT;
    /// The same in a tool that needs a caller anyway.
    const OF_ADMITTED: u8 = ARGUMENT;
}

impl<T> KindOfArgument for Kind<T> {}

macro_rules! kinds {
    ($($(#[generic($generic:ident)])? $type:ty: $kind:ident, $admitted:ident;)*) => {$(
        impl $(<$generic>)? Kind<$type> {
            /// See [`Kind`].
            pub const OF: u8 = $kind;
            /// The same in a tool that needs a caller anyway.
            pub const OF_ADMITTED: u8 = $admitted;
        }
    )*};
}

kinds! {
    #[generic(T)] State<T>: STATE, STATE;
    Caller: CALLER, ADMITTED;
    Call: CALL, CALL;
}

/// The end of a list of needs; alone, that nothing is needed.
pub struct Nothing(());

/// Needs that a server with these states provides.
pub trait ProvidedBy<States, Proof> {}

impl<S> ProvidedBy<S, ()> for Nothing {}
impl<S, A, B, P, Q> ProvidedBy<S, (P, Q)> for (A, B)
where
    A: ProvidedBy<S, P>,
    B: ProvidedBy<S, Q>,
{
}
impl<S, T> ProvidedBy<S, ()> for Need<T, ARGUMENT> {}
impl<S> ProvidedBy<S, ()> for Need<Call, CALL> {}
impl<S: Authenticates<P>, P> ProvidedBy<S, P> for Need<Caller, CALLER> {}
impl<S> ProvidedBy<S, ()> for Need<Caller, ADMITTED> {}
impl<S: Holds<T, P>, T, P> ProvidedBy<S, P> for Need<State<T>, STATE> {}

/// What may be needed in a public tool: not a caller.
#[diagnostic::on_unimplemented(
    message = "a public tool has no caller",
    label = "this parameter needs one",
    note = "take `Call` and ask `call.caller()`, or remove `public`"
)]
pub trait Anonymous {}

#[diagnostic::do_not_recommend]
impl<T> Anonymous for Need<T, ARGUMENT> {}
#[diagnostic::do_not_recommend]
impl<T> Anonymous for Need<T, STATE> {}
#[diagnostic::do_not_recommend]
impl<T> Anonymous for Need<T, CALL> {}

/// What may be needed beside `#[arguments]`: what comes from the server.
#[diagnostic::on_unimplemented(
    message = "`#[arguments]` takes all arguments",
    label = "this is one more",
    note = "make it a field of the struct with `#[arguments]`"
)]
pub trait Injected {}

#[diagnostic::do_not_recommend]
impl<T> Injected for Need<T, STATE> {}
#[diagnostic::do_not_recommend]
impl<T> Injected for Need<T, CALLER> {}
#[diagnostic::do_not_recommend]
impl<T> Injected for Need<T, CALL> {}

/// What a client sends.
#[diagnostic::on_unimplemented(
    message = "`#[secret]` stands at what a client sends",
    label = "this comes from the server",
    note = "remove `#[secret]`"
)]
pub trait Sent {}

#[diagnostic::do_not_recommend]
impl<T> Sent for Need<T, ARGUMENT> {}

/// Compiles if a parameter with this need comes from the client.
pub const fn is_sent<Need: Sent>() {}

/// Compiles if a parameter with this need may stand in a public tool.
pub const fn is_anonymous<Need: Anonymous>() {}

/// Compiles if a parameter with this need may stand beside `#[arguments]`.
pub const fn is_injected<Need: Injected>() {}

const ARGUMENT: u8 = 0;
const STATE: u8 = 1;
const CALLER: u8 = 2;
const CALL: u8 = 3;
/// A [`Caller`], of which the tool's access makes sure.
const ADMITTED: u8 = 4;
