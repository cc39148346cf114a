//! [`Secret`]: a value that is not shown.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use zeroize::{Zeroize, Zeroizing};

use crate::{rule::Subject, sanitize::Sanitize};

mod secrets;

pub(crate) use secrets::Secrets;

/// A value that is not shown: a password, a key, a token.
///
/// As a parameter of a tool, or a field of an [`Input`](crate::Input):
///
/// ```
/// use mcp_secure::{prelude::*, secret::Secret};
///
/// /// Log in at the shop.
/// #[tool]
/// async fn log_in(
///     user: String,
///     #[validate(length(8..=128))] password: Secret<String>,
/// ) -> Result<String, ToolError> {
///     if password == "correct horse" {
///         return Ok(format!("welcome, {user}"));
///     }
///     Err(ToolError::new("the password is wrong"))
/// }
/// ```
///
/// # Promises
///
/// - `Debug` shows that there is a secret, and nothing else; there is neither `Display` nor
///   `Serialize`.
/// - The memory is zeroed when the secret is dropped.
/// - Secrets are compared in a time that depends on their lengths alone.
/// - The value is in no violation, log or audit record of this crate, nor in the text of an error
///   that the tool returns; see [`tool`](macro@crate::tool) on `#[secret]`, which holds for a
///   parameter of this type too.
/// - Rules and sanitizers apply to what is inside. The schema is that of the value with
///   `writeOnly`, and for text `format: password`, so that clients hide what is typed.
///
/// # What is not promised
///
/// The request in which the secret came is read and decoded like any other: its buffers are freed,
/// not zeroed. So is what a sanitizer rewrote.
pub struct Secret<T: Zeroize>(Zeroizing<T>);

impl<T: Zeroize> Secret<T> {
    /// Makes a secret of this value.
    pub fn new(value: T) -> Self {
        Self(Zeroizing::new(value))
    }

    /// The value, to be used and not kept.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl<T: Zeroize + AsRef<[u8]>> PartialEq for Secret<T> {
    fn eq(&self, other: &Self) -> bool {
        verify_slices_are_equal(self.0.as_ref(), other.0.as_ref()).is_ok()
    }
}

impl<T: Zeroize + AsRef<[u8]>> Eq for Secret<T> {}

impl<T: Zeroize + AsRef<[u8]>> PartialEq<str> for Secret<T> {
    fn eq(&self, other: &str) -> bool {
        verify_slices_are_equal(self.0.as_ref(), other.as_bytes()).is_ok()
    }
}

impl<T: Zeroize + AsRef<[u8]>> PartialEq<&str> for Secret<T> {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl<T: Zeroize + Subject> Subject for Secret<T> {
    type View = T::View;

    fn view(&self) -> Option<&T::View> {
        self.0.view()
    }
}

impl<T: Zeroize + Sanitize> Sanitize for Secret<T> {}

impl<T: Zeroize + JsonSchema> JsonSchema for Secret<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Secret_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<T>();
        describe(&mut schema);
        schema
    }
}

/// Says that it is a secret.
pub(crate) fn describe(schema: &mut Schema) {
    schema.insert("writeOnly".to_owned(), true.into());
    let is_text = match schema.get("type") {
        Some(serde_json::Value::Array(types)) => types.iter().any(|ty| ty == "string"),
        ty => ty.is_some_and(|ty| ty == "string"),
    };
    if is_text && schema.get("format").is_none() {
        schema.insert("format".to_owned(), "password".into());
    }
}

#[cfg(test)]
mod tests;
