//! What all of the types have in common.

/// A type that contains text as its rule accepts it.
macro_rules! judged_text {
    ($(#[$attribute:meta])* $name:ident: $judge:expr) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::rule::Violation;

            fn try_from(text: String) -> Result<Self, $crate::rule::Violation> {
                $crate::rule::Rule::judge(&$judge, text.as_str())?;
                Ok(Self(text))
            }
        }

        impl From<$name> for String {
            fn from(judged: $name) -> Self {
                judged.0
            }
        }

        $crate::types::judged::acts_as_text!($name);

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut schema = schemars::json_schema!({ "type": "string" });
                $crate::rule::Rule::<str>::describe(&$judge, &mut schema);
                schema
            }
        }
    };
}

/// A type with `as_str` and `TryFrom<String>`, as text and as an argument.
macro_rules! acts_as_text {
    ($name:ident) => {
        impl TryFrom<&str> for $name {
            type Error = $crate::rule::Violation;

            fn try_from(text: &str) -> Result<Self, $crate::rule::Violation> {
                Self::try_from(text.to_owned())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::rule::Violation;

            fn from_str(text: &str) -> Result<Self, $crate::rule::Violation> {
                Self::try_from(text)
            }
        }

        impl std::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                self.as_str()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::try_from(text).map_err($crate::json::told)
            }
        }

        impl $crate::Input for $name {
            const SHAPE: $crate::input::Shape = $crate::input::Shape::STRING;

            fn take(
                raw: $crate::json::Raw<'_>,
                terms: $crate::json::TextTerms<'_>,
                intake: &mut $crate::intake::Intake<'_>,
            ) -> Option<Self> {
                match $crate::json::decode(raw.text(), terms) {
                    Ok(value) => Some(value),
                    Err(violation) => intake.refuse(violation),
                }
            }
        }

        impl $crate::rule::Subject for $name {
            type View = str;

            fn view(&self) -> Option<&str> {
                Some(self.as_str())
            }
        }

        impl $crate::sanitize::Sanitize for $name {}
    };
}

pub(super) use {acts_as_text, judged_text};
