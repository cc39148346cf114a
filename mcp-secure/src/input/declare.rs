//! [`Declare`]: how generated code begins a parameter or a field, whatever its type is.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::{Input, Shape};
use crate::{
    param::{Field, Param},
    parameter::{Parameter, Whole},
};

/// A parameter or field of type `T`. An [`Input`] is taken apart, all else decoded by serde:
/// Rust prefers the functions of an `impl` for some types to those of a trait for all.
pub struct Declare<T>(PhantomData<T>);

impl<T: Input> Declare<T> {
    /// Which values it may be.
    pub const SHAPE: Shape = T::SHAPE;
    /// Whether all of it is secret.
    pub const IS_SECRET: bool = T::IS_SECRET;

    /// A parameter of a tool.
    pub fn parameter(name: &'static str) -> Parameter<T> {
        Parameter::input(name)
    }

    /// A parameter that takes the arguments as a whole.
    pub fn arguments(name: &'static str) -> Parameter<T> {
        Parameter::input(name).whole()
    }

    /// A field.
    pub fn field(name: &'static str) -> Parameter<T> {
        Parameter::input(name)
    }

    /// What a newtype contains.
    pub fn content() -> Parameter<T> {
        Parameter::input("").whole()
    }
}

/// The same for a type that is no [`Input`].
#[expect(missing_docs, reason = "as at `Declare`")]
pub trait DeclarePlain<T> {
    const SHAPE: Shape = Shape::ANY;
    const IS_SECRET: bool = false;

    fn parameter(name: &'static str) -> Parameter<T>
    where
        T: Param,
    {
        Parameter::new(name)
    }

    fn arguments(name: &'static str) -> Parameter<T>
    where
        T: Param + Whole,
    {
        Parameter::new(name).whole()
    }

    fn field(name: &'static str) -> Parameter<T>
    where
        T: Field,
    {
        Parameter::plain(name)
    }

    fn content() -> Parameter<T>
    where
        T: Field,
    {
        Parameter::plain("").whole()
    }
}

impl<T> DeclarePlain<T> for Declare<T> {}

/// Whether serde decodes a type too, by the same preference.
pub struct Deserialized<T>(PhantomData<T>);

impl<T: DeserializeOwned> Deserialized<T> {
    /// It does.
    pub const IS: bool = true;
}

/// Any other type.
pub trait NotDeserialized {
    /// It does not.
    const IS: bool = false;
}

impl<T> NotDeserialized for Deserialized<T> {}

/// Whether a type is an `Option`, by the same preference.
pub struct Optional<T>(PhantomData<T>);

impl<T> Optional<Option<T>> {
    /// It is.
    pub const IS: bool = true;
}

/// Any other type.
pub trait NotOptional {
    /// It is none.
    const IS: bool = false;
}

impl<T> NotOptional for Optional<T> {}
