//! What fuzz targets reach that nobody else does. It is built with `--cfg fuzzing` alone.

use crate::{
    config,
    json::Message,
    rule::{self, Pattern},
};

/// What the reader of messages has taken out of one.
#[derive(Debug, PartialEq, Eq)]
pub enum Read<'a> {
    /// A request or a notification.
    Request {
        /// Raw JSON.
        id: Option<&'a str>,
        /// As it is meant, without escapes.
        method: String,
        /// `params.name`, without escapes.
        name: Option<String>,
        /// Names without escapes, and raw JSON.
        arguments: Vec<(String, &'a str)>,
        /// Raw JSON.
        meta: Option<&'a str>,
    },
    /// An answer.
    Response,
}

/// Reads one message as every transport does; `None` if it is refused.
pub fn message(body: &[u8]) -> Option<Read<'_>> {
    match Message::parse(body).ok()? {
        Message::Request(envelope) => Some(Read::Request {
            id: envelope.id,
            arguments: (envelope.arguments.iter())
                .map(|(name, raw)| (name.to_owned(), raw))
                .collect(),
            method: envelope.method.into_owned(),
            name: envelope.params_name.map(|name| name.into_owned()),
            meta: envelope.meta.map(|meta| meta.text),
        }),
        Message::Response => Some(Read::Response),
    }
}

/// The rule `pattern`, where it would not panic.
pub fn pattern(expression: &str) -> Option<Pattern> {
    rule::pattern::build(expression, false).ok()?;
    Some(rule::pattern(expression))
}

/// The variables of an `.env` file; `None` if it is refused.
pub fn variables(text: &str) -> Option<Vec<(String, String)>> {
    let variables = config::parse(text).ok()?;
    Some(variables.into_iter().map(|(name, value)| (name, value.to_string())).collect())
}
