//! Why a text was refused.

use std::fmt;

/// Why a text was refused, and where. Never contains any of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScanError {
    pub(crate) kind: ScanErrorKind,
    /// The byte at which the reading stopped.
    pub(crate) offset: usize,
}

/// See [`ScanError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScanErrorKind {
    /// Not UTF-8 (RFC 8259, section 8.1).
    Utf8,
    /// Not JSON.
    Syntax,
    /// A raw control character in a string (RFC 8259, section 7).
    ControlCharacter,
    /// Half of a surrogate pair: a text that no UTF-8 string can hold.
    LoneSurrogate,
    /// Nested deeper than [`Limits::depth`](super::Limits::depth).
    TooDeep,
    /// More values than [`Limits::values`](super::Limits::values).
    TooManyValues,
    /// Two members of one name in an object: readers differ in which of them they take.
    DuplicateKey,
    /// A name that `serde_json` keeps to itself; see [`is_reserved`](super::is_reserved).
    ReservedKey,
}

impl ScanErrorKind {
    /// Whether the text is not JSON at all, rather than JSON that is not accepted here.
    pub(crate) fn is_syntax(self) -> bool {
        match self {
            Self::Utf8 | Self::Syntax | Self::ControlCharacter | Self::LoneSurrogate => true,
            Self::TooDeep | Self::TooManyValues | Self::DuplicateKey | Self::ReservedKey => false,
        }
    }
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

impl std::error::Error for ScanError {}

impl fmt::Display for ScanErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "not utf-8",
            Self::Syntax => "not valid json",
            Self::ControlCharacter => "unescaped control character in a string",
            Self::LoneSurrogate => "unpaired surrogate in a string",
            Self::TooDeep => "nested too deeply",
            Self::TooManyValues => "too many values",
            Self::DuplicateKey => "duplicate key",
            Self::ReservedKey => "reserved key",
        })
    }
}
