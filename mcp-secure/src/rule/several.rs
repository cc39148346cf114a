//! Several rules as one value.

use super::Rule;

/// A tuple of one to eight rules on the same `T`: what [`all`](super::all) and
/// [`any`](super::any) take. More of them nest.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no tuple of rules that judge `{T}`",
    label = "one of these does not judge `{T}`, or there are none or more than eight",
    note = "more than eight nest, as in `any(a, b, any(c, d))`"
)]
pub trait Several<T: ?Sized>: sealed::Several<T> {}

impl<T: ?Sized, S: sealed::Several<T>> Several<T> for S {}

/// Keeps [`Several`] to tuples.
pub(super) mod sealed {
    use super::Rule;

    pub trait Several<T: ?Sized>: Send + Sync + 'static {
        fn get(&self, index: usize) -> Option<&dyn Rule<T>>;

        fn iter<'a>(&'a self) -> impl Iterator<Item = &'a dyn Rule<T>>
        where
            T: 'a,
        {
            (0..).map_while(|index| self.get(index))
        }
    }
}

macro_rules! tuples {
    ($($($rule:ident $index:tt)*;)*) => {$(
        impl<T: ?Sized, $($rule: Rule<T>),*> sealed::Several<T> for ($($rule,)*) {
            fn get(&self, index: usize) -> Option<&dyn Rule<T>> {
                match index {
                    $($index => Some(&self.$index),)*
                    _ => None,
                }
            }
        }
    )*};
}

tuples! {
    A 0;
    A 0 B 1;
    A 0 B 1 C 2;
    A 0 B 1 C 2 D 3;
    A 0 B 1 C 2 D 3 E 4;
    A 0 B 1 C 2 D 3 E 4 F 5;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
}
