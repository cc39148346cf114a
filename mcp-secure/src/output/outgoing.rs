//! [`Outgoing`]: what is taken out of a tool's result before it leaves.

use std::{borrow::Cow, collections::HashSet};

use serde_json::{Map, Value, value::RawValue};

use super::{Content, Reply, ResourceContents};
use crate::{
    error::{Error, Result, ToolError},
    json,
    rule::Violations,
    sanitize::{Sanitizer, rewritten},
};

mod declared;
mod shown;
#[cfg(test)]
mod tests;

use shown::Shown;

/// What is taken out of the text of a tool's result: by default what no one sees, and what drives
/// terminals. See [`sanitize_output`](mod@crate::guard::sanitize_output), which declares it.
#[derive(Default)]
pub struct Outgoing {
    is_raw: bool,
    sanitizers: Vec<Box<dyn Sanitizer>>,
    /// Those as they are written, for a reviewer.
    written: &'static [&'static str],
    /// Texts that the output schema names: they are the author's own, and stay as they are.
    declared: HashSet<String>,
}

impl Outgoing {
    /// The default.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Switches the default off.
    #[must_use]
    pub fn dangerous_raw(mut self) -> Self {
        self.is_raw = true;
        self
    }

    /// Sanitizes further.
    #[must_use]
    pub fn sanitizer(mut self, sanitizer: impl Sanitizer) -> Self {
        self.sanitizers.push(Box::new(sanitizer));
        self
    }

    /// The sanitizers as they are written, which is more than their names: what `redact` looks for.
    #[must_use]
    pub fn written(mut self, sanitizers: &'static [&'static str]) -> Self {
        self.written = sanitizers;
        self
    }

    /// What it does, in one line, for the posture report.
    pub fn describe(&self) -> String {
        let default = if self.is_raw { "dangerous_raw" } else { "printable text" };
        let names = match self.written {
            [] => self.sanitizers.iter().map(|sanitizer| sanitizer.name()).collect(),
            written => written.to_vec(),
        };
        [&[default][..], &names].concat().join(", ")
    }

    /// The same for results of this schema.
    pub(crate) fn of(mut self, schema: Option<&Map<String, Value>>) -> Self {
        self.declared = schema.map(declared::texts).unwrap_or_default();
        self
    }

    /// The reply, cleaned.
    ///
    /// # Errors
    ///
    /// The structured content is no JSON that all read alike, or would not be any more: two names
    /// that become one.
    pub(crate) fn reply(&self, mut reply: Reply) -> Result<Reply> {
        let structured = match &reply.structured {
            Some(raw) => self.json(raw.get())?,
            None => None,
        };
        for block in &mut reply.content {
            match (block, &reply.structured) {
                // The structured content as text stays the structured content as text.
                (Content::Text { text }, Some(raw)) if *text == raw.get() => {
                    if let Some(changed) = &structured {
                        *text = changed.clone().into();
                    }
                }
                (block, _) => self.block(block),
            }
        }
        if let Some(changed) = structured {
            reply.structured = Some(RawValue::from_string(changed)?);
        }
        Ok(reply)
    }

    /// The error, with the message cleaned if the model is shown it.
    pub(crate) fn error(&self, error: Error) -> Error {
        match error.tool_error().and_then(|told| self.changed(told.message())) {
            Some(message) => ToolError::new(message).into(),
            None => error,
        }
    }

    /// What is wrong with arguments, with the messages of the user's own rules cleaned. A sanitizer
    /// leaves them: what it looks for is the tool's.
    pub(crate) fn violations(&self, violations: Violations) -> Violations {
        violations.saying(|message| self.shown(Cow::Borrowed(message)))
    }

    /// The text, cleaned.
    pub(crate) fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut text = self.shown(Cow::Borrowed(text));
        for sanitizer in &self.sanitizers {
            // What one makes, as HTML out of a reference, the next one should see shown: a secret
            // that is split by something invisible is none to it.
            text = self.shown(rewritten(&**sanitizer, text));
        }
        text
    }

    /// The value, cleaned.
    ///
    /// # Errors
    ///
    /// As for [`reply`](Self::reply).
    pub(crate) fn value(&self, value: Value) -> Result<Value> {
        match self.json(&value.to_string())? {
            Some(changed) => Ok(serde_json::from_str(&changed)?),
            None => Ok(value),
        }
    }

    fn block(&self, block: &mut Content) {
        match block {
            Content::Text { text } => self.rewrite_static(text),
            // Base64, and so without anything to remove.
            Content::Image { data: _, mime_type } | Content::Audio { data: _, mime_type } => {
                self.rewrite_static(mime_type);
            }
            Content::ResourceLink { uri, name } => {
                self.rewrite(uri);
                self.rewrite(name);
            }
            Content::Resource { resource } => {
                let ResourceContents { uri, mime_type, text, blob: _ } = resource;
                self.rewrite(uri);
                self.rewrite_static(mime_type);
                if let Some(text) = text {
                    self.rewrite(text);
                }
            }
        }
    }

    fn json(&self, raw: &str) -> Result<Option<String>> {
        if self.sanitizers.is_empty()
            && (self.is_raw || json::holds_for_texts(raw, shown::is_shown))
        {
            return Ok(None);
        }
        let rewrite = |text: &str| match self.declared.contains(text) {
            true => None,
            false => self.changed(text),
        };
        json::rewrite_texts(raw, rewrite).map_err(|error| {
            Error::from(error).context("the structured content cannot be sanitized")
        })
    }

    fn rewrite(&self, text: &mut String) {
        if let Some(changed) = self.changed(text) {
            *text = changed;
        }
    }

    fn rewrite_static(&self, text: &mut Cow<'static, str>) {
        if let Some(changed) = self.changed(text) {
            *text = changed.into();
        }
    }

    /// The cleaned text, if that is another one.
    fn changed(&self, text: &str) -> Option<String> {
        match self.text(text) {
            // A borrowed text is a part of this one: the same length means the same text.
            Cow::Borrowed(kept) if kept.len() == text.len() => None,
            Cow::Owned(same) if same == text => None,
            changed => Some(changed.into_owned()),
        }
    }

    fn shown<'a>(&self, text: Cow<'a, str>) -> Cow<'a, str> {
        if self.is_raw { text } else { rewritten(&Shown, text) }
    }
}
