//! The report as data: its members are those of `docs/posture.schema.json`.

use std::{fmt, panic::Location, time::Duration};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What is declared of a server as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names say it, and the published schema more")]
pub struct Server {
    pub name: String,
    pub version: String,
    pub source: Source,
    pub authentication: Option<Authentication>,
    pub tls: Tls,
    pub hosts: Vec<String>,
    pub origins: Vec<String>,
    pub public_url: Option<String>,
    pub trusted_proxies: Vec<String>,
    /// Scopes that imply others: a caller with the first has those too.
    pub implied_scopes: Vec<Implied>,
    pub rates: Rates,
    pub limits: Limits,
    pub store: Option<String>,
    /// Where audit events go beside the log.
    pub audit: Vec<String>,
    /// What was called that is named `dangerous_…`, in the process that made the report.
    pub dangers: Vec<Danger>,
}

/// How callers are known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Authentication {
    /// The type of the authenticator.
    pub kind: String,
    /// What tokens carry in `aud`, unless the authenticator was given another.
    pub audience: String,
    pub authorization_servers: Vec<String>,
    pub key_header: Option<String>,
    /// Whether tokens that are bound to a key come with proofs (DPoP).
    pub proofs: bool,
    pub revocations: bool,
}

/// TLS that the program declares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Tls {
    pub certificate: Certificate,
    pub clients: Clients,
}

/// Where the server's certificate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Certificate {
    /// The program declares none; the environment may.
    None,
    /// Files.
    Files,
    /// It is made up at start.
    Development,
}

/// Whether clients show certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Clients {
    /// They are not asked.
    Anonymous,
    /// They may.
    Optional,
    /// They must.
    Required,
}

/// A scope that implies others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Implied {
    pub scope: String,
    pub implies: Vec<String>,
}

/// How often the server may be asked; what is `null` has the library's default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Rates {
    pub per_address: Option<String>,
    pub per_caller: Option<String>,
    pub failed_authentication: Option<String>,
}

/// The bounds of a server; what is `null` is not bounded by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Limits {
    pub max_timeout_ms: Option<u64>,
    pub max_calls: usize,
    pub max_input_bytes: Option<usize>,
    pub max_output_bytes: usize,
    pub max_body_bytes: usize,
    pub max_body_memory_bytes: usize,
    pub max_connections: usize,
    pub max_connections_per_address: Option<usize>,
    pub read_timeout_ms: u64,
}

/// A call of what is named `dangerous_…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Danger {
    pub name: String,
    pub source: Source,
}

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
    pub guards: Vec<Guard>,
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
pub struct Guard {
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

/// Where something is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Declared {
    /// At the tool.
    Tool,
    /// At the server, for all tools.
    Server,
    /// Nowhere: it is the library's default.
    Default,
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
    /// As they are written.
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

/// A file and a line of the program's source, as the compiler names them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Source {
    pub file: String,
    pub line: u32,
}

impl Source {
    /// An absolute path, as that of a dependency, tells where the program was built: what is kept of it
    /// is the part within a package.
    pub(crate) fn of(location: &Location<'_>) -> Self {
        let file = location.file().replace('\\', "/");
        let is_absolute = file.starts_with('/') || file.as_bytes().get(1) == Some(&b':');
        let file = match file.rfind("/src/") {
            Some(at) if is_absolute => {
                let package = file[..at].rfind('/').map_or(0, |slash| slash + 1);
                file[package..].to_owned()
            }
            None if is_absolute => file.rsplit('/').next().unwrap_or_default().to_owned(),
            _ => file,
        };
        Self { file, line: location.line() }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// In milliseconds; a longer time than can be written is the longest.
pub(crate) fn millis(duration: Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}
