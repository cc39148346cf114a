//! [`ClaimPath`]: where a claim stands within others.

use serde_json::{Map, Value};

/// The names from the outermost claim to the one that is meant.
#[derive(Debug)]
pub(crate) struct ClaimPath(Vec<String>);

impl ClaimPath {
    /// Names with dots between them, or a JSON pointer (RFC 6901).
    pub(super) fn parse(path: &str) -> Option<Self> {
        let names: Vec<String> = match path.strip_prefix('/') {
            Some(pointer) => pointer.split('/').map(unescape).collect::<Option<_>>()?,
            None => path.split('.').map(str::to_owned).collect(),
        };
        names.iter().all(|name| !name.is_empty()).then_some(Self(names))
    }

    /// The claim; `None` where it is not there. Only objects are entered.
    pub(super) fn find<'a>(&self, claims: &'a Map<String, Value>) -> Option<&'a Value> {
        let (first, rest) = self.0.split_first()?;
        rest.iter().try_fold(claims.get(first)?, |value, name| value.as_object()?.get(name))
    }
}

/// `~1` is a slash and `~0` a tilde (RFC 6901, section 4).
fn unescape(name: &str) -> Option<String> {
    let is_escaped = |(at, _)| matches!(name.as_bytes().get(at + 1), Some(b'0' | b'1'));
    let plain = name.replace("~1", "/").replace("~0", "~");
    name.match_indices('~').all(is_escaped).then_some(plain)
}
