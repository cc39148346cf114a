//! One tool.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Declared, Source};

/// What is declared of one tool.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Tool {
    pub name: String,
    pub title: Option<String>,
    pub description: String,
    pub source: Source,
    pub annotations: Annotations,
    pub access: Access,
    /// The expressions of `#[authorize]`, as they are written.
    pub policies: Vec<String>,
    /// In the order in which the gate asks them.
    pub guards: Vec<DeclaredGuard>,
    pub timeout: Timeout,
    pub max_input_bytes: Option<usize>,
    pub max_output_bytes: usize,
    /// How many calls of it run at once.
    pub max_calls: usize,
    /// What is taken out of its results.
    pub output: String,
    /// What a client can send, at every depth.
    pub parameters: Vec<Parameter>,
    /// With all bounds that are enforced, also those that clients are not told.
    pub input_schema: Map<String, Value>,
    pub output_schema: Option<Value>,
    /// What stands in its declarations that is named `dangerous_…`.
    pub dangers: Vec<String>,
}

/// The annotations of the protocol; what is `null` was not said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Annotations {
    pub read_only: Option<bool>,
    pub destructive: Option<bool>,
    pub idempotent: Option<bool>,
    pub open_world: Option<bool>,
}

/// Who may call a tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Access {
    pub who: Who,
    /// Which of the scopes a caller needs.
    pub which: Which,
    pub scopes: Vec<String>,
    /// Of which a caller needs one, if there are any.
    pub roles: Vec<String>,
    /// Whether others are not told that the tool exists.
    pub hidden: bool,
}

/// Who may call a tool, before scopes and roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Who {
    /// Everybody: `#[tool(public)]`.
    Public,
    /// Everybody who reaches it: the server has no authenticator, and stays on its machine.
    Open,
    /// A caller: nothing is declared, and the server has an authenticator.
    Undeclared,
    /// A caller: `#[require_auth]`.
    Caller,
}

/// All of several scopes, or one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the name says it")]
pub enum Which {
    All,
    Any,
}

/// What admits a call, or refuses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
#[schemars(rename = "Guard")]
pub struct DeclaredGuard {
    pub name: String,
    pub says: String,
    pub declared: Declared,
}

/// How long a call may run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Timeout {
    pub ms: u64,
    pub declared: Declared,
}

/// One place in what a client can send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Parameter {
    /// A JSON pointer in which `*` is any element or member, `{name}` any name of a member, and
    /// `[variant]` follows what has variants.
    pub pointer: String,
    /// The JSON types that it can be; `any` where the schema names none.
    pub types: Vec<String>,
    pub required: bool,
    pub description: Option<String>,
    /// As they are written; behind `[variant]` those of one variant alone.
    pub rules: Vec<String>,
    pub sanitizers: Vec<String>,
    pub secret: bool,
    /// The header in which clients repeat it.
    pub header: Option<String>,
    /// How long a text can be; `null` for what is no text.
    pub text: Option<TextBound>,
    /// What the schema asks for.
    pub constraints: Map<String, Value>,
}

/// Who bounds the length of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum TextBound {
    /// A rule, a list of values, or the type.
    Declared,
    /// Nobody: it is the default of 64 KiB that holds.
    Default,
}
