//! [`Context`]: what a sealed value is for.

use crate::caller::Caller;

/// What a sealed value is for. It opens only with the same context, in the same order.
#[derive(Clone, Debug)]
pub struct Context(Vec<u8>);

impl Context {
    /// For this purpose: a name of your own, one for each kind of value.
    pub fn new(purpose: &str) -> Self {
        Self(Vec::new()).with(PURPOSE, purpose.as_bytes())
    }

    /// And for this caller: issuer and subject.
    #[must_use]
    pub fn caller(self, caller: &Caller) -> Self {
        let issuer: Option<String> = caller.claim("iss");
        // No issuer is another one than an empty one.
        let kind = if issuer.is_some() { ISSUER } else { NO_ISSUER };
        self.with(kind, issuer.unwrap_or_default().as_bytes())
            .with(SUBJECT, caller.subject().as_bytes())
    }

    /// And for this tool.
    #[must_use]
    pub fn tool(self, name: &str) -> Self {
        self.with(TOOL, name.as_bytes())
    }

    /// And for whatever these bytes stand for: the id of an object, a digest of arguments.
    #[must_use]
    pub fn bind(self, value: impl AsRef<[u8]>) -> Self {
        self.with(BOUND, value.as_ref())
    }

    /// Kind, length, value: no two contexts are the same bytes.
    fn with(mut self, kind: u8, value: &[u8]) -> Self {
        self.0.push(kind);
        self.0.extend_from_slice(&(value.len() as u64).to_be_bytes());
        self.0.extend_from_slice(value);
        self
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

const PURPOSE: u8 = 1;
const ISSUER: u8 = 2;
const NO_ISSUER: u8 = 3;
const SUBJECT: u8 = 4;
const TOOL: u8 = 5;
const BOUND: u8 = 6;
