//! The server as a whole.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Source};
use crate::auth::{Accepted, ProofTerms};

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
    /// What those are held to; `null` without them, and in older reports.
    pub proof_terms: Option<ProofTerms>,
    pub revocations: bool,
    /// What is accepted, and what it is held to, in the order in which it is tried; `null` in older
    /// reports.
    pub accepted: Option<Vec<Accepted>>,
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

/// How often the server may be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Rates {
    pub per_address: Rate,
    pub per_caller: Rate,
    pub failed_authentication: Rate,
}

/// A rate of the server. The default holds for clients beyond this machine alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
#[expect(missing_docs, reason = "as at `Server`")]
pub struct Rate {
    pub says: String,
    pub declared: Declared,
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
