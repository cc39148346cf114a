//! What a rule sees of a parameter.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// How rules see a value.
///
/// A `String` is seen as `str`, a `Vec<T>` as `[T]`, an `Option<T>` as its inner value or
/// not at all, a number as itself. So one rule on `str` serves `String`, `Option<String>`
/// and, through [`each`](super::each), `Vec<String>`.
///
/// Implement it for a type of your own in one line of substance:
///
/// ```
/// use mcp_secure::rule::Subject;
///
/// struct Iban(String);
///
/// impl Subject for Iban {
///     type View = str;
///     fn view(&self) -> Option<&str> {
///         Some(&self.0)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "rules cannot see into `{Self}`",
    label = "no rule can judge this type",
    note = "implement `mcp_secure::rule::Subject` for an argument of your own, to say what rules see",
    note = "`State<T>`, `Caller` and `Call` come from the server: remove `#[validate]` from them"
)]
pub trait Subject {
    /// What a rule sees.
    type View: ?Sized;

    /// The view, or `None` if there is nothing to judge.
    fn view(&self) -> Option<&Self::View>;
}

impl Subject for String {
    type View = str;
    fn view(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T> Subject for Vec<T> {
    type View = [T];
    fn view(&self) -> Option<&[T]> {
        Some(self)
    }
}

impl<T, const N: usize> Subject for [T; N] {
    type View = [T];
    fn view(&self) -> Option<&[T]> {
        Some(self)
    }
}

impl<T: Subject> Subject for Option<T> {
    type View = T::View;
    fn view(&self) -> Option<&T::View> {
        self.as_ref().and_then(T::view)
    }
}

impl<T: Subject + ?Sized> Subject for Box<T> {
    type View = T::View;
    fn view(&self) -> Option<&T::View> {
        T::view(self)
    }
}

impl<T: Subject + ?Sized> Subject for Arc<T> {
    type View = T::View;
    fn view(&self) -> Option<&T::View> {
        T::view(self)
    }
}

macro_rules! seen_as_itself {
    ($($(#[generics($($generic:ident),*)])? $type:ty;)*) => {$(
        impl $(<$($generic),*>)? Subject for $type {
            type View = $type;
            fn view(&self) -> Option<&$type> {
                Some(self)
            }
        }
    )*};
}

seen_as_itself! {
    bool; char; str;
    u8; u16; u32; u64; usize;
    i8; i16; i32; i64; isize;
    f32; f64;
    serde_json::Value;
    #[generics(K, V, S)] HashMap<K, V, S>;
    #[generics(K, V)] BTreeMap<K, V>;
    #[generics(T, S)] HashSet<T, S>;
    #[generics(T)] BTreeSet<T>;
}
