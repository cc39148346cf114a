//! The annotations of a tool: what it does to its environment.

use serde::Serialize;

/// What a tool does to its environment, as the protocol names it. A client takes these for
/// hints; what is enforced are guards and rules.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Annotations {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) read_only_hint: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) destructive_hint: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) idempotent_hint: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) open_world_hint: Option<bool>,
}

impl Annotations {
    pub(super) fn is_empty(&self) -> bool {
        let Self { read_only_hint, destructive_hint, idempotent_hint, open_world_hint } = self;
        [read_only_hint, destructive_hint, idempotent_hint, open_world_hint]
            .iter()
            .all(|hint| hint.is_none())
    }
}
