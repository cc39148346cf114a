//! Why a message was refused, in the terms of JSON-RPC.

use std::{borrow::Cow, fmt};

use crate::json::scan::ScanError;

/// Why a message was refused, as the members of a JSON-RPC error object (JSON-RPC 2.0,
/// section 5.1) and the id that the reply carries. The message contains nothing of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EnvelopeError<'a> {
    pub(crate) code: i32,
    pub(crate) message: Cow<'static, str>,
    /// The raw JSON text of the request's id, if it had been read and is a valid one.
    pub(crate) id: Option<&'a str>,
}

impl<'a> EnvelopeError<'a> {
    /// JSON, but not a message: −32600.
    pub(crate) fn invalid_request(message: &'static str) -> Self {
        Self { code: INVALID_REQUEST, message: Cow::Borrowed(message), id: None }
    }

    /// A request whose parameters have the wrong shape: −32602.
    pub(crate) fn invalid_params(message: &'static str) -> Self {
        Self { code: INVALID_PARAMS, message: Cow::Borrowed(message), id: None }
    }

    /// The same error, as the answer to the request of this id.
    pub(super) fn with_id(self, id: Option<&'a str>) -> Self {
        Self { id, ..self }
    }
}

/// −32700 where the text is not JSON, −32600 where it is JSON that is not accepted here.
impl From<ScanError> for EnvelopeError<'_> {
    fn from(error: ScanError) -> Self {
        let code = if error.kind.is_syntax() { PARSE_ERROR } else { INVALID_REQUEST };
        Self { code, message: Cow::Owned(error.to_string()), id: None }
    }
}

impl fmt::Display for EnvelopeError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EnvelopeError<'_> {}

const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const INVALID_PARAMS: i32 = -32602;
