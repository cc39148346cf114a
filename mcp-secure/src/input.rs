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

/// Makes a struct or an enum an argument of tools, or a part of one.
///
/// The derive alone is enough: it makes the schema and the decoding, and neither
/// [`Deserialize`](serde::Deserialize) nor [`JsonSchema`] is derived beside it.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// An order.
/// #[derive(Input)]
/// #[serde(rename_all = "camelCase")]
/// struct Order {
///     /// What is ordered.
///     #[validate(length(1..=20))]
///     items: Vec<Item>,
///     #[input(sanitize(trim))]
///     #[validate(length(..=500))]
///     note: Option<String>,
///     ship_by: Shipping,
/// }
///
/// #[derive(Input)]
/// struct Item {
///     #[validate(pattern("^[A-Z]{3}-[0-9]+$"))]
///     sku: String,
///     #[default(1)]
///     #[validate(range(1..=99))]
///     amount: u8,
/// }
///
/// #[derive(Input)]
/// #[serde(tag = "kind", rename_all = "lowercase")]
/// enum Shipping {
///     Pickup,
///     Post { address: String },
/// }
///
/// /// Place an order.
/// #[tool]
/// async fn place(order: Order) -> String {
///     let post = match order.ship_by {
///         Shipping::Pickup => "nowhere".to_owned(),
///         Shipping::Post { address } => address,
///     };
///     let skus: Vec<_> = order.items.iter().map(|it| format!("{} {}", it.amount, it.sku)).collect();
///     format!("{} to {post} {}", skus.join(", "), order.note.unwrap_or_default())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> mcp_secure::Result<()> {
/// let client = Server::new("shop", "0").tools(tools![place]).client()?;
/// let refusal = client.call("place", serde_json::json!({ "order": {
///     "items": [{ "sku": "ABC-1" }, { "sku": "abc", "amount": 0 }],
///     "shipBy": { "kind": "post" },
/// } })).await.unwrap_err();
/// assert_eq!(
///     refusal.to_string(),
///     "invalid_arguments: /order/items/1/sku pattern, /order/items/1/amount range, \
///      /order/shipBy/address required"
/// );
/// # Ok(())
/// # }
/// ```
///
/// # What it can be
///
/// A struct with named fields; a struct with one field without a name (a *newtype*: the JSON of what
/// it contains); an enum whose variants have named fields, one field without a name, or none. It is
/// used as the type of a parameter, as `#[arguments]`, and within others: in `Option`, `Box`, `Arc`,
/// `Vec`, arrays, tuples of up to four, sets, as the values of maps, and in itself. A field may also
/// be of any type that serde decodes and that has a schema.
///
/// # At fields
///
/// | attribute | says |
/// |---|---|
/// | `#[validate(rule, ..)]` | [rules](crate::rule), as at a parameter |
/// | `#[input(sanitize(sanitizer, ..))]` | [sanitizers](crate::sanitize); at a field rustc knows `#[sanitize]` as an attribute of its own |
/// | `#[default(value)]` | the value of an absent member, shown in the schema |
/// | `#[secret]` | the value is told nowhere; see [`tool`](macro@crate::tool) |
/// | `#[header("Name")]` | clients repeat the value in a header; see [`tool`](macro@crate::tool) |
/// | `#[serde(rename = "..")]` | its name in JSON |
///
/// Doc comments are descriptions, of the type, its fields and its variants. A rule at the place where
/// the type is used sees the whole: `#[validate(check(is_ordered))] range: Range` calls
/// `is_ordered(&range)`, once all of its fields are right.
///
/// # Names and tags
///
/// These are serde's, by serde's attributes, so that a type that derives `Serialize` too has them
/// once. Understood are, at a type, `rename_all`, `rename_all_fields`, `tag`, `content`, `untagged`;
/// at a variant, `rename`, `rename_all`; at a field, `rename`. What concerns serialization alone is
/// left to serde; all else does not compile.
///
/// | | a variant is |
/// |---|---|
/// | nothing | its name, or an object with its name as the only member |
/// | `tag = "kind"` | an object with a member `kind` beside its fields |
/// | `tag = "kind", content = "value"` | an object with these two members |
/// | `untagged` | what it contains |
///
/// # Promises
///
/// - Everything that is wrong is told in one answer, each with a JSON pointer to its place
///   (`/order/items/1/sku`): wrong types, missing and unknown members, and what the rules say, in
///   lists and maps too, up to [32](crate::rule::Violations::LIMIT).
/// - Nothing is coerced, unknown members are refused, and every `String` is held to the
///   [default policy](crate::rule::text()) for text, unless a rule at its field says otherwise.
/// - The rules judge the very value that the function receives.
/// - The schema says what is enforced. It stands where it is used; a type that contains itself is a
///   `$ref`. What JSON Schema cannot say is left out, and so is the range of integers beyond 16 bits,
///   which `format` names.
/// - The time is linear in the text, also for types that contain themselves and are untagged. So
///   two untagged variants cannot both be an array, nor both an object unless one has a required
///   field that the other has not: that does not compile. Of all other values the first variant
///   that accepts it is taken.
/// - There is no way around the rules: a type that derives `Deserialize` too does not compile.
///
/// The JSON that nests deeper than 64 levels is refused before it comes here.
///
/// # What does not compile
///
/// Among others: a generic type, two or more fields without names, two fields or variants of one
/// name, an unknown key, a rule that cannot judge the field's type, a default of a secret, and
/// beside a tag, content that is no struct.
pub use mcp_secure_macros::Input;

/// A type that is taken apart as it comes from a client: what `#[derive(Input)]` makes of one, and
/// what it may consist of. It is not implemented by hand.
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
