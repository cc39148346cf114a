//! One JSON-RPC 2.0 message, taken apart in the pass that checks it.

use std::{borrow::Cow, ops::Range};

use super::{
    arguments::Arguments,
    scan::{Limits, ScanError, Scanner},
    string::RawString,
};

mod error;
mod meta;
#[cfg(test)]
mod tests;

pub(crate) use error::EnvelopeError;
pub(crate) use meta::{Capabilities, Meta};

/// A message from a client.
///
/// MCP knows no batches (since 2025-06-18); they are refused.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly every message is a request")]
pub(crate) enum Message<'a> {
    /// A request, or a notification.
    Request(Envelope<'a>),
    /// A well-formed answer to a request of this server.
    Response,
}

/// A request, borrowed from its body. Without an id it is a notification.
#[derive(Debug)]
pub(crate) struct Envelope<'a> {
    /// The raw JSON text of the id: a printable string of at most 256 bytes, or an integer of
    /// 64 bits.
    pub(crate) id: Option<&'a str>,
    pub(crate) method: Cow<'a, str>,
    /// `params.name`, if it is a string.
    pub(crate) params_name: Option<Cow<'a, str>>,
    /// The members of `params.arguments`.
    pub(crate) arguments: Arguments<'a>,
    /// `params._meta`.
    pub(crate) meta: Option<Meta<'a>>,
    /// Whether `params` has members besides these.
    pub(crate) has_other_params: bool,
    /// Where in the body the value of `params.arguments` is.
    pub(crate) arguments_span: Option<Range<usize>>,
}

impl<'a> Message<'a> {
    /// Reads the body of a message.
    ///
    /// What breaks the rules of JSON is told before anything that is wrong with the message,
    /// and that in the order in which it was found.
    pub(crate) fn parse(body: &'a [u8]) -> Result<Self, EnvelopeError<'a>> {
        let mut scanner = Scanner::new(body, Limits::default())?;
        if scanner.peek() != Some(b'{') {
            let is_batch = scanner.peek() == Some(b'[');
            scanner.value()?;
            scanner.finish()?;
            return Err(EnvelopeError::invalid_request(if is_batch {
                "batches are not supported, send one message at a time"
            } else {
                "a message must be an object"
            }));
        }
        let mut members = Members::default();
        match members.read(&mut scanner).and_then(|()| scanner.finish()) {
            Ok(()) => members.into_message(),
            // A duplicate at the top may be the id itself: then nobody is answered.
            Err(error) if error.kind.is_syntax() || scanner.depth() < 2 => Err(error.into()),
            Err(error) => Err(EnvelopeError::from(error).with_id(members.id.valid())),
        }
    }
}

/// The top-level members, as far as they have been read.
#[derive(Default)]
struct Members<'a> {
    version: bool,
    id: Id<'a>,
    method: Option<Cow<'a, str>>,
    params: Option<Params<'a>>,
    result: bool,
    error: bool,
    /// The first thing that is wrong. The reading goes on: the id may still come.
    problem: Option<EnvelopeError<'a>>,
}

#[derive(Default)]
struct Params<'a> {
    name: Option<Cow<'a, str>>,
    arguments: Option<(Arguments<'a>, Range<usize>)>,
    meta: Option<Meta<'a>>,
    has_others: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Id<'a> {
    #[default]
    Absent,
    Null,
    Valid(&'a str),
    Invalid,
}

impl<'a> Members<'a> {
    fn read(&mut self, scanner: &mut Scanner<'a>) -> Result<(), ScanError> {
        scanner.enter_object()?;
        while let Some(key) = scanner.next_key()? {
            match key.as_ref() {
                "jsonrpc" => {
                    self.version = scanner.string()?.is_some_and(|text| text.unescape() == "2.0");
                }
                "id" => {
                    scanner.peek();
                    let start = scanner.position();
                    let text = scanner.string()?.map(RawString::unescape);
                    self.id = Id::read(scanner.since(start), text.as_deref());
                }
                "method" => match scanner.string()? {
                    Some(method) => self.method = Some(method.unescape()),
                    None => self.invalid_request("method must be a string"),
                },
                "params" if scanner.peek() == Some(b'{') => self.read_params(scanner)?,
                "params" => {
                    scanner.value()?;
                    self.invalid_params("params must be an object");
                }
                "result" => {
                    scanner.value()?;
                    self.result = true;
                }
                "error" => {
                    scanner.value()?;
                    self.error = true;
                }
                _ => {
                    scanner.value()?;
                    self.invalid_request("unknown member in the message");
                }
            }
        }
        Ok(())
    }

    fn read_params(&mut self, scanner: &mut Scanner<'a>) -> Result<(), ScanError> {
        let mut params = Params::default();
        scanner.enter_object()?;
        while let Some(key) = scanner.next_key()? {
            let is_object = scanner.peek() == Some(b'{');
            let start = scanner.position();
            match key.as_ref() {
                "name" => params.name = scanner.string()?.map(|name| name.unescape()),
                "arguments" if is_object => {
                    let arguments = Arguments::read(scanner)?;
                    params.arguments = Some((arguments, start..scanner.position()));
                }
                "arguments" => {
                    scanner.value()?;
                    self.invalid_params("params.arguments must be an object");
                }
                "_meta" if is_object => params.meta = Some(Meta::read(scanner)?),
                "_meta" => {
                    scanner.value()?;
                    self.invalid_params("params._meta must be an object");
                }
                _ => {
                    scanner.value()?;
                    params.has_others = true;
                }
            }
        }
        self.params = Some(params);
        Ok(())
    }

    fn into_message(mut self) -> Result<Message<'a>, EnvelopeError<'a>> {
        if !self.version {
            self.invalid_request("jsonrpc must be \"2.0\"");
        }
        let is_response = self.result || self.error;
        match self.id {
            // The answer to a request whose id could not be read has a null one.
            Id::Null if self.error => {}
            Id::Null | Id::Invalid => {
                self.invalid_request(
                    "id must be a printable string of at most 256 bytes or an integer",
                );
            }
            Id::Absent if is_response => self.invalid_request("a response needs an id"),
            Id::Absent | Id::Valid(_) => {}
        }
        if self.result && self.error {
            self.invalid_request("a response has either a result or an error");
        }
        match (self.problem, self.method) {
            (Some(problem), _) => Err(problem.with_id(self.id.valid())),
            (None, None) if is_response && self.params.is_none() => Ok(Message::Response),
            (None, Some(method)) if !is_response => {
                let params = self.params.unwrap_or_default();
                let (arguments, arguments_span) = match params.arguments {
                    Some((arguments, span)) => (arguments, Some(span)),
                    None => (Arguments::absent(), None),
                };
                Ok(Message::Request(Envelope {
                    id: self.id.valid(),
                    method,
                    params_name: params.name,
                    arguments,
                    meta: params.meta,
                    has_other_params: params.has_others,
                    arguments_span,
                }))
            }
            _ => Err(EnvelopeError::invalid_request("a message is either a request or a response")
                .with_id(self.id.valid())),
        }
    }

    fn invalid_request(&mut self, message: &'static str) {
        self.problem.get_or_insert_with(|| EnvelopeError::invalid_request(message));
    }

    fn invalid_params(&mut self, message: &'static str) {
        self.problem.get_or_insert_with(|| EnvelopeError::invalid_params(message));
    }
}

impl<'a> Id<'a> {
    /// `raw` is one checked JSON value, `text` what it says if it is a string.
    fn read(raw: &'a str, text: Option<&str>) -> Self {
        let is_valid = match text {
            // The two quotes are not counted.
            Some(text) => raw.len() <= MAX_ID_BYTES + 2 && !text.contains(breaks_line),
            None => raw.parse::<i64>().is_ok() && raw != "-0",
        };
        match raw {
            "null" => Self::Null,
            _ if is_valid => Self::Valid(raw),
            _ => Self::Invalid,
        }
    }

    fn valid(self) -> Option<&'a str> {
        match self {
            Self::Valid(raw) => Some(raw),
            Self::Absent | Self::Null | Self::Invalid => None,
        }
    }
}

/// Whether the character makes of one line of a log two, or another one: the SDK logs ids as
/// they are.
fn breaks_line(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A UUID takes 36. The id is echoed, and logged: it is no place for a payload.
const MAX_ID_BYTES: usize = 256;
