//! [`Value`]: what a variable can be read as.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use zeroize::Zeroize;

use crate::secret::Secret;

/// What a variable can be read as. Implement it for a type of your own:
///
/// ```
/// use mcp_secure::config::Value;
///
/// enum Mode { Fast, Safe }
///
/// impl Value for Mode {
///     const EXPECTED: &'static str = "`fast` or `safe`";
///
///     fn parse(text: &str) -> Option<Self> {
///         match text {
///             "fast" => Some(Self::Fast),
///             "safe" => Some(Self::Safe),
///             _ => None,
///         }
///     }
///
///     fn show(&self) -> String {
///         match self { Self::Fast => "fast", Self::Safe => "safe" }.into()
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a variable",
    label = "implement `mcp_secure::config::Value` for it",
    note = "for a struct of settings, write `#[config(nested)]`"
)]
pub trait Value: Sized {
    /// Completes "the variable is not …".
    const EXPECTED: &'static str;

    /// Whether it stays out of summaries, and is not taken from a file that others may read.
    const IS_SECRET: bool = false;

    /// The value of this text, which is not empty.
    fn parse(text: &str) -> Option<Self>;

    /// The value where the variable is not set, if there is one.
    fn absent() -> Option<Self> {
        None
    }

    /// The value for a summary.
    fn show(&self) -> String;
}

impl Value for String {
    const EXPECTED: &'static str = "text";

    fn parse(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn show(&self) -> String {
        self.clone()
    }
}

impl Value for bool {
    const EXPECTED: &'static str = "true or false, yes or no, on or off, 1 or 0";

    fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        }
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Value for Duration {
    const EXPECTED: &'static str = "a duration such as `500ms`, `5s`, `2min` or `1h`";

    fn parse(text: &str) -> Option<Self> {
        mcp_secure_grammar::duration(text.trim()).ok()
    }

    fn show(&self) -> String {
        format!("{self:?}")
    }
}

impl Value for PathBuf {
    const EXPECTED: &'static str = "a path";

    fn parse(text: &str) -> Option<Self> {
        (!text.contains('\0')).then(|| text.into())
    }

    fn show(&self) -> String {
        self.display().to_string()
    }
}

/// Items are separated by commas; white space around them is not part of them.
impl<T: Value> Value for Vec<T> {
    const EXPECTED: &'static str = "a list, separated by commas";
    const IS_SECRET: bool = T::IS_SECRET;

    fn parse(text: &str) -> Option<Self> {
        text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(T::parse).collect()
    }

    fn show(&self) -> String {
        self.iter().map(T::show).collect::<Vec<_>>().join(",")
    }
}

impl<T: Value> Value for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const IS_SECRET: bool = T::IS_SECRET;

    fn parse(text: &str) -> Option<Self> {
        T::parse(text).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn show(&self) -> String {
        self.as_ref().map(T::show).unwrap_or_default()
    }
}

impl<T: Value + Zeroize> Value for Secret<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const IS_SECRET: bool = true;

    fn parse(text: &str) -> Option<Self> {
        T::parse(text).map(Self::new)
    }

    fn show(&self) -> String {
        "(secret)".into()
    }
}

macro_rules! of_text {
    ($($expected:literal: $($type:ty)*;)*) => {$($(
        impl Value for $type {
            const EXPECTED: &'static str = $expected;

            fn parse(text: &str) -> Option<Self> {
                text.trim().parse().ok()
            }

            fn show(&self) -> String {
                self.to_string()
            }
        }
    )*)*};
}

of_text! {
    "a whole number": i8 i16 i32 i64 i128 isize;
    "a whole number that is not negative": u8 u16 u32 u64 u128 usize;
    "an IP address": IpAddr;
    "an address such as `127.0.0.1:8000`": SocketAddr;
}

macro_rules! finite {
    ($($type:ty)*) => {$(
        impl Value for $type {
            const EXPECTED: &'static str = "a number";

            fn parse(text: &str) -> Option<Self> {
                text.trim().parse().ok().filter(|number: &Self| number.is_finite())
            }

            fn show(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

finite! { f32 f64 }
